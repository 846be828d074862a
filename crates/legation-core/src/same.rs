//! Whether two records speak of the same thing: figures of one measure that exclude each other, and reports of one happening in
//! several articles. Decided from what the records hold (participants, type, days, place, words), never from their order.

use crate::record::Comparator;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A figure as far as another can disagree with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The unit.
    pub unit: Option<String>,
    /// The value.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub value_to: Option<f64>,
    /// How the number stands to the value.
    pub comparator: Comparator,
    /// What kind of thing is measured: see [`head`].
    pub head: Option<String>,
    /// The words for what is measured: see [`words`].
    pub words: BTreeSet<String>,
    /// Ids of those whose figure it is and whom it concerns.
    pub actors: BTreeSet<String>,
    /// First day it holds for.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// Two values of one measure closer than this part of the larger are the same number told roundly.
const ROUND: f64 = 0.02;
/// So much of the words must be common to two measures.
const SAME_MEASURE: f64 = 0.5;
/// Figures for periods longer than so many days are of one time only if so much of the days is common to both.
const PERIOD: i32 = 7;
const SAME_PERIOD: f64 = 0.5;

impl Claim {
    /// Whether the other figure may be of the same measure, whatever the words: kind, unit, actors and period go together.
    pub fn comparable(&self, other: &Self) -> bool {
        let kinds_differ = self.head.is_some() && other.head.is_some() && self.head != other.head;
        let apart = || {
            !self.actors.is_empty()
                && !other.actors.is_empty()
                && self.actors.is_disjoint(&other.actors)
        };
        self.unit.is_some()
            && self.unit == other.unit
            && !kinds_differ
            && !apart()
            && one_period((self.from, self.to), (other.from, other.to))
    }

    /// Whether the other figure is of the same measure: it may be, and the words go together.
    pub fn same_measure(&self, other: &Self) -> bool {
        let common = self.words.intersection(&other.words).count();
        let all = self.words.len() + other.words.len() - common;
        if common == 0 || (common as f64) < SAME_MEASURE * all as f64 || !self.comparable(other) {
            return false;
        }
        // One word in common ("killed") binds two figures only with a side or a day in common.
        let dated = self.from.is_some() && other.from.is_some();
        common > 1 || dated || !self.actors.is_disjoint(&other.actors)
    }

    /// Whether both cannot be true: the same measure, and ranges of values that do not meet.
    pub fn disagrees(&self, other: &Self) -> bool {
        let (Some((a0, a1)), Some((b0, b1))) = (self.range(), other.range()) else { return false };
        (a1 < b0 || b1 < a0) && self.same_measure(other)
    }

    /// The values that the figure leaves open, with room for rounding.
    fn range(&self) -> Option<(f64, f64)> {
        let low = self.value?;
        let high = self.value_to.unwrap_or(low);
        let slack = |v: f64, part: f64| v.abs() * part;
        Some(match self.comparator {
            Comparator::MoreThan | Comparator::AtLeast => (low - slack(low, ROUND), f64::INFINITY),
            Comparator::LessThan | Comparator::AtMost => {
                (f64::NEG_INFINITY, high + slack(high, ROUND))
            }
            Comparator::About => (low - slack(low, 0.1), high + slack(high, 0.1)),
            Comparator::Record => return None,
            Comparator::Exactly | Comparator::Between => {
                (low - slack(low, ROUND), high + slack(high, ROUND))
            }
        })
    }
}

/// Words that say nothing of what is measured.
const EMPTY: &[&str] = &[
    "the", "and", "for", "from", "with", "its", "their", "his", "her", "our", "that", "this",
    "these", "those", "were", "was", "are", "has", "have", "had", "been", "total", "all", "some",
    "number", "more", "than", "least", "about", "people", "person", "percent", "million",
    "billion", "who", "which", "into", "over", "out", "off", "not", "but", "per", "least", "other",
];

/// The words of a text by which it can be compared: lower case, cut to a stem, without names of no content.
pub fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| w.chars().count() > 2 && !EMPTY.contains(&w.as_str()))
        .map(|w| stem(&w))
        .collect()
}

/// Endings that forms and derivations of one word differ in, the longest first: "signed", "signing", "agreement".
const ENDINGS: &[&str] = &[
    "izations", "isations", "ization", "isation", "ications", "ication", "ations", "ation",
    "itions", "ition", "ements", "ement", "ments", "ment", "sions", "sion", "tions", "tion",
    "ances", "ance", "ences", "ence", "ings", "ing", "ures", "ure", "ies", "ied", "ers", "ors",
    "als", "ed", "es", "er", "or", "al", "s", "y", "e",
];

/// A crude stem: what is left without its ending, at least four letters.
pub fn stem(word: &str) -> String {
    const SHORTEST: usize = 4;
    for ending in ENDINGS {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= SHORTEST
        {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

/// Whether two intervals meet, with so many days of slack. What is open is no reason against.
fn days_meet(a: (Option<Date>, Option<Date>), b: (Option<Date>, Option<Date>), slack: i64) -> bool {
    let whole = |(from, to): (Option<Date>, Option<Date>)| {
        let first = from.or(to)?;
        Some((first, to.unwrap_or(first)))
    };
    let (Some((a0, a1)), Some((b0, b1))) = (whole(a), whole(b)) else { return true };
    let span = jiff::Span::new().days(slack);
    let later = |d: Date| d.checked_add(span).unwrap_or(d);
    a0 <= later(b1) && b0 <= later(a1)
}

/// Whether two figures are for one time: days that meet, and for longer periods mostly the same days. A month's imports are
/// no other claim about the year's.
fn one_period(a: (Option<Date>, Option<Date>), b: (Option<Date>, Option<Date>)) -> bool {
    let whole = |(from, to): (Option<Date>, Option<Date>)| {
        let first = from.or(to)?;
        Some((first, to.unwrap_or(first)))
    };
    let (Some((a0, a1)), Some((b0, b1))) = (whole(a), whole(b)) else { return true };
    let days = |from: Date, to: Date| from.until(to).map_or(0, |s| s.get_days() + 1);
    let common = days(a0.max(b0), a1.min(b1));
    if days(a0, a1).max(days(b0, b1)) <= PERIOD {
        return common > 0;
    }
    f64::from(common) >= SAME_PERIOD * f64::from(days(a0.min(b0), a1.max(b1)))
}

/// Words that end the noun group of a measure: what follows only says which.
const AFTER_HEAD: &[&str] = &[
    "of", "in", "to", "for", "from", "on", "with", "at", "by", "between", "among", "against",
    "into", "who", "that", "which", "under", "over", "during",
];

/// The stem of the noun that says what kind of thing is measured: "imports" of "Arvenia's total imports of oil".
pub fn head(measures: &str) -> Option<String> {
    let words = measures.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | '—'));
    let group = words.map(str::to_lowercase).take_while(|w| !AFTER_HEAD.contains(&w.as_str()));
    let last = group.filter(|w| w.chars().any(char::is_alphabetic)).last()?;
    let plain: String = last.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect();
    (!EMPTY.contains(&plain.as_str())).then(|| stem(&plain))
}

/// A report of a happening.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The article; reports of one article are told apart there and are not put together here.
    pub article: String,
    /// Its type, with the mode where there is one.
    pub kind: String,
    /// Ids of those who act.
    pub source: BTreeSet<String>,
    /// Ids of those it is done to.
    pub target: BTreeSet<String>,
    /// Whether all participants stand on one side.
    pub symmetric: bool,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// The day of publication of the article, where the happening has no day of its own.
    pub published: Option<Date>,
    /// The place.
    pub place: Option<String>,
    /// Stems of the words that report it.
    pub trigger: BTreeSet<String>,
    /// Stems of the sentence around.
    pub words: BTreeSet<String>,
}

/// Days between the dates of two reports of one happening: time zones, and "Tuesday" for the night before.
const SLACK: i64 = 1;
/// Days between the publication of two reports of one happening where a date is missing.
const NEWS: i64 = 4;
/// From this on two reports are of one happening.
const ENOUGH: f64 = 2.0;
/// An interval of more days than this says little of when.
const VAGUE: i32 = 31;

impl Report {
    /// How much speaks for one happening behind both; `None` where something speaks against it.
    pub fn likeness(&self, other: &Self) -> Option<f64> {
        if self.kind != other.kind || self.article == other.article {
            return None;
        }
        let everyone = |r: &Self| r.source.union(&r.target).cloned().collect::<BTreeSet<_>>();
        let (mine, theirs) = (everyone(self), everyone(other));
        let common = mine.intersection(&theirs).count();
        let sides = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.is_empty() || b.is_empty() || !a.is_disjoint(b)
        };
        let fits = self.symmetric
            || other.symmetric
            || sides(&self.source, &other.source) && sides(&self.target, &other.target);
        if common == 0 || !fits {
            return None;
        }
        let mut score = 0.6 * common.min(2) as f64;
        let dated = |r: &Self| r.from.is_some();
        if dated(self) && dated(other) {
            if !days_meet((self.from, self.to), (other.from, other.to), SLACK) {
                return None;
            }
            score += if self.vague() || other.vague() { 0.3 } else { 0.8 };
        } else {
            let day = |r: &Self| r.from.or(r.published);
            match (day(self), day(other)) {
                (Some(a), Some(b)) if !days_meet((Some(a), None), (Some(b), None), NEWS) => {
                    return None;
                }
                (Some(_), Some(_)) => score += 0.2,
                _ => {}
            }
        }
        match (&self.place, &other.place) {
            (Some(a), Some(b)) if a == b => score += 0.4,
            (Some(_), Some(_)) => score -= 0.6,
            _ => {}
        }
        if !self.trigger.is_disjoint(&other.trigger) {
            score += 0.4;
        }
        let union = self.words.union(&other.words).count();
        if union > 0 {
            score += 1.5 * self.words.intersection(&other.words).count() as f64 / union as f64;
        }
        Some(score)
    }

    fn vague(&self) -> bool {
        let days = |a: Date, b: Date| a.until(b).map_or(0, |s| s.get_days());
        self.from.zip(self.to).is_some_and(|(a, b)| days(a, b) > VAGUE)
    }
}

/// Puts reports of one happening together: for each report the position of the first one of its cluster. A report joins the
/// cluster whose members it is most like on average, if that is enough, so that chains of weak likeness do not grow.
pub fn clusters(reports: &[Report]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    let key = |i: usize| (reports[i].from, reports[i].published, &reports[i].article, i);
    order.sort_by_key(|&i| key(i));
    let mut members: Vec<Vec<usize>> = Vec::new();
    // Only clusters of the same kind with a participant in common are looked at.
    let mut of_actor: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for i in order {
        let report = &reports[i];
        let actors = report.source.iter().chain(&report.target);
        let keys: Vec<(&str, &str)> = actors.map(|a| (report.kind.as_str(), a.as_str())).collect();
        let near: BTreeSet<usize> =
            keys.iter().filter_map(|k| of_actor.get(k)).flatten().copied().collect();
        let likeness = |cluster: &[usize]| -> Option<f64> {
            let mut sum = 0.0;
            for &m in cluster {
                if reports[m].article == report.article {
                    return None;
                }
                sum += reports[m].likeness(report)?;
            }
            Some(sum / cluster.len() as f64)
        };
        let best = near
            .into_iter()
            .filter_map(|c| Some((likeness(&members[c])?, c)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let cluster = match best {
            Some((score, cluster)) if score >= ENOUGH => cluster,
            _ => {
                members.push(Vec::new());
                members.len() - 1
            }
        };
        members[cluster].push(i);
        for key in keys {
            let list = of_actor.entry(key).or_default();
            if !list.contains(&cluster) {
                list.push(cluster);
            }
        }
    }
    let mut first = vec![0; reports.len()];
    for cluster in members {
        let least = cluster.iter().copied().min().unwrap_or_default();
        for i in cluster {
            first[i] = least;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|s| (*s).to_owned()).collect()
    }

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    fn dead(value: f64, comparator: Comparator) -> Claim {
        Claim {
            unit: Some("persons".into()),
            value: Some(value),
            value_to: None,
            comparator,
            head: head("civilians killed in the raid"),
            words: words("civilians killed in the raid"),
            actors: set(&["ARV"]),
            from: day("2031-05-05"),
            to: day("2031-05-05"),
        }
    }

    #[test]
    fn figures_disagree_where_their_ranges_do_not_meet() {
        let twelve = dead(12.0, Comparator::Exactly);
        assert!(twelve.disagrees(&dead(30.0, Comparator::Exactly)));
        assert!(twelve.disagrees(&dead(20.0, Comparator::AtLeast)));
        assert!(!twelve.disagrees(&dead(10.0, Comparator::AtLeast)));
        assert!(!twelve.disagrees(&dead(12.1, Comparator::Exactly)));
        let elsewhere = Claim { actors: set(&["BLM"]), ..dead(30.0, Comparator::Exactly) };
        assert!(!twelve.disagrees(&elsewhere));
        let of_others = Claim { words: words("soldiers sent"), ..dead(30.0, Comparator::Exactly) };
        assert!(!twelve.disagrees(&of_others));
    }

    #[test]
    fn figures_of_other_kinds_and_periods_are_not_set_side_by_side() {
        let imports = |measures: &str, from: &str, to: &str| Claim {
            unit: Some("USD".into()),
            head: head(measures),
            words: words(measures),
            from: day(from),
            to: day(to),
            ..dead(5e9, Comparator::Exactly)
        };
        let year = imports("total imports of crude oil", "2030-01-01", "2030-12-31");
        assert!(year.same_measure(&imports("imports of crude oil", "2030-01-01", "2030-12-31")));
        let month = imports("total imports of crude oil", "2030-03-01", "2030-03-31");
        assert!(!year.same_measure(&month), "a month is no year");
        let price = imports("price of total crude oil imports", "2030-01-01", "2030-12-31");
        assert!(!year.same_measure(&price), "a price is no quantity");
        assert_eq!(head("Arvenia’s total imports of oil"), head("import"));
        assert_eq!(head("people"), None);
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (a, b) in [("arrested", "arrests"), ("signed", "signing"), ("talks", "talk")] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(words("the total of the talks"), words("talk"));
    }

    fn talks(article: &str, from: Option<Date>) -> Report {
        Report {
            article: article.into(),
            kind: "CONSULT".into(),
            source: set(&["ARV", "BLM"]),
            symmetric: true,
            from,
            to: from,
            trigger: words("met"),
            words: words("met in Porto Vell to discuss the border"),
            ..Report::default()
        }
    }

    #[test]
    fn reports_of_one_happening_come_together() {
        let reports = [
            talks("a", day("2031-05-05")),
            talks("b", day("2031-05-06")),
            talks("c", day("2031-08-01")),
            talks("a", day("2031-05-05")),
        ];
        let found = clusters(&reports);
        assert_eq!(found[0], found[1]);
        assert_ne!(found[0], found[2], "another day");
        assert_ne!(found[0], found[3], "one article tells its happenings apart itself");
    }
}

//! When an event happened: the time expression that governs its clause, or one inherited from the clause around it.

use super::calendar::{Calendar, Grain, shift_days};
use super::{Anchor, lexicon::Lexicon};
use crate::Syntax;
use crate::clause::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Tense};
use jiff::civil::Date;
use legation_core::{DateBasis, DateValue, Dep, Pos, Timex, TimexType};

/// The date of the event that a clause reports, with its basis.
///
/// A time expression that hangs on the clause itself decides ("met on Friday"). Without one, a clause takes the date of
/// the clause that it is a part of ("met on Friday and agreed …", "said on Friday that …"), marked as inherited. Beginnings
/// and ends become intervals ("since February" lasts until the article appeared). What repeats has no day.
pub fn event_date(
    syntax: &Syntax<'_>,
    clauses: &Clauses,
    timexes: &[Timex],
    clause: ClauseIdx,
) -> DateValue {
    let dating = Dating { syntax, clauses, timexes, anchor: Anchor::of(syntax.doc).day() };
    dating.of(clause)
}

/// A time expression that hangs on a noun dates the verb above only up to this many days.
const LONGEST_THROUGH_NOUN: i32 = 366;
/// How many clauses up a date is looked for.
const MAX_UP: usize = 8;

struct Dating<'d, 'a> {
    syntax: &'d Syntax<'a>,
    clauses: &'d Clauses,
    timexes: &'d [Timex],
    anchor: Option<Date>,
}

impl Dating<'_, '_> {
    fn of(&self, clause: ClauseIdx) -> DateValue {
        if let Some(own) = self
            .own(clause)
            .or_else(|| self.of_object(clause))
            .or_else(|| self.since_clause(clause))
        {
            return own;
        }
        let mut at = clause;
        for _ in 0..MAX_UP {
            let below = self.clauses.get(at);
            let Some(parent) = below.parent else { break };
            if !self.shares_time(below, self.clauses.get(parent)) {
                break;
            }
            let found = self
                .own(parent)
                .or_else(|| self.of_object(parent))
                .or_else(|| self.since_clause(parent).filter(|_| below.link != Link::Adverbial));
            if let Some(found) = found {
                return DateValue { basis: DateBasis::Inherited, ..found };
            }
            at = parent;
        }
        self.told_on(at).unwrap_or_default()
    }

    /// "used the call on Friday to …", "held talks on Friday", "said at a meeting on Friday": the date of the happening that
    /// the verb carries or takes place at.
    fn of_object(&self, clause: ClauseIdx) -> Option<DateValue> {
        let verb = self.clauses.get(clause);
        let carries = verb.kind == ClauseKind::Verbal
            && Lexicon::builtin().holding.contains(self.syntax.lemma(verb.head));
        let objects = verb.patients.iter().filter(|_| carries);
        let places =
            verb.obliques.iter().filter(|o| matches!(o.word.as_str(), "during" | "at" | "in"));
        objects
            .chain(places.flat_map(|o| &o.objects))
            .filter_map(|&object| self.clauses.headed_by(object))
            .filter(|&o| o != clause && self.clauses.get(o).kind == ClauseKind::Nominal)
            .find_map(|o| self.own(o))
    }

    /// "Since the war began in February, he has been isolated": from the date of that clause to the publication.
    fn since_clause(&self, clause: ClauseIdx) -> Option<DateValue> {
        if !self.clauses.get(clause).perfect {
            return None;
        }
        let start = (0..self.clauses.list.len() as u32).map(ClauseIdx).find(|&c| {
            let c = self.clauses.get(c);
            c.parent == Some(clause)
                && c.link == Link::Adverbial
                && c.marker.as_deref() == Some("since")
        })?;
        let found = self.own(start)?;
        let value = self.until_now(found.value.as_deref()?)?;
        Some(DateValue { value: Some(value), to: self.anchor, ..found })
    }

    /// `2022-02/2022-12`: from a value to the publication, at the value's grain.
    fn until_now(&self, value: &str) -> Option<String> {
        let anchor = self.anchor?;
        let grain = value.parse::<Calendar>().map_or(Grain::Day, Calendar::grain);
        Some(format!("{value}/{}", grain.around(anchor)?))
    }

    /// A main clause told in the past goes on from the day of the sentence before it in the same paragraph:
    /// "The two met on Friday. He invited his guest to …".
    fn told_on(&self, clause: ClauseIdx) -> Option<DateValue> {
        let main = self.clauses.get(clause);
        let simple_past = main.kind == ClauseKind::Verbal
            && main.tense == Tense::Past
            && !main.perfect
            && !main.progressive
            && main.parent.is_none();
        let sentence = self.syntax.sentence(main.head);
        let before = sentence.start.checked_sub(1).filter(|_| simple_past)?;
        if self.syntax.paragraph_of(before) != self.syntax.paragraph_of(main.head) {
            return None;
        }
        let last = self.syntax.sentence(before);
        let root = last.iter().find(|&i| self.syntax.head(i) == i)?;
        let above = self.clauses.headed_by(root)?;
        if self.clauses.get(above).tense != Tense::Past {
            return None;
        }
        let found = self.own(above).or_else(|| self.of_object(above))?;
        let one_day = found.from.is_some() && found.from == found.to;
        // The day goes on, not the hour.
        let value = found.value.map(|v| v.split_once('T').map_or(v.clone(), |(d, _)| d.to_owned()));
        one_day.then_some(DateValue { value, basis: DateBasis::Inherited, ..found })
    }

    /// The date by the time expressions that hang on the clause itself.
    fn own(&self, clause: ClauseIdx) -> Option<DateValue> {
        let head = self.clauses.get(clause).head;
        let sentence = self.syntax.sentence(head);
        let first = self.timexes.partition_point(|t| t.tokens.end <= sentence.start);
        let near = self.timexes.get(first..).unwrap_or_default();
        let governed = near
            .iter()
            .take_while(|t| t.tokens.start < sentence.end)
            .filter(|t| self.governs(t, clause));
        let best = governed.min_by_key(|t| (self.rank(t), t.tokens.start.abs_diff(head)))?;
        self.dated(best, clause)
    }

    /// The topmost token of a time expression.
    fn top(&self, timex: &Timex) -> u32 {
        let outside =
            |&i: &u32| !timex.tokens.contains(self.syntax.head(i)) || self.syntax.head(i) == i;
        timex.tokens.iter().find(outside).unwrap_or(timex.tokens.start)
    }

    fn governs(&self, timex: &Timex, clause: ClauseIdx) -> bool {
        let top = self.top(timex);
        let head = self.clauses.get(clause).head;
        if timex.tokens.contains(head) {
            return false;
        }
        let around = self.clauses.around(self.syntax, top);
        if around != Some(clause) {
            return self.fronted(timex, clause);
        }
        // "the current crisis", "Friday's attack" date the noun, not the verb above it.
        let modifies = matches!(
            self.syntax.dep(top),
            Dep::Amod | Dep::Compound | Dep::Poss | Dep::Nmod | Dep::Nummod
        );
        if modifies {
            return self.syntax.head(top) == head;
        }
        if self.is_yardstick(timex) {
            return false;
        }
        // A phrase that the tree hangs on a noun in between may still date the clause, unless it is long.
        let path = self.syntax.ancestors(top).take_while(|&i| i != head);
        let through_noun = path
            .into_iter()
            .any(|i| matches!(self.syntax.pos(i), Pos::Noun | Pos::Propn | Pos::Adj));
        let short = timex.from.zip(timex.to).is_some_and(|(from, to)| {
            shift_days(from, LONGEST_THROUGH_NOUN).is_some_and(|limit| to <= limit)
        });
        !through_noun || short
    }

    /// "three fewer than in 2019", "compared with last year": the time of what is compared to, not of what happened.
    fn is_yardstick(&self, timex: &Timex) -> bool {
        let before =
            |back: u32| timex.tokens.start.checked_sub(back).map_or("", |i| self.syntax.lower(i));
        let word = if matches!(before(1), "in" | "on" | "at" | "during") { 2 } else { 1 };
        before(word) == "than"
            || matches!(before(word), "with" | "to") && before(word + 1) == "compared"
    }

    /// "On Friday, A met B and signed …": a date before the first of joined clauses goes with all of them.
    fn fronted(&self, timex: &Timex, clause: ClauseIdx) -> bool {
        let below = self.clauses.get(clause);
        let Some(parent) = below.parent.filter(|_| below.link == Link::Conjunct) else {
            return false;
        };
        let above = self.clauses.get(parent);
        timex.tokens.end <= above.head
            && above.agents.iter().all(|&agent| timex.tokens.end <= agent)
            && self.clauses.around(self.syntax, self.top(timex)) == Some(parent)
    }

    /// Points before spans, spans before mere references, sets last.
    fn rank(&self, timex: &Timex) -> u8 {
        match (timex.kind, timex.from) {
            (TimexType::Date | TimexType::Time, Some(_)) => 0,
            (TimexType::Duration, Some(_)) => 1,
            (TimexType::Duration, None) if self.preposition(timex) == "for" => 2,
            (TimexType::Date | TimexType::Time, None) => 3,
            (TimexType::Duration, None) => 4,
            (TimexType::Set, _) => 5,
        }
    }

    /// The preposition that governs a time expression: "since", "until", "for".
    fn preposition(&self, timex: &Timex) -> &str {
        let head = self.syntax.head(self.top(timex));
        if self.syntax.pos(head) == Pos::Adp
            || matches!(self.syntax.lower(head), "since" | "until" | "till")
        {
            return self.syntax.lower(head);
        }
        timex.tokens.start.checked_sub(1).map_or("", |before| {
            let word = self.syntax.lower(before);
            if matches!(self.syntax.pos(before), Pos::Adp | Pos::Sconj) { word } else { "" }
        })
    }

    fn dated(&self, timex: &Timex, clause: ClauseIdx) -> Option<DateValue> {
        let at = |value: Option<String>, from: Option<Date>, to: Option<Date>| {
            Some(DateValue {
                value,
                from,
                to,
                basis: DateBasis::Timex,
                timex_span: Some(timex.span),
            })
        };
        let value = timex.value.clone();
        let (from, to) = (timex.from, timex.to);
        match timex.kind {
            TimexType::Set => at(value, None, None),
            TimexType::Duration if from.is_some() => {
                let range = from.zip(to).map(|(f, t)| range_value(f, t));
                at(range.or(value), from, to)
            }
            TimexType::Duration => self.for_length(timex, clause),
            TimexType::Date | TimexType::Time => match self.preposition(timex) {
                "since" => {
                    let value = value.as_deref().and_then(|v| self.until_now(v));
                    at(value, from, self.anchor.filter(|a| from.is_none_or(|f| f <= *a)))
                }
                "until" | "till" | "through" | "before" => at(value, None, to),
                "by" => at(value, None, to),
                "after" => at(value, to.and_then(|day| shift_days(day, 1)), None),
                "from" => match self.range_end(timex) {
                    Some(end) => {
                        let value = value.zip(end.value.clone()).map(|(f, t)| format!("{f}/{t}"));
                        at(value, from, end.to)
                    }
                    None => at(value, from, None),
                },
                "between" => match self.next_timex(timex, &["and"]) {
                    Some(end) => {
                        let value = value.zip(end.value.clone()).map(|(f, t)| format!("{f}/{t}"));
                        at(value, from, end.to)
                    }
                    None => at(value, from, to),
                },
                _ => at(value, from, to),
            },
        }
    }

    /// "has fought for ten months" reaches back from the publication; "fought for ten months" has no known day.
    fn for_length(&self, timex: &Timex, clause: ClauseIdx) -> Option<DateValue> {
        let clause = self.clauses.get(clause);
        let lasting =
            clause.perfect && clause.tense == Tense::Present && self.preposition(timex) == "for";
        let from = lasting
            .then(|| timex.value.as_deref().and_then(|v| before(self.anchor?, v)))
            .flatten()?;
        let to = self.anchor?;
        Some(DateValue {
            value: Some(range_value(from, to)),
            from: Some(from),
            to: Some(to),
            basis: DateBasis::Timex,
            timex_span: Some(timex.span),
        })
    }

    fn range_end(&self, timex: &Timex) -> Option<&Timex> {
        self.next_timex(timex, &["to", "until", "till", "through"])
    }

    /// The next time expression, if only one of `words` stands between.
    fn next_timex(&self, timex: &Timex, words: &[&str]) -> Option<&Timex> {
        let at = self.timexes.partition_point(|t| t.tokens.start < timex.tokens.end);
        let next = self.timexes.get(at)?;
        let between = timex.tokens.end..next.tokens.start;
        (between.len() <= 2 && between.clone().any(|i| words.contains(&self.syntax.lower(i))))
            .then_some(next)
    }

    /// Whether a clause happens at the time of the one above it.
    fn shares_time(&self, below: &Clause, above: &Clause) -> bool {
        let lexicon = Lexicon::builtin();
        match below.link {
            Link::Conjunct => below.tense == above.tense || below.tense == Tense::None,
            // "said on Friday that it was ready": what is reported in the past perfect or future lies elsewhere.
            Link::Complement => {
                // What is going on when it is said has no day of its own.
                let going_on = below.progressive
                    || below.tense == Tense::Present && above.tense == Tense::Past;
                let elsewhere =
                    below.perfect || below.tense == Tense::Future || below.modal.is_some();
                !going_on && !elsewhere
            }
            Link::Open => {
                below.marker.as_deref() != Some("to")
                    || lexicon.done.contains(self.syntax.lemma(above.head))
            }
            Link::Adverbial => match below.marker.as_deref() {
                Some("as" | "when" | "while" | "amid") | None => !below.perfect,
                _ => false,
            },
            Link::Prepositional => below.tense == Tense::None && below.kind == ClauseKind::Verbal,
            Link::Relative => {
                below.tense == Tense::None && self.syntax.dep(below.head) != Dep::Relcl
            }
            Link::Argument => {
                let verb = self.syntax.lemma(above.head);
                let happens = lexicon.happening.contains(verb)
                    && (above.agents.contains(&below.head) || above.patients.contains(&below.head));
                happens || lexicon.holding.contains(verb) && above.patients.contains(&below.head)
            }
            Link::Parataxis | Link::Subject => !below.perfect && below.tense == above.tense,
            Link::Root | Link::NounComplement => false,
        }
    }
}

/// `2022-01/2022-09` where the ends are whole months, else days.
pub(crate) fn range_value(from: Date, to: Date) -> String {
    let whole = from.day() == 1 && to == to.last_of_month();
    let months = |d: Date| Calendar::month(d.year(), d.month()).map(|m| m.to_string());
    let ends = whole.then(|| months(from).zip(months(to))).flatten();
    ends.map_or_else(|| format!("{from}/{to}"), |(first, last)| format!("{first}/{last}"))
}

/// The day that lies a TIMEX3 period of days, weeks, months or years before another.
fn before(day: Date, period: &str) -> Option<Date> {
    let body = period.strip_prefix('P')?;
    let unit = body.chars().last()?;
    let count: i32 = body.get(..body.len() - unit.len_utf8())?.parse().ok()?;
    match unit {
        'D' => shift_days(day, count.checked_neg()?),
        'W' => shift_days(day, count.checked_mul(-7)?),
        'M' => super::calendar::shift_months(day, count.checked_neg()?),
        'Q' => super::calendar::shift_months(day, count.checked_mul(-3)?),
        'Y' => super::calendar::shift_months(day, count.checked_mul(-12)?),
        _ => None,
    }
}

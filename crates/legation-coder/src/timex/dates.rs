//! Readers of dates: months, days, weekdays, holidays, years, decades, centuries, dates in figures.

use super::calendar::Calendar;
use super::expr::{Core, Expr, Name, YearRef};
use super::lexicon::{Direction, Edge, Sense};
use super::scan::Scan;
use crate::quantity::units::Units;
use crate::quantity::words::NumberWord;
use legation_core::{Dep, Pos, Tag};

impl Scan<'_, '_> {
    /// A date with what may stand around it: an edge before, a part of the day or a clock after.
    pub(super) fn date(&self, i: u32) -> Option<Expr> {
        let (after_edge, edge) = match self.edge(i) {
            // "Earlier Friday, police said …" opens the sentence.
            Some((end, _))
                if self.capital(i)
                    && self.any(i, &["earlier", "later"])
                    && self.weekday(end).is_some() =>
            {
                return None;
            }
            Some((end, edge)) => (self.skip(end, "-"), Some(edge)),
            None => (i, None),
        };
        let start = if edge.is_some() { self.skip(after_edge, "the") } else { after_edge };
        let (end, core, rule) = self.date_core(start, edge)?;
        let mut found = Expr::new(i, end, core, rule);
        found.edge = edge;
        self.time_after(&mut found);
        Some(found)
    }

    /// The date itself.
    pub(super) fn date_core(
        &self,
        i: u32,
        edge: Option<Edge>,
    ) -> Option<(u32, Core, &'static str)> {
        let (at, direction) = match self.direction(i) {
            Some((end, direction)) => (end, Some(direction)),
            None => (i, None),
        };
        let at = if direction.is_some() { self.skip(at, "coming") } else { at };
        if let Some((end, day)) = self.weekday(at) {
            return Some(self.after_weekday(end, day, direction));
        }
        if let Some((end, month)) = self.month(at) {
            let (end, core) = self.after_month(end, month, direction);
            return Some((end, core, "month"));
        }
        if direction.is_none()
            && let Some((end, core)) = self.day_first(i)
        {
            return Some((end, core, "day-month"));
        }
        if let Some((end, season)) = self.season(at) {
            let (end, year) = self.year_after(end);
            let definite = i > 0 && self.is(i - 1, "the") && !self.is(end, "of");
            let bare = edge.is_some()
                || matches!(
                    self.syntax.lower(i.wrapping_sub(1)),
                    "in" | "since" | "until" | "by" | "during"
                );
            if direction.is_some() || year != YearRef::Open || definite || bare {
                let name = Name::Season(season);
                return Some((end, Core::Named { name, year, direction }, "season"));
            }
        }
        if let Some((end, holiday)) =
            self.sense(at, |s| if let Sense::Holiday(h) = s { Some(*h) } else { None })
            && self.capital(if self.is(at, "the") { at + 1 } else { at })
        {
            let (end, year) = self.year_after(end);
            if self.sense(end, |s| matches!(s, Sense::Unit { .. }).then_some(())).is_none() {
                let name = Name::Holiday(holiday);
                return Some((end, Core::Named { name, year, direction }, "holiday"));
            }
        }
        if direction.is_none()
            && let Some((end, days)) =
                self.sense(i, |s| if let Sense::Days(d) = s { Some(*d) } else { None })
            && !(self.is(i, "today") && self.syntax.tag(i) == Tag::Nnp)
        {
            return Some((end, Core::Days(days), "day"));
        }
        // "the opening of the 2000 Olympics" is no part of a year.
        if edge.is_some()
            && let Some((end, core)) = self.plain_year(i)
            && !(matches!(self.syntax.pos(end), Pos::Noun | Pos::Propn)
                && self.syntax.head(end - 1) >= end)
        {
            return Some((end, core, "year"));
        }
        None
    }

    /// "Friday", "Friday, Oct. 23", "last Friday", "Friday the 13th of May".
    fn after_weekday(
        &self,
        end: u32,
        day: i8,
        direction: Option<Direction>,
    ) -> (u32, Core, &'static str) {
        let at = self.skip(end, ",");
        if let Some((after, month)) = self.month(at)
            && (self.day_number(after).is_some())
        {
            let (end, core) = self.after_month(after, month, None);
            return (end, core, "weekday-date");
        }
        let at = self.skip(at, "the");
        if let Some((end, core)) = self.day_first(at) {
            return (end, core, "weekday-date");
        }
        (end, Core::Weekday { day, direction }, "weekday")
    }

    fn after_month(&self, end: u32, month: i8, direction: Option<Direction>) -> (u32, Core) {
        let at = self.skip(end, "the");
        if let Some(day) = self.day_number(at)
            && !self.counts_something(at)
        {
            let (after, year) = self.year_after(at + 1);
            let core = match year {
                YearRef::Is(y) => Calendar::day(y, month, day).map(Core::Fixed),
                _ => None,
            };
            if core.is_some() || Calendar::day(2000, month, day).is_some() {
                let name = Name::MonthDay(month, day);
                return (after, core.unwrap_or(Core::Named { name, year, direction }));
            }
        }
        let (after, year) = self.year_after(end);
        let core = match year {
            YearRef::Is(y) => Calendar::month(y, month).map(Core::Fixed),
            _ => None,
        };
        (after, core.unwrap_or(Core::Named { name: Name::Month(month), year, direction }))
    }

    /// Whether a number after a month counts what follows: "in March 12 people".
    fn counts_something(&self, i: u32) -> bool {
        self.syntax.dep(i) == Dep::Nummod && {
            let head = self.syntax.head(i);
            head > i && self.syntax.tag(head) == Tag::Nns
        } || self.is(i + 1, "%")
            || self.is(i + 1, "percent")
    }

    /// "5 March 2012", "the 5th of March".
    fn day_first(&self, i: u32) -> Option<(u32, Core)> {
        let day = self.day_number(i)?;
        let at = self.skip(i + 1, "of");
        let (end, month) = self.month(at)?;
        let (end, year) = self.year_after(end);
        let fixed = match year {
            YearRef::Is(y) => Some(Core::Fixed(Calendar::day(y, month, day)?)),
            _ => None,
        };
        Calendar::day(2000, month, day)?;
        let name = Name::MonthDay(month, day);
        Some((end, fixed.unwrap_or(Core::Named { name, year, direction: None })))
    }

    /// The year after a month, season or quarter: ", 1998", "of 1998", "last year", "of this year", "'98".
    pub(super) fn year_after(&self, i: u32) -> (u32, YearRef) {
        let comma = self.skip(i, ",");
        if let Some(year) = self.year_number(comma)
            && !self.counts_something(comma)
        {
            return (comma + 1, YearRef::Is(year));
        }
        let of = self.skip(i, "of");
        let the = self.skip(of, "the");
        if let Some((end, core)) = self.plain_year(if of > i { the } else { comma })
            && let Core::Fixed(Calendar::Year(year)) = core
        {
            return (end, YearRef::Is(year));
        }
        if let Some((end, direction)) = self.direction(of)
            && self.sense(end, is_year).is_some()
            && !self.is(end + 1, "'s")
        {
            let years = match direction {
                Direction::Last | Direction::Previous => Some(YearRef::Relative(-1)),
                Direction::This => Some(YearRef::Relative(0)),
                Direction::Next => Some(YearRef::Relative(1)),
                Direction::That => Some(YearRef::Narrated(0)),
                Direction::Following => Some(YearRef::Narrated(1)),
                Direction::Latest => None,
            };
            if let Some(year) = years {
                return (end + 1, year);
            }
        }
        if of == i && self.is(i, "a") && self.is(i + 1, "year") {
            match self.syntax.lower(i + 2) {
                "ago" => return (i + 3, YearRef::Relative(-1)),
                "earlier" | "before" => return (i + 3, YearRef::Narrated(-1)),
                _ => {}
            }
        }
        (i, YearRef::Open)
    }

    /// "1998", "nineteen ninety-six", "two thousand", "'98", "fiscal 1998", "the year 2000".
    pub(super) fn plain_year(&self, i: u32) -> Option<(u32, Core)> {
        let year = |end: u32, y: i16| Calendar::year(y).map(|y| (end, Core::Fixed(y)));
        if let Some(y) = self.year_number(i) {
            return year(i + 1, y);
        }
        if let Some(digits) = self.syntax.lower(i).strip_prefix('\'')
            && digits.len() == 2
            && let Ok(short) = digits.parse::<i16>()
        {
            return year(i + 1, if short < 40 { 2000 + short } else { 1900 + short });
        }
        self.spelled_year(i).and_then(|(end, y)| year(end, y))
    }

    fn spelled_year(&self, i: u32) -> Option<(u32, i16)> {
        let cardinal = |at: u32| match self.numbers.word(self.syntax.lower(at)) {
            Some(NumberWord::Cardinal(v)) => Some(v as i16),
            _ => None,
        };
        let century = match self.syntax.lower(i) {
            "nineteen" => 1900,
            "eighteen" => 1800,
            "seventeen" => 1700,
            "twenty" => 2000,
            "two" if self.is(i + 1, "thousand") => {
                let and = self.skip(i + 2, "and");
                return match cardinal(and).filter(|v| (1..20).contains(v)) {
                    Some(v) => Some((and + 1, 2000 + v)),
                    None => Some((i + 2, 2000)),
                };
            }
            _ => return None,
        };
        let hyphen = self.skip(i + 1, "-");
        let tens = cardinal(hyphen).filter(|v| (10..100).contains(v))?;
        let next = self.skip(hyphen + 1, "-");
        match cardinal(next).filter(|v| (1..10).contains(v) && tens >= 20) {
            Some(ones) => Some((next + 1, century + tens + ones)),
            None => Some((hyphen + 1, century + tens)),
        }
    }

    /// A year that stands by itself.
    pub(super) fn year(&self, i: u32) -> Option<Expr> {
        let lower = self.syntax.lower(i);
        if let Some((end, edge, modifier, text)) = self.prefixed(i) {
            let year = text.parse::<i16>().ok().filter(|_| text.len() == 4)?;
            let mut found = Expr::new(i, end, Core::Fixed(Calendar::year(year)?), "year");
            found.edge = edge;
            found.modifier = modifier;
            return Some(found);
        }
        if lower == "fiscal" || lower.starts_with("fy") {
            return self.fiscal(i);
        }
        if self.is(i, "the") && self.is(i + 1, "year") || self.is(i, "year") {
            let at = if self.is(i, "the") { i + 2 } else { i + 1 };
            let (end, core) = self.plain_year(at)?;
            return Some(Expr::new(i, end, core, "year"));
        }
        let (end, core) = self.plain_year(i)?;
        if !self.may_be_year(i, end) {
            return None;
        }
        if let (Core::Fixed(from), Some((last, to))) = (&core, self.range_end(end, i)) {
            return Some(Expr::new(i, last, Core::Range(*from, to), "year-range"));
        }
        let mut found = Expr::new(i, end, core, "year");
        if self.is(end, "or") && self.any(end + 1, &["later", "beyond"])
            || self.is(end, "and") && self.any(end + 1, &["beyond", "later"])
        {
            found.tokens.end = end + 2;
            found.modifier = Some("ON_OR_AFTER");
        }
        Some(found)
    }

    /// "-98" or "-2012" after a year.
    fn range_end(&self, end: u32, start: u32) -> Option<(u32, Calendar)> {
        if !self.any(end, &["-", "–"])
            || self.syntax.token(end).span.start != self.syntax.token(start).span.end
        {
            return None;
        }
        let from = self.year_number(start)?;
        let digits = self.syntax.lower(end + 1);
        let number: i16 = digits.parse().ok()?;
        let to = match digits.len() {
            4 => number,
            2 => from - from % 100 + number,
            _ => return None,
        };
        (to > from).then(|| Calendar::year(to).map(|y| (end + 2, y)))?
    }

    /// "mid-1996", "post-1959", "mid-1990s": edge or modifier, and the rest of the word.
    pub(super) fn prefixed(
        &self,
        i: u32,
    ) -> Option<(u32, Option<Edge>, Option<&'static str>, &str)> {
        let lower = self.syntax.lower(i);
        let (head, rest) = lower.split_once('-')?;
        let (edge, modifier) = match head {
            "mid" => (Some(Edge::Mid), None),
            "early" => (Some(Edge::Start), None),
            "late" => (Some(Edge::End), None),
            "post" => (None, Some("AFTER")),
            "pre" => (None, Some("BEFORE")),
            _ => return None,
        };
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some((i + 1, edge, modifier, rest))
    }

    /// Whether four digits in running text are a year rather than a count.
    fn may_be_year(&self, i: u32, end: u32) -> bool {
        let syntax = self.syntax;
        let before = syntax.lower(i.wrapping_sub(1));
        let after = syntax.lower(end);
        let spelled = self.year_number(i).is_none();
        if spelled && self.is(i, "two") {
            return before == "year";
        }
        if spelled && self.syntax.lower(i).starts_with('\'') {
            return matches!(before, "in" | "since" | "of" | "by");
        }
        let money = matches!(
            before,
            "$" | "£" | "€" | "us$" | "-" | "/" | ":" | "#" | "no." | "flight" | "room"
        ) || syntax.tag(i.wrapping_sub(1)) == Tag::Dollar;
        let measured =
            matches!(after, "%" | "percent" | "per" | "/" | ":" | "-" | "point" | "points")
                && !(after == "-" && self.range_end(end, i).is_some());
        let number = self.year_number(i).unwrap_or(2000);
        // "2,000 people" has its comma in print, so "2005 levels" are those of a year; round numbers stay in doubt.
        let head = syntax.head(i);
        let counted = syntax.dep(i) == Dep::Nummod
            && head > i
            && syntax.tag(head) == Tag::Nns
            && (number % 100 == 0
                || !(1900..=2050).contains(&number)
                || Units::builtin().people.contains(syntax.lower(head)));
        let named = matches!(syntax.pos(i), Pos::Num | Pos::Noun | Pos::Propn | Pos::X);
        let preposition = matches!(
            before,
            "in" | "since"
                | "by"
                | "until"
                | "till"
                | "during"
                | "before"
                | "after"
                | "from"
                | "of"
                | "to"
                | "the"
                | "("
                | ","
                | "between"
                | "and"
                | "through"
                | "around"
                | "for"
                | "than"
                | "a"
                | "early"
                | "late"
                | "his"
                | "her"
                | "its"
                | "their"
                | "that"
                | "as"
                | "or"
                | "'s"
                | "-"
                | "–"
                | "year"
        ) || syntax.tag(i.wrapping_sub(1)) == Tag::In;
        let close = (1900..=2050).contains(&number);
        named
            && !money
            && !measured
            && !counted
            && if close {
                preposition || syntax.dep(i) != Dep::Nummod
            } else {
                number >= 1400
                    && (matches!(
                        before,
                        "in" | "since"
                            | "until"
                            | "during"
                            | "by"
                            | "from"
                            | "("
                            | "early"
                            | "late"
                    ) || number >= 1700 && preposition && syntax.dep(i) != Dep::Nummod)
            }
    }

    /// "fiscal 1998", "fiscal year 1998", "FY2012".
    fn fiscal(&self, i: u32) -> Option<Expr> {
        if let Some(digits) = self.syntax.lower(i).strip_prefix("fy")
            && let Ok(year) = digits.parse::<i16>()
        {
            let year = if digits.len() == 2 { 2000 + year } else { year };
            return Some(Expr::new(i, i + 1, Core::Fixed(Calendar::year(year)?), "fiscal-year"));
        }
        let at = self.skip(i + 1, "year");
        let (end, core) = self.plain_year(at)?;
        Some(Expr::new(i, end, core, "fiscal-year"))
    }

    /// "the 1990s", "the late '80s", "the nineties", "the 21st century", "mid-1990s".
    pub(super) fn decade_or_century(&self, i: u32) -> Option<Expr> {
        let (at, mut edge) = match self.edge(i) {
            Some((end, edge)) => (self.skip(self.skip(end, "the"), "-"), Some(edge)),
            None => (i, None),
        };
        let mut word = self.syntax.lower(at);
        if let Some((_, prefix, _, rest)) = self.prefixed(at) {
            (edge, word) = (prefix, rest);
        }
        let (end, calendar) = if let Some(years) =
            word.strip_suffix("'s").or_else(|| word.strip_suffix('s'))
            && years.trim_start_matches('\'').bytes().all(|b| b.is_ascii_digit())
        {
            (
                at + 1,
                decade(
                    years.trim_start_matches('\''),
                    years.starts_with('\'') || self.is(at.wrapping_sub(1), "'"),
                )?,
            )
        } else if self.is(at, "'")
            && let Some(years) = self.syntax.lower(at + 1).strip_suffix('s')
        {
            (at + 2, decade(years, true)?)
        } else if let Some((end, decade)) =
            self.sense(at, |s| if let Sense::Decade(d) = s { Some(*d) } else { None })
            && (self.is(at.wrapping_sub(1), "the") || edge.is_some())
        {
            (end, Calendar::decade(decade * 10)?)
        } else {
            let hyphen = u32::from(self.is(at, "twenty") && self.is(at + 1, "-")) * 2;
            let rank = self.numbers.ordinal(self.syntax.lower(at + hyphen))?
                + if hyphen > 0 { 20.0 } else { 0.0 };
            let noun = self.skip(at + hyphen + 1, "-");
            let (end, ()) = self.sense(noun, |s| {
                matches!(s, Sense::Unit { unit: super::lexicon::Unit::Century, .. }).then_some(())
            })?;
            (end, Calendar::century(rank as i16 - 1).filter(|_| (1.0..=30.0).contains(&rank))?)
        };
        let mut found = Expr::new(i, end, Core::Fixed(calendar), "decade");
        found.edge = edge;
        Some(found)
    }

    /// "2012-03-05", "3/5/2012" (month first), "2012/03/05", "05.03.2012" (day first).
    pub(super) fn numeric_date(&self, i: u32) -> Option<Expr> {
        let word = self.syntax.lower(i);
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        // The tokenizer may have cut at the marks.
        let mut end = i + 1;
        let joins =
            |a: u32, b: u32| self.syntax.token(a).span.end == self.syntax.token(b).span.start;
        while end < i + 5
            && joins(end - 1, end)
            && self
                .syntax
                .lower(end)
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.' | b't' | b':' | b'z'))
            && end < self.syntax.len()
        {
            end += 1;
        }
        while end > i {
            let span = self.syntax.token(i).span.hull(self.syntax.token(end - 1).span);
            if let Some(day) = numeric(span.of(self.syntax.text())) {
                return Some(Expr::new(i, end, Core::Fixed(day), "numeric"));
            }
            end -= 1;
        }
        None
    }
}

fn is_year(sense: &Sense) -> Option<()> {
    matches!(sense, Sense::Unit { unit: super::lexicon::Unit::Year, plural: false, .. })
        .then_some(())
}

/// "1990" or, after an apostrophe, "90".
fn decade(digits: &str, short: bool) -> Option<Calendar> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        4 if number % 10 == 0 && (1500..2100).contains(&number) => Calendar::decade(number),
        2 if number % 10 == 0 && (short || number >= 50) => Calendar::decade(1900 + number),
        _ => None,
    }
}

/// A date in figures.
fn numeric(text: &str) -> Option<Calendar> {
    let text = text.split(['T', 't']).next().unwrap_or(text);
    let mark = ['-', '/', '.'].into_iter().find(|m| text.contains(*m))?;
    let mut parts = [0i16; 3];
    let mut lens = [0usize; 3];
    let mut count = 0;
    for part in text.split(mark) {
        if count == 3
            || part.is_empty()
            || part.len() > 4
            || !part.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        parts[count] = part.parse().ok()?;
        lens[count] = part.len();
        count += 1;
    }
    if count != 3 {
        return None;
    }
    let [a, b, c] = parts;
    let day = |year: i16, month: i16, day: i16| {
        Calendar::day(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    };
    match (mark, lens[0], lens[2]) {
        (_, 4, 1 | 2) => day(a, b, c),
        ('.', _, 4) => day(c, b, a),
        ('/' | '-', _, 4) => day(c, a, b).or_else(|| day(c, b, a)),
        _ => None,
    }
}

//! Readers of units: "last week", "the past three months", "10 months ago", "the third quarter", "every day", "now".

use super::calendar::Calendar;
use super::expr::{Amount, Core, Expr, Name, Shift, Window, YearRef};
use super::lexicon::{Direction, Reference, Sense, Unit};
use super::scan::Scan;
use crate::quantity::number_at;
use legation_core::{Dep, Pos, Tag};

/// An amount of a unit as read.
struct Length {
    end: u32,
    amount: Amount,
    unit: Unit,
    modifier: Option<&'static str>,
    plural: bool,
}

impl Scan<'_, '_> {
    pub(super) fn unit(&self, i: u32) -> Option<(u32, Unit, i32, bool)> {
        let (end, (unit, scale, plural)) = self.sense(i, |s| match s {
            Sense::Unit { unit, scale, plural } => Some((*unit, *scale, *plural)),
            _ => None,
        })?;
        Some((end, unit, scale, plural))
    }

    /// An amount: a number, "a", "several", "a couple of".
    fn amount(&self, i: u32) -> Option<(u32, Amount, Option<&'static str>)> {
        if let Some(number) = number_at(self.syntax, i) {
            if number.fraction && ![0.25, 0.5, 0.75].contains(&number.value) {
                return None;
            }
            let amount = if number.vague { Amount::Vague } else { Amount::Count(number.value) };
            return Some((number.end, amount, None));
        }
        if let Some((end, ())) = self.sense(i, |s| matches!(s, Sense::Pair).then_some(())) {
            return Some((end, Amount::Count(2.0), Some("APPROX")));
        }
        if let Some((end, ())) = self.sense(i, |s| matches!(s, Sense::Vague).then_some(())) {
            return Some((end, Amount::Vague, None));
        }
        match self.syntax.lower(i) {
            "a" | "an" | "another" => Some((i + 1, Amount::Count(1.0), None)),
            "half" if self.any(i + 1, &["a", "an"]) => Some((i + 2, Amount::Count(0.5), None)),
            _ => None,
        }
    }

    /// "three months", "a year", "two to three weeks", "20 more years", "10-year", "a year and a half", "a year or two".
    fn amount_of_unit(&self, i: u32) -> Option<Length> {
        let (mut at, mut amount, mut modifier) = self.amount(i)?;
        // "two to three weeks", "one or two days", "12 to 18 months"
        let between = self.is(i.wrapping_sub(1), "between") && self.is(at, "and");
        if (between || self.any(at, &["to", "or", "-", "–"]))
            && let Some(second) = number_at(self.syntax, at + 1)
            && self.unit(self.skip(second.end, "-")).is_some()
        {
            at = second.end;
            if between || self.is(i + 1, "to") || self.is(i + 1, "-") {
                amount = Amount::Vague;
            }
        }
        let hyphen = self.is(at, "-");
        at = self.skip(at, "-");
        if self.any(
            at,
            &["more", "additional", "full", "further", "whole", "other", "extra", "solid", "long"],
        ) && !hyphen
        {
            at += 1;
        }
        let (end, unit, scale, plural) = self.unit(at)?;
        if unit == Unit::Second && !plural && !hyphen && amount != Amount::Count(1.0) {
            return None;
        }
        // "one second, please" and "a second bomb" are told apart by the tag.
        if unit == Unit::Second && self.syntax.tag(at) != Tag::Nn && !plural {
            return None;
        }
        if let Amount::Count(count) = &mut amount {
            *count *= f64::from(scale);
        }
        let mut end = end;
        if self.is(end, "and") && self.is(end + 1, "a") && self.is(end + 2, "half") {
            if let Amount::Count(count) = &mut amount {
                *count += 0.5;
            }
            end += 3;
        } else if self.is(end, "or") && self.any(end + 1, &["two", "so", "more"]) {
            modifier = Some(if self.is(end + 1, "more") { "EQUAL_OR_MORE" } else { "APPROX" });
            end += 2;
        }
        if hyphen && self.is(end, "-") && self.any(end + 1, &["long", "plus"]) {
            end += 2;
        }
        Some(Length { end, amount, unit, modifier, plural })
    }

    /// A length of time, or a shift by one.
    pub(super) fn length(&self, i: u32) -> Option<Expr> {
        if let Some(found) = self.bare_plural(i) {
            return Some(found);
        }
        let length = self.amount_of_unit(i)?;
        let syntax = self.syntax;
        let Length { end, amount, unit, modifier, .. } = length;
        // Ages: "a 6-year-old boy", "29 years old", "aged three months".
        if self.is_age(end)
            || self.any(end, &["old", "of"])
                && self.any(end + u32::from(self.is(end, "of")), &["old", "age"])
            || self.is(i.wrapping_sub(1), "aged")
        {
            return None;
        }
        let shift = match syntax.lower(end) {
            "ago" | "back"
                if self.is(end, "ago")
                    || !self.is(end + 1, "to") && syntax.pos(end) == Pos::Adv =>
            {
                Some((end + 1, Shift::Ago))
            }
            "-" if self.is(end + 1, "ago") => Some((end + 2, Shift::Ago)),
            "earlier" | "before" if self.shifts(end) => Some((end + 1, Shift::Earlier)),
            "-" if self.is(end + 1, "earlier") => Some((end + 2, Shift::Earlier)),
            "later" | "after" if self.shifts(end) => Some((end + 1, Shift::Later)),
            "from" if self.any(end + 1, &["now", "today"]) => Some((end + 2, Shift::Ahead)),
            "hence" => Some((end + 1, Shift::Ahead)),
            _ => None,
        };
        if let Some((after, shift)) = shift {
            // "a year-earlier loss": the article is the noun's.
            let start = i + u32::from(self.is(end, "-") && self.any(i, &["a", "an"]));
            let end = after;
            let mut found = Expr::new(start, end, Core::Shift { amount, unit, shift }, "shift");
            found.modifier = modifier;
            return Some(found);
        }
        if unit == Unit::Night && amount == Amount::Count(1.0) {
            return None;
        }
        // "$1 billion a year", "three times a week": a rate.
        if self.any(i, &["a", "an", "per"])
            && syntax.dep(end - 1) == Dep::Npadvmod
            && self.is_rate(end - 1)
        {
            let set = super::period::period(Amount::Count(1.0), unit)?;
            return Some(Expr::new(i, end, Core::Set(set), "rate"));
        }
        let definite = i > 0 && self.is(i - 1, "the");
        if self.is(i, "one") && unit == Unit::Day && !definite && self.is(i.wrapping_sub(1), "for")
        {
            return None;
        }
        let core = Core::Length { amount, unit, window: Window::Open };
        let mut found = Expr::new(i, end, core, "length");
        found.modifier = modifier;
        Some(found)
    }

    /// "a 6-year-old boy"
    fn is_age(&self, end: u32) -> bool {
        self.is(end, "-") && self.any(end + 1, &["old", "olds"])
    }

    /// Whether "before", "after", "earlier" and "later" close a shift rather than open a phrase ("a year after the war").
    fn shifts(&self, i: u32) -> bool {
        let next = self.syntax.pos(i + 1);
        match self.syntax.lower(i) {
            "earlier" | "later" => !self.is(i + 1, "than"),
            _ => {
                matches!(next, Pos::Punct | Pos::Verb | Pos::Aux | Pos::Space | Pos::X)
                    && self.syntax.pos(i) != Pos::Adp
                    || self.syntax.dep(i) == Dep::Advmod
            }
        }
    }

    fn is_rate(&self, unit: u32) -> bool {
        let head = self.syntax.head(unit);
        matches!(self.syntax.pos(head), Pos::Noun | Pos::Num | Pos::Sym | Pos::Propn) && head < unit
    }

    /// "for years", "within weeks", "decades of war".
    fn bare_plural(&self, i: u32) -> Option<Expr> {
        let (end, unit, _, plural) = self.unit(i)?;
        if !plural {
            return None;
        }
        let syntax = self.syntax;
        let bare = !syntax.children(end - 1).any(|c| {
            c < i && matches!(syntax.dep(c), Dep::Det | Dep::Nummod | Dep::Amod | Dep::Poss)
        });
        let before = syntax.lower(i.wrapping_sub(1));
        let placed = matches!(
            before,
            "for"
                | "in"
                | "within"
                | "after"
                | "over"
                | "of"
                | "by"
                | "through"
                | "during"
                | "took"
                | "take"
        ) || self.any(end, &["of", "ago", "later", "earlier", "before", "after"]);
        if !bare || !placed || matches!(before, "-" | "old") {
            return None;
        }
        let ago = self.is(end, "ago");
        let core = Core::Length { amount: Amount::Vague, unit, window: Window::Open };
        if ago {
            let core = Core::Shift { amount: Amount::Vague, unit, shift: Shift::Ago };
            return Some(Expr::new(i, end + 1, core, "shift"));
        }
        let mut end = end;
        if self.any(end, &["or", "and"])
            && let Some((next, _, _, true)) = self.unit(end + 1)
        {
            end = next;
        }
        Some(Expr::new(i, end, core, "length"))
    }

    /// "last week", "this year", "the past three months", "the next few days", "the first nine months of this year",
    /// "recent months", "the same day", "the weekend".
    pub(super) fn directed(&self, i: u32) -> Option<Expr> {
        if let Some((after_edge, edge)) = self.edge(i) {
            let at = self.skip(after_edge, "the");
            let mut found = self
                .directed_core(at)
                .or_else(|| self.quarter(at))
                .or_else(|| self.definite_unit(at, after_edge < at))?;
            found.tokens.start = i;
            found.edge = Some(edge);
            self.time_after(&mut found);
            return Some(found);
        }
        let definite = self.is(i, "the");
        let at = self.skip(i, "the");
        let mut found = [self.ordinal_length(at), self.directed_core(at)]
            .into_iter()
            .flatten()
            .max_by_key(|e| e.tokens.end)
            .or_else(|| self.definite_unit(at, definite))?;
        found.tokens.start = if definite && self.article_is_ours(i, &found) { i } else { at };
        Some(found)
    }

    fn article_is_ours(&self, the: u32, found: &Expr) -> bool {
        let head = self.syntax.head(the);
        found.tokens.contains(head) || self.syntax.dep(the) != Dep::Det
    }

    fn directed_core(&self, i: u32) -> Option<Expr> {
        let Some((at, direction)) = self.direction(i) else { return self.recent_units(i) };
        let at = self.skip(at, "coming");
        // "the past three months", "the next few days", "the last couple of years"
        if !matches!(direction, Direction::This | Direction::That)
            && let Some(length) = self.amount_of_unit(at)
            && !self.is_age(length.end)
            && (length.plural || length.amount != Amount::Count(1.0))
            && !self.any(at, &["a", "an"])
        {
            let Length { end, amount, unit, modifier, .. } = length;
            let (window, rule) = match direction {
                Direction::Last | Direction::Previous | Direction::Latest => {
                    (Window::Past, "past-length")
                }
                Direction::Next | Direction::Following => (Window::Next, "next-length"),
                Direction::This | Direction::That => (Window::Open, "length"),
            };
            let mut found = Expr::new(i, end, Core::Length { amount, unit, window }, rule);
            found.modifier = modifier;
            return Some(found);
        }
        if direction == Direction::Latest && self.is(at, "period") {
            let core =
                Core::Unit { unit: Unit::Quarter, direction: Some(direction), definite: true };
            return Some(Expr::new(i, at + 1, core, "directed"));
        }
        let (end, unit, _, plural) = self.unit(at)?;
        let past = self.is(at - 1, "past") && !plural;
        if past && !matches!(unit, Unit::Year | Unit::FiscalYear) && !unit.is_clock() {
            let core = Core::Length { amount: Amount::Count(1.0), unit, window: Window::Past };
            return Some(Expr::new(i, end, core, "past-length"));
        }
        if unit.is_clock() && unit != Unit::Hour || unit == Unit::Night {
            return None;
        }
        if plural {
            return plural_after(i, end, direction, unit);
        }
        if unit == Unit::Second || direction == Direction::That && unit.is_clock() {
            return None;
        }
        // "last year's third quarter" is read by `quarter`; "this year's" ends before the 's.
        let core = Core::Unit { unit, direction: Some(direction), definite: true };
        let mut found = Expr::new(i, end, core, "directed");
        if self.is(end, "or") && self.is(end + 1, "so") {
            found.tokens.end = end + 2;
            found.modifier = Some("APPROX");
        }
        Some(found)
    }

    /// "recent months", "future quarters".
    fn recent_units(&self, i: u32) -> Option<Expr> {
        let (at, reference) =
            self.sense(i, |s| if let Sense::Adjective(r) = s { Some(*r) } else { None })?;
        let (mut end, unit, _, _) = self.unit(at)?;
        if reference == Reference::Present || unit.is_clock() {
            return None;
        }
        if self.is(end, "and")
            && let Some((next, _, _, true)) = self.unit(end + 1)
        {
            end = next;
        }
        Some(Expr::new(i, end, Core::Reference(reference), "recent"))
    }

    /// "the first nine months of this year", "the last two months", "the first half of 1998".
    fn ordinal_length(&self, i: u32) -> Option<Expr> {
        let first = self.is(i, "first") || self.is(i, "opening");
        let last = self.any(i, &["final", "closing", "last"]);
        if first || last {
            let length = self.amount_of_unit(i + 1).filter(|l| l.plural);
            if let Some(Length { mut end, amount, unit, .. }) = length {
                let whole = self.whole_after(end).map(|(after, core)| {
                    end = after;
                    Box::new(core)
                });
                let window = if first { Window::First(whole) } else { Window::Last(whole) };
                return Some(Expr::new(
                    i,
                    end,
                    Core::Length { amount, unit, window },
                    "part-length",
                ));
            }
        }
        let rank = match self.syntax.lower(i) {
            "first" => 1,
            "second" | "last" | "latter" => 2,
            _ => return None,
        };
        let half = self.skip(i + 1, "-");
        if !self.is(half, "half") {
            return None;
        }
        let (end, core) = self.whole_after(half + 1)?;
        let year = match core {
            Core::Fixed(Calendar::Year(y)) => YearRef::Is(y),
            Core::Fixed(decade @ Calendar::Decade(_)) => {
                let mut found = Expr::new(i, end, Core::Fixed(decade), "half-decade");
                found.edge = Some(if rank == 1 {
                    super::lexicon::Edge::Start
                } else {
                    super::lexicon::Edge::End
                });
                return Some(found);
            }
            Core::Unit { unit: Unit::Year | Unit::FiscalYear, direction, .. } => match direction {
                Some(Direction::Last | Direction::Previous) => YearRef::Relative(-1),
                Some(Direction::Next) => YearRef::Relative(1),
                Some(Direction::This | Direction::Latest) | None => YearRef::Relative(0),
                Some(Direction::That | Direction::Following) => YearRef::Narrated(0),
            },
            _ => return None,
        };
        let core = Core::Named { name: Name::Half(rank), year, direction: None };
        Some(Expr::new(i, end, core, "half"))
    }

    /// "of this year", "of 1998", "of the year", "of the 1990s", "of March".
    fn whole_after(&self, i: u32) -> Option<(u32, Core)> {
        if !self.any(i, &["of", "in"]) {
            return None;
        }
        let at = self.skip(i + 1, "the");
        if let Some((end, core)) = self.plain_year(at) {
            return Some((end, core));
        }
        if let Some(found) = self.fiscal_year(at) {
            return Some(found);
        }
        if let Some(found) = self.directed_core(at) {
            return Some((found.tokens.end, found.core));
        }
        if let Some(found) = self.decade_or_century(at) {
            return Some((found.tokens.end, found.core));
        }
        if let Some((end, unit, _, false)) = self.unit(at) {
            return Some((end, Core::Unit { unit, direction: None, definite: true }));
        }
        let (end, core, _) = self.date_core(at, None)?;
        matches!(core, Core::Named { .. } | Core::Fixed(_)).then_some((end, core))
    }

    fn fiscal_year(&self, i: u32) -> Option<(u32, Core)> {
        if !self.is(i, "fiscal") {
            return None;
        }
        self.plain_year(self.skip(i + 1, "year"))
    }

    /// "the quarter", "the weekend", "the week of March 6", "the year", "the day" where the article is there.
    fn definite_unit(&self, i: u32, definite: bool) -> Option<Expr> {
        if let Some((end, Unit::Week, _, false)) = self.unit(i)
            && definite
            && self.is(end, "of")
            && let Some((after, core, _)) = self.date_core(end + 1, None)
            && matches!(
                core,
                Core::Named { name: Name::MonthDay(..), .. } | Core::Fixed(Calendar::Day(_))
            )
        {
            return Some(Expr::new(i, after, core, "week-of"));
        }
        let at = if self.any(i, &["full", "whole", "entire"]) { i + 1 } else { i };
        let (end, unit, _, plural) = self.unit(at)?;
        if plural || !definite {
            return None;
        }
        let followed = self.any(end, &["of", "-", "that", "when", "before", "after", "to"]);
        let says = match unit {
            Unit::Weekend => true,
            Unit::Quarter => !self.is(end, "of"),
            Unit::Year | Unit::FiscalYear | Unit::Week | Unit::Month => !followed,
            _ => false,
        };
        if !says {
            return None;
        }
        let core = Core::Unit { unit, direction: None, definite: true };
        Some(Expr::new(i, end, core, "definite"))
    }

    /// Sets, references, "year-end", "every day", "weekdays".
    pub(super) fn word(&self, i: u32) -> Option<Expr> {
        let syntax = self.syntax;
        if let Some((end, set)) =
            self.sense(i, |s| if let Sense::Set(s) = s { Some(s.clone()) } else { None })
            && !self.capital(i)
        {
            return Some(Expr::new(i, end, Core::Set(set), "set"));
        }
        if let Some((end, length)) =
            self.sense(i, |s| if let Sense::Long(l) = s { Some(l.clone()) } else { None })
        {
            return Some(Expr::new(i, end, Core::Long(length), "long"));
        }
        if let Some((end, ())) = self.sense(i, |s| matches!(s, Sense::Every).then_some(())) {
            return self.every(i, end);
        }
        if let Some((end, day)) =
            self.sense(i, |s| if let Sense::Weekdays(d) = s { Some(*d) } else { None })
            && self.capital(i)
        {
            return Some(Expr::new(i, end, Core::Set(format!("XXXX-WXX-{day}")), "weekdays"));
        }
        if self.any(i, &["year", "year-end"]) {
            let end = match () {
                () if self.is(i, "year-end") => i + 1,
                () if self.any(i + 1, &["end", "-", "'s"]) => {
                    let at = if self.is(i + 1, "end") { i + 1 } else { i + 2 };
                    if !self.is(at, "end") {
                        return None;
                    }
                    at + 1
                }
                () => return None,
            };
            let core =
                Core::Unit { unit: Unit::Year, direction: Some(Direction::This), definite: true };
            let mut found = Expr::new(i, end, core, "year-end");
            found.edge = Some(super::lexicon::Edge::End);
            return Some(found);
        }
        if let Some((end, reference)) =
            self.sense(i, |s| if let Sense::Reference(r) = s { Some(*r) } else { None })
        {
            let adjective = end - i > 1 && self.is(i, "the") && self.noun_goes_on(end);
            return (!adjective)
                .then(|| Expr::new(i, end, Core::Reference(reference), "reference"));
        }
        let (end, reference) =
            self.sense(i, |s| if let Sense::Adjective(r) = s { Some(*r) } else { None })?;
        let attributive = syntax.dep(i) == Dep::Amod && syntax.head(i) > i;
        (attributive && reference != Reference::Future)
            .then(|| Expr::new(i, end, Core::Reference(reference), "reference"))
    }

    /// Whether a noun follows, so that "the past" or "the present" is an adjective: "the present government".
    fn noun_goes_on(&self, end: u32) -> bool {
        matches!(self.syntax.pos(end), Pos::Noun | Pos::Num | Pos::Adj)
            && self.syntax.head(end - 1) >= end
    }

    /// "every day", "each Thursday", "every two weeks", "each July".
    fn every(&self, i: u32, at: u32) -> Option<Expr> {
        // "every other day", "every second Sunday", but "every second" by itself is 60 times a minute.
        let rank = self.numbers.ordinal(self.syntax.lower(at)).filter(|_| {
            self.unit(at + 1).is_some_and(|(.., plural)| !plural) || self.weekday(at + 1).is_some()
        });
        let other = if self.is(at, "other") { Some(2.0) } else { rank };
        let (at, other) = other.map_or((at, 1.0), |times| (at + 1, times));
        if other > 1.0
            && let Some((end, _)) = self.weekday(at)
        {
            let set = super::period::period(Amount::Count(other), Unit::Week)?;
            return Some(Expr::new(i, end, Core::Set(set), "every"));
        }
        if let Some((end, unit, scale, _)) = self.unit(at) {
            let set = super::period::period(Amount::Count(other * f64::from(scale)), unit)?;
            return Some(Expr::new(i, end, Core::Set(set), "every"));
        }
        if let Some((end, day)) = self.weekday(at) {
            return Some(Expr::new(i, end, Core::Set(format!("XXXX-WXX-{day}")), "every"));
        }
        if let Some((end, month)) = self.month(at) {
            return Some(Expr::new(i, end, Core::Set(format!("XXXX-{month:02}")), "every"));
        }
        if let Some((end, season)) = self.season(at) {
            return Some(Expr::new(i, end, Core::Set(format!("XXXX-{}", season.code())), "every"));
        }
        if let Some((end, (part, _))) = self.sense(at, |s| {
            if let Sense::Part { part, plural } = s { Some((*part, *plural)) } else { None }
        }) {
            return Some(Expr::new(
                i,
                end,
                Core::Set(format!("XXXX-XX-XXT{}", part.as_str())),
                "every",
            ));
        }
        let length = self.amount_of_unit(at)?;
        let set = super::period::period(length.amount, length.unit)?;
        Some(Expr::new(i, length.end, Core::Set(set), "every"))
    }
}

/// "the past years", "coming weeks".
fn plural_after(start: u32, end: u32, direction: Direction, unit: Unit) -> Option<Expr> {
    let window = match direction {
        Direction::Last | Direction::Previous | Direction::Latest => {
            Core::Reference(Reference::Past)
        }
        Direction::Next => Core::Length { amount: Amount::Vague, unit, window: Window::Next },
        Direction::Following => Core::Length { amount: Amount::Vague, unit, window: Window::Open },
        Direction::This | Direction::That => return None,
    };
    Some(Expr::new(start, end, window, "plural"))
}

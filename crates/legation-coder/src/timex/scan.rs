//! The token matcher: from left to right, at each word that can begin a time expression the longest one is read.
//!
//! No backtracking over the text: every reader looks at a bounded number of tokens from where it stands.

use super::calendar::{Calendar, Season};
use super::expr::{Amount, Core, Expr, Name, TimeOfDay, Window};
use super::lexicon::{Direction, Edge, Lexicon, Sense};
use crate::Syntax;
use crate::quantity::words::{Entry, NumberWords};
use legation_core::{Dep, EntityLabel, Pos, Tag};

pub(super) struct Scan<'s, 'a> {
    pub(super) syntax: &'s Syntax<'a>,
    pub(super) lexicon: &'static Lexicon,
    pub(super) numbers: &'static NumberWords,
    entries: Vec<&'static [Entry<Sense>]>,
}

impl<'s, 'a> Scan<'s, 'a> {
    /// Readers, in the order in which equal lengths are preferred.
    const READERS: [fn(&Self, u32) -> Option<Expr>; 10] = [
        Self::numeric_date,
        Self::clock_first,
        Self::date,
        Self::nth_of_month,
        Self::quarter,
        Self::directed,
        Self::length,
        Self::decade_or_century,
        Self::year,
        Self::word,
    ];

    pub(super) fn new(syntax: &'s Syntax<'a>, lexicon: &'static Lexicon) -> Self {
        let entries =
            (0..syntax.len()).map(|i| lexicon.phrases.starting(syntax.lower(i))).collect();
        Self { syntax, lexicon, numbers: NumberWords::builtin(), entries }
    }

    pub(super) fn all(&self) -> Vec<Expr> {
        let mut out: Vec<Expr> = Vec::new();
        let mut i = 0;
        while i < self.syntax.len() {
            let floor = out.last().map_or(0, |e| e.tokens.end);
            match self.starts(i).then(|| self.best(i)).flatten() {
                Some(mut found) => {
                    self.widen(&mut found, floor);
                    i = found.tokens.end.max(i + 1);
                    out.push(found);
                }
                None => i += 1,
            }
        }
        out
    }

    fn starts(&self, i: u32) -> bool {
        !self.entries[i as usize].is_empty() || {
            let lower = self.syntax.lower(i);
            lower.starts_with(|c: char| c.is_ascii_digit())
                || matches!(
                    lower,
                    "the"
                        | "a"
                        | "an"
                        | "half"
                        | "q1"
                        | "q2"
                        | "q3"
                        | "q4"
                        | "final"
                        | "last"
                        | "opening"
                        | "closing"
                        | "fiscal"
                        | "'"
                        | "mid"
                        | "another"
                )
                || lower.starts_with("mid-")
                || lower.starts_with("fy")
                || lower.starts_with("post-")
                || lower.starts_with("pre-")
                || lower.starts_with('\'')
                || self.numbers.word(lower).is_some()
                || self.numbers.ordinal(lower).is_some()
        }
    }

    fn best(&self, i: u32) -> Option<Expr> {
        let mut best: Option<Expr> = None;
        for read in Self::READERS {
            if let Some(found) = read(self, i)
                && best.as_ref().is_none_or(|b| found.tokens.end > b.tokens.end)
                && !self.crosses_sentence(&found)
            {
                best = Some(found);
            }
        }
        best
    }

    fn crosses_sentence(&self, found: &Expr) -> bool {
        let syntax = self.syntax;
        syntax.paragraph_of(found.tokens.start)
            != syntax.paragraph_of(found.tokens.end.saturating_sub(1))
    }

    /// Takes in the article, comparator or edge before what was found.
    fn widen(&self, found: &mut Expr, floor: u32) {
        let syntax = self.syntax;
        let comparable = matches!(
            found.core,
            Core::Length { window: Window::Open, .. }
                | Core::Shift { .. }
                | Core::Fixed(Calendar::Year(_))
                | Core::Named { .. }
        ) || matches!(found.time, Some(TimeOfDay::At { .. }));
        let amount = match found.core {
            Core::Length { amount, window: Window::Open, .. } | Core::Shift { amount, .. } => {
                Some(amount)
            }
            _ => None,
        };
        let start = found.tokens.start;
        // "the Aug. 7 bombing": the article is the noun's.
        let named = matches!(
            found.core,
            Core::Fixed(Calendar::Day(_) | Calendar::Month(..) | Calendar::Year(_))
                | Core::Named { name: Name::MonthDay(..) | Name::Month(_), .. }
        ) && found.edge.is_none();
        let is_the = !named && start > floor && matches!(syntax.lower(start - 1), "the");
        if is_the && self.article_belongs(start - 1, found) {
            found.tokens.start -= 1;
        }
        if comparable && amount != Some(Amount::Vague) {
            for back in (1..=4u32.min(found.tokens.start.saturating_sub(floor))).rev() {
                let at = found.tokens.start - back;
                let Some((len, what)) = self.numbers.before.at(syntax, at) else { continue };
                let Some(modifier) = what.timex.filter(|_| len == back) else { continue };
                if amount.is_none() && syntax.lower(at) != "around" {
                    continue;
                }
                // "over 10 years" as a preposition says when, not more than how long.
                if syntax.lower(at) == "over" && syntax.dep(at) == Dep::Prep {
                    continue;
                }
                // "for about two weeks": the hedge stays outside the words, as TimeML has it.
                let hedge = matches!(
                    syntax.lower(at),
                    "about" | "around" | "roughly" | "approximately" | "some"
                );
                if !hedge || !matches!(found.core, Core::Length { .. }) {
                    found.tokens.start = at;
                }
                found.modifier = Some(modifier);
                break;
            }
        }
    }

    /// Whether "the" before a time expression determines it rather than a noun after it.
    fn article_belongs(&self, the: u32, found: &Expr) -> bool {
        let head = self.syntax.head(the);
        found.tokens.contains(head)
            || self.syntax.head(the) == the
            || self.syntax.dep(the) != Dep::Det
    }

    // ---- helpers of the readers ----

    /// The longest phrase at `i` whose meaning `pick` accepts: its end and what `pick` made of it.
    pub(super) fn sense<T>(&self, i: u32, pick: impl Fn(&Sense) -> Option<T>) -> Option<(u32, T)> {
        self.entries.get(i as usize)?.iter().find_map(|(rest, sense)| {
            let fits = rest.iter().zip(i + 1..).all(|(word, at)| self.syntax.lower(at) == &**word);
            let picked = pick(sense)?;
            fits.then(|| (i + 1 + rest.len() as u32, picked))
        })
    }

    pub(super) fn is(&self, i: u32, word: &str) -> bool {
        self.syntax.lower(i) == word
    }

    pub(super) fn any(&self, i: u32, words: &[&str]) -> bool {
        words.contains(&self.syntax.lower(i))
    }

    /// Past the optional word.
    pub(super) fn skip(&self, i: u32, word: &str) -> u32 {
        i + u32::from(self.is(i, word))
    }

    pub(super) fn capital(&self, i: u32) -> bool {
        self.syntax.word(i).starts_with(char::is_uppercase)
    }

    pub(super) fn month(&self, i: u32) -> Option<(u32, i8)> {
        let (end, month) =
            self.sense(i, |s| if let Sense::Month(m) = s { Some(*m) } else { None })?;
        let syntax = self.syntax;
        // "may", "march" and "mar" are also verbs and names: "May said", "the march".
        let doubtful = matches!(month, 3 | 5)
            || matches!(syntax.lower(i), "jan" | "jun" | "dec" | "sep" | "august");
        let dated = self.day_number(end).is_some() || self.year_number(end).is_some();
        let person = syntax
            .layers
            .entities
            .iter()
            .any(|e| e.tokens.contains(i) && e.label == EntityLabel::Person);
        let plain = syntax.tag(i) != Tag::Md
            && !(doubtful && person)
            && (!doubtful
                || dated
                || syntax.pos(i) == Pos::Propn
                    && !matches!(
                        syntax.dep(i),
                        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Poss
                    )
                    && (matches!(syntax.dep(i), Dep::Pobj | Dep::Npadvmod | Dep::Nmod)
                        || syntax.dep(i) == Dep::Compound && !self.capital(end)
                        || self.sense(i.wrapping_sub(1), is_direction_or_edge).is_some()));
        (self.capital(i) && plain).then_some((end, month))
    }

    pub(super) fn weekday(&self, i: u32) -> Option<(u32, i8)> {
        let (end, day) =
            self.sense(i, |s| if let Sense::Weekday(d) = s { Some(*d) } else { None })?;
        // "Bloody Sunday", "Super Tuesday" are names.
        let named = i > 0
            && self.capital(i - 1)
            && self.lexicon.named_weekdays.contains(self.syntax.lower(i - 1));
        (self.capital(i) && !named).then_some((end, day))
    }

    pub(super) fn season(&self, i: u32) -> Option<(u32, Season)> {
        let (end, season) =
            self.sense(i, |s| if let Sense::Season(s) = s { Some(*s) } else { None })?;
        matches!(self.syntax.pos(i), Pos::Noun | Pos::Propn).then_some((end, season))
    }

    pub(super) fn direction(&self, i: u32) -> Option<(u32, Direction)> {
        self.sense(i, |s| if let Sense::Direction(d) = s { Some(*d) } else { None })
    }

    pub(super) fn edge(&self, i: u32) -> Option<(u32, Edge)> {
        self.sense(i, |s| if let Sense::Edge(e) = s { Some(*e) } else { None })
    }

    /// A day of the month in digits or as an ordinal: "5", "5th", "eighth".
    pub(super) fn day_number(&self, i: u32) -> Option<i8> {
        let lower = self.syntax.lower(i);
        let number: Option<f64> = if lower.bytes().all(|b| b.is_ascii_digit()) && lower.len() <= 2 {
            lower.parse().ok()
        } else {
            self.numbers.ordinal(lower)
        };
        number.filter(|n| (1.0..=31.0).contains(n)).map(|n| n as i8)
    }

    /// A year in four digits.
    pub(super) fn year_number(&self, i: u32) -> Option<i16> {
        let lower = self.syntax.lower(i);
        let digits = lower.len() == 4 && lower.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| lower.parse().ok()).flatten().filter(|y| (1000..=2199).contains(y))
    }
}

fn is_direction_or_edge(sense: &Sense) -> Option<()> {
    matches!(sense, Sense::Direction(_) | Sense::Edge(_)).then_some(())
}

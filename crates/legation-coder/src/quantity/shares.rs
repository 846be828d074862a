//! Quantities without a number of their own: shares by a word, ranks and records.

use super::find::Finder;
use super::{Kind, Quantity, number_at};
use legation_core::record::Comparator;
use legation_core::{Dep, Pos, Tag, TokenRange};

impl Finder<'_, '_> {
    /// "half of them", "the majority of countries", "a score of jets".
    pub(super) fn share_word(&self, i: u32, floor: u32) -> Option<Quantity> {
        let syntax = self.syntax;
        let lower = syntax.lower(i);
        let of = |at: u32| {
            syntax
                .child(at, Dep::Prep)
                .filter(|&p| syntax.lower(p) == "of")
                .and_then(|p| syntax.child(p, Dep::Pobj))
        };
        let make = |start: u32, head: u32, noun: Option<u32>, value: f64, comparator| Quantity {
            span: syntax.span(TokenRange::new(start, head + 1)),
            tokens: TokenRange::new(start, head + 1),
            head,
            noun,
            value: Some(value),
            value_to: None,
            unit: Some("share".to_owned()),
            per: None,
            kind: Kind::Share,
            comparator,
        };
        if lower == "half"
            && !matches!(syntax.lower(i + 1), "a" | "an" | "-" | "dozen" | "brother" | "sister")
        {
            let noun = of(i)
                .or_else(|| Some(syntax.head(i)).filter(|&h| h > i && syntax.pos(h) == Pos::Noun));
            let bare = syntax.lower(i.wrapping_sub(1));
            if noun.is_none() || matches!(bare, "first" | "second" | "-" | "other") {
                return None;
            }
            let (start, comparator) =
                self.comparator_before(i, floor).unwrap_or((i, Comparator::Exactly));
            return Some(make(start, i, noun, 0.5, comparator));
        }
        let share = *self.units.shares.get(lower)?;
        let noun = of(i)?;
        let start = i - u32::from(
            i > floor && self.free(i - 1..i) && matches!(syntax.lower(i - 1), "the" | "a"),
        );
        let comparator =
            if lower == "majority" { Comparator::MoreThan } else { Comparator::LessThan };
        Some(make(start, i, Some(noun), share, comparator))
    }

    /// "one in five voters", "3 in 10 Americans": a share.
    pub(super) fn one_in(&self, i: u32) -> Option<Quantity> {
        let syntax = self.syntax;
        let part = number_at(syntax, i).filter(|n| n.end == i + 1 && !n.vague && !n.fraction)?;
        if syntax.lower(part.end) != "in" {
            return None;
        }
        let whole = number_at(syntax, part.end + 1).filter(|n| !n.vague && !n.fraction)?;
        let noun =
            (whole.end..whole.end + 3).find(|&at| matches!(syntax.tag(at), Tag::Nns | Tag::Nnps));
        let people = noun.is_some_and(|n| self.units.people.contains(syntax.lower(n)));
        let ordered = part.value >= 1.0 && part.value < whole.value && whole.value <= 1000.0;
        let single = (part.value - 1.0).abs() < f64::EPSILON;
        if !ordered || !(people || single && noun.is_some()) || !self.free(i..whole.end) {
            return None;
        }
        let tokens = TokenRange::new(i, whole.end);
        Some(Quantity {
            span: syntax.span(tokens),
            tokens,
            head: i,
            noun,
            value: Some(part.value / whole.value),
            value_to: None,
            unit: Some("share".to_owned()),
            per: None,
            kind: Kind::Share,
            comparator: Comparator::Exactly,
        })
    }

    /// "second-largest economy", "third-biggest", "the second largest".
    pub(super) fn rank(&self, i: u32) -> Option<Quantity> {
        let syntax = self.syntax;
        let rank = self.words.ordinal(syntax.lower(i))?;
        let best = i + 1 + u32::from(syntax.lower(i + 1) == "-");
        if syntax.tag(best) != Tag::Jjs && !matches!(syntax.lower(best), "most" | "least") {
            return None;
        }
        if !self.free(i..best + 1) {
            return None;
        }
        let noun = Some(syntax.head(best)).filter(|&h| h > best && syntax.pos(h) == Pos::Noun);
        let tokens = TokenRange::new(i, best + 1);
        Some(Quantity {
            span: syntax.span(tokens),
            tokens,
            head: best,
            noun,
            value: Some(rank),
            value_to: None,
            unit: Some("rank".to_owned()),
            per: None,
            kind: Kind::Rank,
            comparator: Comparator::Exactly,
        })
    }

    /// "broke its record for …", "a record high", "record profits".
    pub(super) fn record(&self, i: u32) -> Option<Quantity> {
        let syntax = self.syntax;
        if syntax.lower(i) != "record" && syntax.lower(i) != "records" {
            return None;
        }
        let lexical = matches!(syntax.pos(i), Pos::Noun | Pos::Adj);
        let head = syntax.head(i);
        let set = lexical
            && syntax.dep(i) == Dep::Dobj
            && self.words.record_verbs.contains(syntax.lemma(head));
        let attributive = lexical
            && syntax.lower(i) == "record"
            && matches!(syntax.dep(i), Dep::Compound | Dep::Amod)
            && head > i
            && !self.words.record_things.contains(syntax.lemma(head));
        if !set && !attributive {
            return None;
        }
        let of = syntax
            .children_by(i, Dep::Prep)
            .find(|&p| matches!(syntax.lower(p), "for" | "of" | "in"))
            .and_then(|p| syntax.child(p, Dep::Pobj));
        let noun = if attributive { Some(head) } else { of };
        let tokens = TokenRange::new(i, i + 1);
        Some(Quantity {
            span: syntax.span(tokens),
            tokens,
            head: i,
            noun,
            value: None,
            value_to: None,
            unit: noun.map(|n| self.unit_of(n)),
            per: None,
            kind: Kind::Record,
            comparator: Comparator::Record,
        })
    }
}

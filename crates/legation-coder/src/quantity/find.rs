//! Finding quantities, from left to right.

use super::number::{Number, number_at};
use super::units::{UnitWord, Units};
use super::words::NumberWords;
use super::{Kind, Quantity};
use crate::Syntax;
use legation_core::record::Comparator;
use legation_core::{Dep, EntityLabel, Pos, Tag, Timex, TokenRange};

/// Finds the quantities of a document, in order, not overlapping; what stands in time expressions is none.
pub fn find(syntax: &Syntax<'_>, timexes: &[Timex]) -> Vec<Quantity> {
    let finder = Finder::new(syntax, timexes);
    let mut out: Vec<Quantity> = Vec::new();
    let mut i = 0;
    while i < syntax.len() {
        let floor = out.last().map_or(0, |q| q.tokens.end);
        match finder.at(i, floor) {
            Some(found) => {
                i = found.tokens.end.max(i + 1);
                // "$250 per 1,000 cubic metres": what it is per is no quantity of its own.
                if let Some((_, end)) = finder.denominator(found.tokens) {
                    i = i.max(end);
                }
                if !found.span.is_empty() {
                    out.push(found);
                }
            }
            None => i += 1,
        }
    }
    out
}

/// A number with its sign and unit.
struct Amount {
    end: u32,
    number: Number,
    unit: Option<UnitWord>,
}

pub(super) struct Finder<'s, 'a> {
    pub(super) syntax: &'s Syntax<'a>,
    pub(super) words: &'static NumberWords,
    pub(super) units: &'static Units,
    /// Tokens that are taken: time expressions and names.
    taken: Vec<bool>,
    /// Tokens of time expressions.
    timed: Vec<bool>,
}

impl<'s, 'a> Finder<'s, 'a> {
    fn new(syntax: &'s Syntax<'a>, timexes: &[Timex]) -> Self {
        let mut taken = vec![false; syntax.len() as usize];
        mark(&mut taken, timexes.iter().map(|t| t.tokens));
        let timed = taken.clone();
        let named = syntax.layers.entities.iter().filter(|e| {
            matches!(
                e.label,
                EntityLabel::Org
                    | EntityLabel::Product
                    | EntityLabel::Fac
                    | EntityLabel::Event
                    | EntityLabel::Law
                    | EntityLabel::WorkOfArt
                    | EntityLabel::Person
                    | EntityLabel::Gpe
                    | EntityLabel::Loc
            )
        });
        mark(&mut taken, named.map(|e| e.tokens));
        Self { syntax, words: NumberWords::builtin(), units: Units::builtin(), taken, timed }
    }

    pub(super) fn free(&self, range: std::ops::Range<u32>) -> bool {
        range.into_iter().all(|i| !self.taken.get(i as usize).copied().unwrap_or(true))
    }

    /// Whether a noun stands outside the time expressions; names may be measured.
    fn free_word(&self, i: u32) -> bool {
        !self.timed.get(i as usize).copied().unwrap_or(true)
    }

    fn at(&self, i: u32, floor: u32) -> Option<Quantity> {
        if !self.free(i..i + 1) {
            return None;
        }
        self.one_in(i)
            .or_else(|| self.range(i, floor))
            .or_else(|| self.single(i, floor))
            .or_else(|| self.share_word(i, floor))
            .or_else(|| self.rank(i))
            .or_else(|| self.record(i))
    }

    // ---- numbers ----

    /// A currency sign, number and unit at `i`.
    fn amount(&self, i: u32) -> Option<Amount> {
        let syntax = self.syntax;
        let sign = self
            .units
            .signs
            .at(syntax, i)
            .filter(|_| !syntax.word(i).starts_with(char::is_lowercase));
        let start = sign.map_or(i, |(len, _)| i + len);
        let number = number_at(syntax, start)?;
        if sign.is_some() {
            // "$99 (USD)", "US$ 23 billion dollar"
            let mut end = number.end;
            let bracket = u32::from(syntax.lower(end) == "(");
            if let Some((len, UnitWord::Currency(_))) = self.units.after.at(syntax, end + bracket) {
                let close = end + bracket + len;
                if bracket == 0 || syntax.lower(close) == ")" {
                    end = close + bracket;
                }
            }
            let unit = sign.map(|(_, code)| UnitWord::Currency(code.clone()));
            return Some(Amount { end, number, unit });
        }
        let hyphen = u32::from(syntax.lower(number.end) == "-");
        let of = u32::from(number.vague && syntax.lower(number.end) == "of");
        let after = number.end + hyphen + of;
        if let Some((len, unit)) = self.units.after.at(syntax, after)
            && !self.names_something_else(unit, after, &number)
        {
            // "236 pounds" are a weight, "236 million pounds" money.
            let weight = matches!(unit, UnitWord::Currency(code) if code == "GBP")
                && syntax.lower(after).starts_with("pound")
                && len == 1
                && !number.scaled;
            let unit =
                if weight { UnitWord::Measure("pound_weight".to_owned()) } else { unit.clone() };
            return Some(Amount { end: after + len, number, unit: Some(unit) });
        }
        Some(Amount { end: number.end, number, unit: None })
    }

    /// "won" is a verb, "real" an adjective, "pound" a weight or a verb: only nouns are units.
    fn names_something_else(&self, unit: &UnitWord, at: u32, number: &Number) -> bool {
        let verb = matches!(self.syntax.pos(at), Pos::Verb | Pos::Adv | Pos::Adp | Pos::Aux)
            || self.syntax.pos(at) == Pos::Adj && matches!(unit, UnitWord::Currency(_));
        verb || matches!(unit, UnitWord::Measure(m) if m == "m") && !number.digits
    }

    fn single(&self, i: u32, floor: u32) -> Option<Quantity> {
        let amount = self.amount(i)?;
        if !self.free(i..amount.end) || !self.is_quantity(i, &amount, true) {
            return None;
        }
        Some(self.build(i, floor, &amount, None))
    }

    /// "20 to 25 percent", "between $12 million and $20 million", "200-250 seats", "$16 million to $28 million".
    fn range(&self, i: u32, floor: u32) -> Option<Quantity> {
        let syntax = self.syntax;
        let first = self.amount(i)?;
        let joint = syntax.lower(first.end);
        let between = i > floor && syntax.lower(i - 1) == "between";
        let from = i > 0 && syntax.lower(i - 1) == "from";
        if self.is_tally(i) {
            return None;
        }
        let joins = match joint {
            "to" => !from,
            "and" => between,
            "-" | "–" | "or" => true,
            _ => false,
        };
        if !joins || first.number.vague || first.number.fraction {
            return None;
        }
        let second = self.amount(first.end + 1)?;
        let same = match (&first.unit, &second.unit) {
            (Some(a), Some(b)) => a == b,
            (None, _) => true,
            (Some(UnitWord::Currency(_)), None) => joint != "or",
            (Some(_), None) => false,
        };
        let mut low = first.number.value;
        // "$12 to $20 million", "15-20 million": the scale goes with both.
        if second.number.scaled && !first.number.scaled && low < 1000.0 {
            low *= scale_of(second.number.value, low);
        }
        let ordered = low < second.number.value;
        let adjoining = joint != "-" && joint != "–"
            || syntax.token(first.end).span.start == syntax.token(first.end - 1).span.end;
        if !same || !ordered || !adjoining || second.number.vague || !self.free(i..second.end) {
            return None;
        }
        let start = if between { i - 1 } else { i };
        let amount = Amount {
            end: second.end,
            number: Number { value: low, ..second.number },
            unit: second.unit.or(first.unit),
        };
        if !self.is_quantity(first.end + 1, &amount, false) {
            return None;
        }
        let mut out = self.build(start, floor, &amount, Some(second.number.value));
        out.comparator = Comparator::Between;
        Some(out)
    }

    /// Whether a number is an amount rather than a name, a mark or a pronoun.
    /// The first number of a range may be glued to the mark that joins it.
    fn is_quantity(&self, i: u32, amount: &Amount, apart: bool) -> bool {
        let syntax = self.syntax;
        let number = &amount.number;
        let last = number.end - 1;
        // "at one point"
        if syntax.lower(i) == "one"
            && matches!(&amount.unit, Some(UnitWord::Measure(m)) if m == "point")
        {
            return false;
        }
        if amount.unit.is_some() || number.vague {
            return true;
        }
        if number.fraction {
            let of = syntax.lower(number.end) == "of";
            let compared = self.comparator_before(i, 0).is_some();
            let closes = !matches!(syntax.pos(number.end), Pos::Noun | Pos::Adj | Pos::Propn);
            return of
                || compared
                || closes && syntax.lower(i) != "a"
                // "fell by a fifth"
                || closes && i > 0 && matches!(syntax.lower(i - 1), "by" | "to" | "than")
                || closes && syntax.lower(last) == "half";
        }
        let word = syntax.lower(i);
        if matches!(word, "one" | "zero") && number.end == i + 1 {
            let head = syntax.head(i);
            return syntax.dep(i) == Dep::Nummod && head > i && self.counts_people(head);
        }
        if syntax.pos(last) != Pos::Num && syntax.tag(last) != Tag::Cd && !number.scaled {
            return false;
        }
        let before = i.checked_sub(1).map_or("", |b| syntax.lower(b));
        if self.units.names.contains(before) || matches!(before, "#" | "/" | ":") {
            return false;
        }
        let stuck = |a: u32, b: u32| syntax.token(a).span.end == syntax.token(b).span.start;
        // "777-200LR", "DC-8", "9/11", "Group of 20", "S&P 500"
        if self.is_tally(i) {
            return true;
        }
        let glued_before = apart
            && i > 0
            && stuck(i - 1, i)
            && matches!(before, "-" | "/" | "." | ":" | "'" | "$");
        let glued_after = matches!(syntax.lower(number.end), "/" | ":" | "th" | "st")
            || syntax.lower(number.end) == "-"
                && stuck(last, number.end)
                && number.digits
                && !matches!(syntax.pos(number.end + 1), Pos::Noun | Pos::Adj);
        if glued_before || glued_after {
            return false;
        }
        let named = i > 0
            && syntax.pos(i - 1) == Pos::Propn
            && matches!(syntax.dep(i), Dep::Nummod | Dep::Appos | Dep::Compound | Dep::Nmod)
            && syntax.head(i) < i;
        let head = syntax.head(i);
        let beside_name = i > 0
            && syntax.pos(i - 1) == Pos::Propn
            && syntax.dep(i - 1) == Dep::Compound
            && syntax.head(i - 1) == head;
        // "the final 717 jet", "its 777 airliner": a number before a noun in the singular names a model.
        let model = number.digits
            && number.value > 1.0
            && !number.scaled
            && apart
            && syntax.dep(i) == Dep::Nummod
            && head > i
            && matches!(syntax.tag(head), Tag::Nn | Tag::Nnp)
            && !self.counts_people(head)
            && syntax.lower(number.end) != "-"
            && !matches!(syntax.lower(head), "percent" | "aircraft" | "mark" | "head" | "point");
        let spelled_name = !number.digits
            && i > 0
            && syntax.pos(i - 1) == Pos::Propn
            && syntax.word(i).starts_with(char::is_uppercase);
        let mark = syntax.tag(i) == Tag::Ls || before == "no" || self.is_age(i, number);
        let bracketed_year =
            number.digits && (1900.0..2100.0).contains(&number.value) && before == "(";
        !named && !beside_name && !model && !spelled_name && !mark && !bracketed_year
    }

    /// Whether a number is one side of a vote: "passed 52-35", "a 6-3 vote", "voted 215 to 14".
    pub(super) fn is_tally(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let whole = |at: u32| {
            let word = syntax.lower(at);
            (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
        };
        let joint = |at: u32| matches!(syntax.lower(at), "-" | "–" | "to");
        let pair = |at: u32| whole(at) && joint(at + 1) && whole(at + 2);
        let start = if pair(i) {
            i
        } else if i >= 2 && pair(i - 2) {
            i - 2
        } else {
            return false;
        };
        let sentence = syntax.sentence(i);
        let near = start.saturating_sub(6)..start + 6;
        near.into_iter().filter(|&at| sentence.contains(at)).any(|at| {
            self.words.voting.contains(syntax.lemma(at))
                || self.words.voting.contains(syntax.lower(at))
        })
    }

    /// "Donald Crane, 56, said", "who is 70", "a 24-year-old man": a person's age.
    fn is_age(&self, i: u32, number: &Number) -> bool {
        let syntax = self.syntax;
        let end = number.end;
        let years = syntax.lower(end) == "-" && syntax.lower(end + 1) == "year";
        if years || syntax.lower(end) == "years" && syntax.lower(end + 1) == "old" {
            return true;
        }
        if end != i + 1 || !(1.0..=110.0).contains(&number.value) {
            return false;
        }
        let person = |at: u32| {
            syntax
                .layers
                .entities
                .iter()
                .any(|e| e.label == EntityLabel::Person && e.tokens.contains(at))
        };
        let between = i > 1
            && syntax.lower(i - 1) == ","
            && matches!(syntax.lower(end), "," | ".")
            && matches!(syntax.pos(i - 2), Pos::Propn | Pos::Noun);
        let be = syntax.head(i);
        let is = matches!(syntax.dep(i), Dep::Attr | Dep::Acomp) && syntax.lemma(be) == "be";
        between && (person(i - 2) || syntax.dep(i) == Dep::Appos)
            || is
                && syntax
                    .children_by(be, Dep::Nsubj)
                    .any(|s| person(s) || matches!(syntax.lower(s), "who" | "he" | "she" | "i"))
    }

    fn counts_people(&self, noun: u32) -> bool {
        let lower = self.syntax.lower(noun);
        self.units.people.contains(lower)
            || self.units.tolls.contains(lower)
            || self.units.fates.contains(lower)
    }

    /// "more than 120 wounded": a word for what happened to people who are counted without a noun, and no verb with an object.
    fn fate_after(&self, at: u32) -> Option<u32> {
        let syntax = self.syntax;
        let closes = !matches!(
            syntax.pos(at + 1),
            Pos::Noun | Pos::Propn | Pos::Pron | Pos::Det | Pos::Adj | Pos::Num
        );
        let fate = self.units.fates.contains(syntax.lower(at))
            && matches!(
                syntax.tag(at),
                Tag::Vbn | Tag::Vbd | Tag::Jj | Tag::Nn | Tag::Nns | Tag::Vbg
            );
        (fate && closes).then_some(at)
    }

    fn build(&self, start: u32, floor: u32, amount: &Amount, to: Option<f64>) -> Quantity {
        let syntax = self.syntax;
        let number = &amount.number;
        let number_head = number.end - 1;
        // "minus 15 degrees", but not "20 minus 15"
        let minus = start > floor
            && syntax.lower(start - 1) == "minus"
            && start.checked_sub(2).is_none_or(|b| syntax.pos(b) != Pos::Num);
        let (start, sign) = if minus { (start - 1, -1.0) } else { (start, 1.0) };
        let mut tokens = TokenRange::new(start, amount.end);
        let mut comparator = if number.vague { Comparator::MoreThan } else { Comparator::Exactly };
        if let Some((at, found)) = self.comparator_before(start, floor) {
            tokens.start = at;
            comparator = found;
        }
        if let Some((len, found)) = self.words.after.at(syntax, tokens.end)
            && self.free(tokens.end..tokens.end + len)
            && syntax.lower(tokens.end + len) != "than"
        {
            tokens.end += len;
            comparator = found.comparator;
        }
        let head = self.top(TokenRange::new(start, amount.end));
        let mut noun = self.counted(number_head, tokens, number);
        let mut scale = 1.0;
        let (kind, unit) = match &amount.unit {
            Some(UnitWord::Currency(code)) => (Kind::Money, Some(code.clone())),
            Some(UnitWord::Minor(code)) => {
                scale = 0.01;
                (Kind::Money, Some(code.clone()))
            }
            Some(UnitWord::Percent) => {
                scale = 0.01;
                (Kind::Percent, Some("share".to_owned()))
            }
            Some(UnitWord::Points) => (Kind::Percent, Some("percentage_points".to_owned())),
            Some(UnitWord::Measure(code)) => (Kind::Measure, Some(code.clone())),
            None if to.is_none() && self.is_tally(start) => (Kind::Count, Some("votes".to_owned())),
            None if number.fraction => (Kind::Share, Some("share".to_owned())),
            None => {
                let kind = match noun.map(|n| syntax.lower(n)) {
                    Some("times") => Kind::Times,
                    _ => Kind::Count,
                };
                (kind, noun.map(|n| self.unit_of(n)))
            }
        };
        if amount.unit.is_some() {
            noun = self.shared(head, tokens);
        }
        // "5000 mark", "four thousand mark"
        if kind == Kind::Count && syntax.lower(tokens.end) == "mark" && to.is_none() {
            tokens.end += 1;
        }
        let round = |v: f64| (v * sign * scale * 1e9).round() / 1e9;
        Quantity {
            span: syntax.span(tokens),
            tokens,
            head,
            noun,
            value: Some(round(number.value)),
            value_to: to.map(round),
            unit,
            per: self.rate(tokens),
            kind,
            comparator,
        }
    }

    /// The comparator that ends right before `start`: where it begins, and what it says.
    pub(super) fn comparator_before(&self, start: u32, floor: u32) -> Option<(u32, Comparator)> {
        // Longest first, so that "no fewer than" is not read as "fewer than".
        (1..=4u32.min(start.saturating_sub(floor))).rev().find_map(|back| {
            let at = start - back;
            let (len, what) = self.words.before.at(self.syntax, at)?;
            let counts = what.comparator != Comparator::Exactly || self.syntax.lower(at) == "all";
            let adverb = back > 1
                || !matches!(
                    self.syntax.lower(at),
                    "over"
                        | "under"
                        | "above"
                        | "below"
                        | "around"
                        | "near"
                        | "beyond"
                        | "about"
                        | "some"
                )
                || self.is_hedge(at);
            (len == back && counts && adverb && self.free(at..start))
                .then_some((at, what.comparator))
        })
    }

    /// Whether a word like "over" or "about" hedges the number rather than governs it: "over 2,400 units", not "flew over 12 cities".
    fn is_hedge(&self, at: u32) -> bool {
        matches!(self.syntax.dep(at), Dep::Advmod | Dep::Quantmod | Dep::Det | Dep::Amod)
            || !matches!(self.syntax.lower(at), "over" | "under" | "around" | "near" | "beyond")
                && self.syntax.head(at) > at
            || matches!(self.syntax.lower(at), "about" | "some" | "around" | "over")
    }

    /// The token of a range that hangs on the rest of the sentence.
    fn top(&self, tokens: TokenRange) -> u32 {
        let syntax = self.syntax;
        let outside = |&i: &u32| !tokens.contains(syntax.head(i)) || syntax.head(i) == i;
        tokens.iter().rfind(outside).unwrap_or(tokens.end - 1)
    }

    /// The noun that a number counts: "10,000 new jobs", "thousands of civilians", "11 of them".
    fn counted(&self, number: u32, tokens: TokenRange, value: &Number) -> Option<u32> {
        let syntax = self.syntax;
        let noun = |i: u32| matches!(syntax.pos(i), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj);
        let of = |i: u32| {
            syntax
                .children_by(i, Dep::Prep)
                .find(|&p| p >= i && syntax.lower(p) == "of" && p <= i + 2)
                .and_then(|p| syntax.child(p, Dep::Pobj))
        };
        let head = syntax.head(number);
        if matches!(syntax.dep(number), Dep::Nummod | Dep::Compound | Dep::Amod | Dep::Quantmod)
            && head > number
            && noun(head)
        {
            return Some(head);
        }
        let top = self.top(tokens);
        of(number)
            .or_else(|| of(top))
            .or_else(|| {
                // The second of "102 and 21 people" and the first of "two or three officials".
                let shared = syntax.dep(number) == Dep::Conj && syntax.dep(head) == Dep::Nummod;
                shared.then(|| syntax.head(head)).filter(|&h| noun(h))
            })
            .or_else(|| self.fate_after(tokens.end).filter(|_| !value.fraction))
            .or_else(|| {
                (value.vague || value.fraction)
                    .then(|| syntax.head(number))
                    .filter(|&h| h > number && syntax.pos(h) == Pos::Noun)
            })
    }

    /// What a percentage or sum is of: "six percent of its workforce", "$15 billion in loans".
    fn shared(&self, head: u32, tokens: TokenRange) -> Option<u32> {
        let syntax = self.syntax;
        let of = |i: u32| {
            syntax
                .children_by(i, Dep::Prep)
                .find(|&p| {
                    p + 1 > tokens.end.saturating_sub(1) && matches!(syntax.lower(p), "of" | "in")
                })
                .and_then(|p| syntax.child(p, Dep::Pobj))
                .filter(|&noun| self.free_word(noun))
        };
        let attributive = syntax.head(head);
        of(head).or_else(|| {
            let modifies = matches!(
                syntax.dep(head),
                Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod | Dep::Quantmod
            );
            (modifies && attributive > head && syntax.pos(attributive) == Pos::Noun)
                .then_some(attributive)
        })
    }

    pub(super) fn unit_of(&self, noun: u32) -> String {
        let lower = self.syntax.lower(noun);
        if self.counts_people(noun) { "persons".to_owned() } else { lower.to_owned() }
    }

    /// "per 1,000 cubic metres", "per 100,000 people": the words after "per", and where they end.
    fn denominator(&self, tokens: TokenRange) -> Option<(String, u32)> {
        let syntax = self.syntax;
        let start = tokens.end + 1;
        if syntax.lower(tokens.end) != "per" {
            return None;
        }
        let amount = self.amount(start)?;
        let counted = amount.unit.is_none() && syntax.pos(amount.end) == Pos::Noun;
        let end = amount.end + u32::from(counted);
        let words = syntax.span(TokenRange::new(start, end)).of(syntax.text());
        Some((words.to_lowercase(), end))
    }

    /// "per share", "a day", "each".
    fn rate(&self, tokens: TokenRange) -> Option<String> {
        let syntax = self.syntax;
        if let Some((words, _)) = self.denominator(tokens) {
            return Some(words);
        }
        let mut at = tokens.end;
        at += u32::from(syntax.lower(at) == "-");
        let article = matches!(syntax.lower(at), "a" | "an")
            && matches!(syntax.dep(at + 1), Dep::Npadvmod | Dep::Pobj | Dep::Nmod);
        if syntax.lower(at) == "per"
            || article
            || syntax.lower(at) == "a" && syntax.lower(at + 1) == "-"
        {
            let noun = at + 1 + u32::from(syntax.lower(at + 1) == "-");
            return (syntax.pos(noun) == Pos::Noun).then(|| syntax.lower(noun).to_owned());
        }
        None
    }
}

fn mark(flags: &mut [bool], ranges: impl Iterator<Item = TokenRange>) {
    for i in ranges.flat_map(TokenRange::iter) {
        if let Some(flag) = flags.get_mut(i as usize) {
            *flag = true;
        }
    }
}

/// The scale word's factor in a scaled number: a million for 20 million beside 12.
fn scale_of(scaled: f64, small: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3]
        .into_iter()
        .find(|&scale| scaled >= scale && scaled / scale < 1000.0 && small < 1000.0)
        .unwrap_or(1.0)
}

//! Matching patterns on clauses.

use super::frames::{Entry, Frame, Frames};
use super::pattern::{Arg, Element, Pattern, Phrase, Slot};
use super::roles::{Nouns, Stage};
use crate::clause::{Clause, ClauseIdx, ClauseKind, Clauses, Link, Tense, Voice};
use legation_core::{ActorIdx, Dep, EntityLabel, Tag};
use std::cell::RefCell;

/// A pattern found on a clause.
#[derive(Clone, Debug)]
pub struct Match<'b> {
    /// Its frame.
    pub frame: &'b Frame,
    /// The pattern as written; the noun for nominal frames.
    pub source: String,
    /// How specific: the number of lexical constraints met.
    pub score: f32,
    /// What the slots are bound to.
    pub bound: Vec<(Slot, Vec<u32>)>,
    /// A noun that the pattern used up ("sanctions" of "impose sanctions").
    pub noun: Option<u32>,
    /// Whether the surface subject plays the source ("be received by T").
    pub surface: bool,
    /// Whether the pattern itself names the verb of the complement ("threaten to [close border]").
    pub opened: bool,
}

impl Match<'_> {
    /// The words bound to a slot.
    pub fn slot(&self, slot: Slot) -> Option<&[u32]> {
        self.bound.iter().find(|(s, _)| *s == slot).map(|(_, t)| t.as_slice())
    }
}

/// What a pattern is matched against.
#[derive(Clone, Debug)]
pub struct Matcher<'a> {
    stage: Stage<'a>,
    clauses: &'a Clauses,
    /// The words of the clause at work that may be an object: hundreds of patterns ask for them.
    objects: RefCell<Option<(ClauseIdx, Nouns<'a>)>>,
}

/// What one pattern found on a clause.
pub(crate) struct Found {
    pub(crate) score: f32,
    /// How many words of the pattern beside the predicate were found.
    lexical: u32,
    pub(crate) bound: Vec<(Slot, Vec<u32>)>,
    pub(crate) noun: Option<u32>,
    opened: bool,
}

impl<'a> Matcher<'a> {
    /// A matcher on the words, actors and clauses of a document.
    pub fn new(stage: Stage<'a>, clauses: &'a Clauses) -> Self {
        Self { stage, clauses, objects: RefCell::default() }
    }

    /// The first of a clause's objects and complements that is one of the nouns.
    fn object(&self, nouns: &[Phrase], at: ClauseIdx) -> Option<u32> {
        let mut known = self.objects.borrow_mut();
        if known.as_ref().is_none_or(|(of, _)| *of != at) {
            *known = Some((at, self.stage.nouns(self.objects(at).into_iter())));
        }
        known.as_ref().and_then(|(_, words)| self.stage.any_of(words, nouns))
    }

    /// A clause's objects, or who is to do what its complement says; the predicate of a copula; complements.
    fn objects(&self, at: ClauseIdx) -> Vec<u32> {
        let clause = self.clauses.get(at);
        let syntax = self.stage.syntax;
        let mut tokens = clause.patients.clone();
        tokens.extend(&clause.recipients);
        if tokens.is_empty() {
            tokens = self.raised(at);
        }
        if clause.kind == ClauseKind::Copular {
            tokens.push(clause.head);
        }
        tokens.extend(syntax.children(clause.verb).filter(|&c| {
            matches!(
                syntax.dep(c),
                Dep::Oprd
                    | Dep::Acomp
                    | Dep::Attr
                    | Dep::Advmod
                    | Dep::Npadvmod
                    | Dep::Xcomp
                    | Dep::Ccomp
            )
        }));
        tokens
    }

    /// "test-fired", "e-mailed", "strong-armed": the word before the hyphen belongs to the verb.
    fn compound(&self, verb: u32) -> Option<String> {
        let syntax = self.stage.syntax;
        let joined = |a: u32, b: u32| syntax.token(a).span.end == syntax.token(b).span.start;
        let (first, hyphen) = (verb.checked_sub(2)?, verb - 1);
        (syntax.lower(hyphen) == "-" && joined(first, hyphen) && joined(hyphen, verb))
            .then(|| format!("{}-{}", syntax.lower(first), syntax.lemma(verb)))
    }

    /// All matches on a clause, the best first; ties keep the order of the tables.
    pub fn find<'b>(&self, frames: &'b Frames, at: ClauseIdx) -> Vec<Match<'b>> {
        let clause = self.clauses.get(at);
        let syntax = self.stage.syntax;
        let mut out = Vec::new();
        match clause.kind {
            ClauseKind::Nominal => self.nominal(frames, clause, &mut out),
            ClauseKind::Verbal | ClauseKind::Copular => {
                let lemma = frames.lemma(syntax.lemma(clause.verb), syntax.lower(clause.verb));
                let compound = self.compound(clause.verb);
                let compound = compound.filter(|verb| !frames.verb(verb).is_empty());
                let lemma = compound.as_deref().unwrap_or(lemma);
                self.entries(frames, frames.verb(lemma), at, false, &mut out);
                if clause.voice == Voice::Passive {
                    self.entries(
                        frames,
                        frames.participle(syntax.lower(clause.verb)),
                        at,
                        true,
                        &mut out,
                    );
                }
                if clause.kind == ClauseKind::Copular {
                    self.entries(
                        frames,
                        frames.adjective(syntax.lemma(clause.head)),
                        at,
                        false,
                        &mut out,
                    );
                    self.entries(
                        frames,
                        frames.participle(syntax.lower(clause.head)),
                        at,
                        true,
                        &mut out,
                    );
                }
            }
        }
        out.sort_by(|a, b| {
            let rank = |m: &Match<'_>| m.score + m.frame.confidence;
            rank(b).total_cmp(&rank(a))
        });
        out
    }

    fn entries<'b>(
        &self,
        frames: &'b Frames,
        entries: &[Entry],
        at: ClauseIdx,
        surface: bool,
        out: &mut Vec<Match<'b>>,
    ) {
        for entry in entries {
            let frame = frames.get(entry.frame);
            let Some(mut found) = self.pattern(&entry.pattern, at) else { continue };
            let Some(extra) = self.restrictions(frame, at) else { continue };
            found.score += extra;
            if found.lexical == 0 && extra == 0.0 && frames.is_light(&entry.pattern) {
                continue;
            }
            let Found { score, bound, noun, opened, .. } = found;
            out.push(Match {
                frame,
                source: entry.pattern.source.clone(),
                score,
                bound,
                noun,
                surface,
                opened,
            });
        }
    }

    fn nominal<'b>(&self, frames: &'b Frames, clause: &Clause, out: &mut Vec<Match<'b>>) {
        let syntax = self.stage.syntax;
        let lemma = syntax.lemma(clause.head);
        let lower = syntax.lower(clause.head);
        let by_form = if lower == lemma { &[][..] } else { frames.noun(lower) };
        for entry in frames.noun(lemma).iter().chain(by_form) {
            if !self.stage.is_phrase(clause.head, &entry.phrase) {
                continue;
            }
            let frame = frames.get(entry.frame);
            let modifiers = [clause.patients.as_slice(), clause.modifiers.as_slice()].concat();
            if !frame.object.is_empty()
                && self.stage.any_phrase(&modifiers, &frame.object).is_none()
            {
                continue;
            }
            if self.stage.any_phrase(&modifiers, &frame.not_object).is_some()
                || self.is_subject_of(clause, &frame.not_under)
            {
                continue;
            }
            let score = 1.0
                + entry.phrase.before.len() as f32
                + f32::from(u8::from(entry.phrase.of.is_some()));
            let source = entry.phrase.head.clone();
            out.push(Match {
                frame,
                source,
                score,
                bound: Vec::new(),
                noun: None,
                surface: false,
                opened: false,
            });
        }
    }

    /// The frame's own conditions on object and subject; the score they add, or `None` where one fails.
    fn restrictions(&self, frame: &Frame, at: ClauseIdx) -> Option<f32> {
        let clause = self.clauses.get(at);
        let mut score = 0.0;
        if !frame.object.is_empty() {
            let all = Self::object_words(clause);
            self.stage.any_phrase(&all, &frame.object)?;
            score += 1.0;
        }
        if !frame.not_object.is_empty()
            && self.stage.any_phrase(&Self::object_words(clause), &frame.not_object).is_some()
        {
            return None;
        }
        if !frame.subject.is_empty() {
            self.stage.any_phrase(&clause.agents, &frame.subject)?;
            score += 1.0;
        }
        if self.stage.any_phrase(&clause.agents, &frame.not_subject).is_some() {
            return None;
        }
        if self.is_subject_of(clause, &frame.not_under) || frame.own_act && self.tells_of_others(at)
        {
            return None;
        }
        let head_is =
            |p: &Pattern| p.heads.iter().any(|h| h == self.stage.syntax.lemma(clause.verb));
        if frame.not.iter().any(|p| head_is(p) && self.pattern(p, at).is_some()) {
            return None;
        }
        Some(score)
    }

    /// Whether in the clause that a verb governs somebody acts who is neither the verb's own nor of the same country.
    fn tells_of_others(&self, at: ClauseIdx) -> bool {
        let clause = self.clauses.get(at);
        let own = self.stage.all(&clause.agents);
        let country = |a: &ActorIdx| self.stage.cast.actors[a.0 as usize].country.as_deref();
        let same = |a: &ActorIdx, b: &ActorIdx| {
            a == b || country(a).is_some_and(|c| Some(c) == country(b))
        };
        self.clauses.children(at).filter(|c| c.link == Link::Complement).any(|c| {
            let others = self.stage.all(&c.agents);
            !own.is_empty()
                && !others.is_empty()
                && !others.iter().any(|o| own.iter().any(|a| same(o, a)))
        })
    }

    /// Whether an event noun is the subject of one of these verbs: "trade grew", "expect trade to grow".
    fn is_subject_of(&self, clause: &Clause, verbs: &[String]) -> bool {
        let syntax = self.stage.syntax;
        matches!(syntax.dep(clause.head), Dep::Nsubj | Dep::Nsubjpass)
            && verbs.iter().any(|v| v == syntax.lemma(syntax.head(clause.head)))
    }

    fn object_words(clause: &Clause) -> Vec<u32> {
        let mut out = clause.patients.clone();
        if out.is_empty() {
            out.extend(
                clause
                    .obliques
                    .iter()
                    .filter(|o| !o.on_object)
                    .flat_map(|o| o.objects.iter().copied()),
            );
        }
        out
    }

    /// One pattern on one clause, whatever frame it stands for.
    pub(crate) fn pattern(&self, pattern: &Pattern, at: ClauseIdx) -> Option<Found> {
        let mut found =
            Found { score: 1.0, lexical: 0, bound: Vec::new(), noun: None, opened: false };
        self.sequence(&pattern.elements, at, &mut found).then_some(found)
    }

    fn sequence(&self, elements: &[Element], at: ClauseIdx, found: &mut Found) -> bool {
        // "return ~ to T": "returned to T on Friday" does not say what was returned.
        let needs_object = elements.windows(2).any(|pair| {
            matches!(
                pair,
                [
                    Element::Object(Arg::Slot(Slot::Any)),
                    Element::Location(_, Some(Arg::Slot(Slot::Target)))
                ]
            )
        });
        let clause = self.clauses.get(at);
        if needs_object
            && !matches!(clause.link, Link::Relative | Link::Complement)
            && clause.patients.is_empty()
            && self.raised(at).is_empty()
        {
            return false;
        }
        // "send T ~": of two objects the first is the recipient; "sent troops" has none.
        if let [Element::Object(Arg::Slot(slot)), Element::Object(Arg::Slot(Slot::Any)), ..] =
            elements
            && *slot != Slot::Any
        {
            let taker = clause.recipients.iter().any(|&t| self.is_actor_like(t));
            if !taker {
                return false;
            }
            found.score += 0.6;
            found.bound.push((*slot, clause.recipients.clone()));
            return elements[1..].iter().all(|e| self.element(e, at, found));
        }
        elements.iter().all(|e| self.element(e, at, found))
    }

    fn element(&self, element: &Element, at: ClauseIdx, found: &mut Found) -> bool {
        let clause = self.clauses.get(at);
        match element {
            Element::Object(Arg::Slot(slot)) => {
                let mut tokens = if clause.patients.is_empty() {
                    clause.recipients.clone()
                } else {
                    clause.patients.clone()
                };
                if tokens.is_empty() {
                    tokens = self.raised(at);
                }
                let fits = match slot {
                    Slot::Target | Slot::Source | Slot::Person => {
                        tokens.iter().any(|&t| self.is_actor_like(t))
                    }
                    Slot::Any => !tokens.is_empty() || !clause.obliques.is_empty(),
                };
                if fits {
                    let actor = !self.stage.all(&tokens).is_empty();
                    found.score += if *slot == Slot::Any {
                        0.1
                    } else if actor {
                        0.6
                    } else {
                        0.2
                    };
                    found.bound.push((*slot, tokens));
                }
                fits
            }
            Element::Object(Arg::Nouns(nouns)) => {
                if let Some(noun) = self.object(nouns, at) {
                    found.score += 1.0 + nouns_weight(nouns, self, noun);
                    found.lexical += 1;
                    found.noun = Some(noun);
                    return true;
                }
                false
            }
            Element::Location(word, arg) => self.location(word, arg.as_ref(), clause, found),
            Element::Open(wanted) => self.open(wanted.as_ref(), at, found),
            Element::Infinitive => {
                let infinitive = |c: &Clause| {
                    c.marker.as_deref() == Some("to") || c.is_base_form(self.stage.syntax)
                };
                let here = self.clauses.children(at).any(|c| {
                    infinitive(c) && c.link != Link::Relative && c.kind != ClauseKind::Nominal
                });
                if here {
                    found.score += 0.5;
                }
                here
            }
            Element::That => {
                let complement = self.clauses.children(at).any(|c| c.link == Link::Complement);
                if complement {
                    found.score += 0.5;
                    found.lexical += 1;
                }
                complement
            }
            Element::Either(alternatives) => {
                let mut best: Option<Found> = None;
                for sequence in alternatives {
                    let mut trial = Found {
                        score: found.score,
                        lexical: found.lexical,
                        bound: found.bound.clone(),
                        noun: found.noun,
                        opened: found.opened,
                    };
                    if self.sequence(sequence, at, &mut trial)
                        && best.as_ref().is_none_or(|b| trial.score > b.score)
                    {
                        best = Some(trial);
                    }
                }
                best.map(|b| *found = b).is_some()
            }
            Element::Optional(sequence) => {
                let mut trial = Found {
                    score: found.score,
                    lexical: found.lexical,
                    bound: found.bound.clone(),
                    noun: found.noun,
                    opened: found.opened,
                };
                if self.sequence(sequence, at, &mut trial) {
                    trial.score += 0.1;
                    *found = trial;
                }
                true
            }
        }
    }

    /// "let inspectors return", "wants the rebels to disarm": who is to do it stands as the subject of the complement. Under a modal
    /// only a pronoun counts: whoever "warns that it would strike" means itself, but "warns that Russia would strike" warns of it.
    fn raised(&self, at: ClauseIdx) -> Vec<u32> {
        use legation_core::Pos;
        let syntax = self.stage.syntax;
        let pronoun = |c: &Clause| c.agents.iter().all(|&a| syntax.pos(a) == Pos::Pron);
        let bare = |c: &&Clause| {
            !c.controlled
                && matches!(c.link, Link::Open | Link::Complement)
                && (c.is_base_form(syntax)
                    || syntax.tag(c.verb) == Tag::Vb && pronoun(c)
                    || c.marker.as_deref() != Some("that") && c.tense == Tense::None)
        };
        self.clauses.children(at).find(bare).map_or_else(Vec::new, |c| match c.voice {
            Voice::Passive => c.patients.clone(),
            Voice::Active => c.agents.clone(),
        })
    }

    /// Whether a word may stand for somebody: it is behind an actor, or a name or pronoun.
    fn is_actor_like(&self, token: u32) -> bool {
        use legation_core::Pos;
        // Where source and target are given, others are no actors of the cast but may fill the pattern all the same.
        if self.stage.cast.actors.first().is_some_and(|a| a.rule == super::pair::GIVEN) {
            return matches!(self.stage.syntax.pos(token), Pos::Noun | Pos::Propn | Pos::Pron)
                || self.stage.syntax.lemma(token) == "other";
        }
        matches!(self.stage.syntax.pos(token), Pos::Propn | Pos::Pron)
            || matches!(self.stage.syntax.lemma(token), "other" | "another")
            || !self.stage.actors(token).is_empty()
    }

    /// "fired on Sunday", "on the eve of": a time is no participant.
    fn is_time(&self, token: u32) -> bool {
        let syntax = self.stage.syntax;
        matches!(syntax.lemma(token), "eve" | "anniversary" | "day")
            || syntax.layers.entities.iter().any(|e| {
                e.tokens.contains(token) && matches!(e.label, EntityLabel::Date | EntityLabel::Time)
            })
    }

    /// A particle, or a preposition with its object; "hand over captives" is found either way round.
    fn location(&self, word: &str, arg: Option<&Arg>, clause: &Clause, found: &mut Found) -> bool {
        let syntax = self.stage.syntax;
        let particle = clause.particle.is_some_and(|p| syntax.lower(p) == word)
            || syntax.children(clause.verb).any(|c| {
                matches!(syntax.dep(c), Dep::Prt | Dep::Advmod | Dep::Prep)
                    && syntax.lower(c) == word
            });
        let on = |o: &&crate::clause::Oblique| {
            o.word == word
                || o.word.strip_suffix(word).is_some_and(|before| {
                    before.ends_with(' ') && !matches!(before.trim_end(), "because" | "instead")
                })
        };
        match arg {
            None => {
                let time = |o: &crate::clause::Oblique| {
                    !o.objects.is_empty() && o.objects.iter().all(|&t| self.is_time(t))
                };
                let here =
                    particle || clause.obliques.iter().any(|o| on(&o) && !o.on_object && !time(o));
                if here {
                    found.score += 1.0;
                    found.lexical += 1;
                }
                here
            }
            Some(Arg::Slot(slot)) => {
                let mut tokens: Vec<u32> = clause
                    .obliques
                    .iter()
                    .filter(on)
                    .flat_map(|o| o.objects.iter().copied())
                    .collect();
                if word == "to" {
                    tokens.extend(&clause.recipients);
                }
                if word == "by" && clause.voice == Voice::Passive {
                    tokens.extend(&clause.agents);
                }
                if tokens.is_empty() && particle {
                    tokens.extend(&clause.patients);
                }
                if *slot != Slot::Any || matches!(word, "on" | "for" | "at" | "in") {
                    tokens.retain(|&t| !self.is_time(t));
                }
                if tokens.is_empty() {
                    return false;
                }
                if *slot != Slot::Any && !tokens.iter().any(|&t| self.is_actor_like(t)) {
                    return false;
                }
                let actor = !self.stage.all(&tokens).is_empty();
                found.score += if actor { 1.0 } else { 0.5 };
                found.lexical += 1;
                found.bound.push((*slot, tokens));
                true
            }
            Some(Arg::Nouns(nouns)) => {
                let objects = clause.obliques.iter().filter(on).flat_map(|o| &o.objects);
                let moved = if particle { clause.patients.as_slice() } else { &[] };
                let noun = self.stage.first_phrase(objects.chain(moved).copied(), nouns);
                if let Some(noun) = noun {
                    found.score += 1.5 + nouns_weight(nouns, self, noun);
                    found.lexical += 1;
                    if found.noun.is_none() {
                        found.noun = Some(noun);
                    }
                }
                noun.is_some()
            }
        }
    }

    /// An infinitive or gerund complement.
    fn open(
        &self,
        wanted: Option<&(String, Option<Phrase>)>,
        at: ClauseIdx,
        found: &mut Found,
    ) -> bool {
        let syntax = self.stage.syntax;
        let open = |c: &&Clause| {
            matches!(c.link, Link::Open | Link::Prepositional | Link::NounComplement)
                || c.link == Link::Adverbial && c.marker.as_deref() == Some("to")
                || c.link == Link::Conjunct && c.controlled && c.marker.as_deref() == Some("to")
                || c.link == Link::Complement && c.is_base_form(syntax)
        };
        let Some((verb, object)) = wanted else {
            let here = self.clauses.children(at).any(|c| open(&c) && c.kind != ClauseKind::Nominal);
            if here {
                found.score += 0.5;
                found.lexical += 1;
            }
            return here;
        };
        let fits = |c: &&Clause| {
            let object_fits = |o: &Phrase| {
                let mut tokens = c.patients.clone();
                tokens.extend(c.obliques.iter().flat_map(|o| o.objects.iter().copied()));
                self.stage.any_phrase(&tokens, std::slice::from_ref(o)).is_some()
            };
            (syntax.lemma(c.verb) == verb || syntax.lemma(c.head) == verb)
                && object.as_ref().is_none_or(object_fits)
        };
        let here = self.clauses.children(at).filter(open).any(|c| fits(&c));
        if here {
            found.score += 1.5 + f32::from(u8::from(object.is_some()));
            found.lexical += 1;
            found.opened = true;
        }
        here
    }
}

/// A compound that is matched in full says more than its head alone.
fn nouns_weight(nouns: &[Phrase], matcher: &Matcher<'_>, token: u32) -> f32 {
    let said = |p: &Phrase| p.before.len() + usize::from(p.of.is_some());
    let best = nouns.iter().filter(|p| matcher.stage.is_phrase(token, p)).map(said).max();
    best.unwrap_or(0) as f32 * 0.5
}

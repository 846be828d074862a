//! Pronouns: by number, gender and animacy, by syntax, and by who stands in the foreground.

use super::draft::{Draft, DraftIdx, FoundIdx, Resolver};
use crate::knowledge::WordClass;
use crate::mention::{Form, Found, Pronoun};
use legation_core::{ActorKind, Dep, Pos, Tag};

/// The key of whoever writes or speaks the text.
const AUTHOR: &str = "~author";
/// Why the author is an actor.
pub(super) const AUTHOR_RULE: &str = "whoever says \"I\" outside quotations";
/// How many sentences back an antecedent may stand.
const REACH: u32 = 5;

/// Someone a pronoun may stand for.
#[derive(Clone, Debug)]
struct Candidate {
    who: Who,
    score: f64,
    rule: &'static str,
}

#[derive(Clone, Debug, PartialEq)]
enum Who {
    Draft(DraftIdx),
    Set(Vec<DraftIdx>),
    /// Something that is no actor.
    Thing,
}

impl Resolver<'_, '_> {
    /// Decides whom a pronoun stands for; nobody, where nothing fits or something that is no actor fits better.
    pub(super) fn resolve_pronoun(&mut self, at: FoundIdx, pronoun: Pronoun) {
        let head = self.found(at).head;
        if pronoun.person == 1 {
            if self.mentions.is_quoted(head) || pronoun.plural {
                self.spoken.push(at);
            } else {
                let author = self.author();
                self.assign(at, author, "first person outside quotations");
            }
            return;
        }
        if pronoun.person == 2 {
            return;
        }
        let (who, rule) = match () {
            () if pronoun.relative => match self.antecedent_of_relative(head) {
                Some(found) => found,
                None => return,
            },
            () if pronoun.reflexive => match self.subject_for_reflexive(head, pronoun) {
                Some(found) => found,
                None => return,
            },
            () => {
                let pair = (pronoun.plural && pronoun.possessive)
                    .then(|| self.pair_owning(head))
                    .flatten();
                let pair = pair.map(|p| (Who::Set(p), "the pair whose things meet or part"));
                match pair.or_else(|| self.best_candidate(at, pronoun)) {
                    Some(found) => found,
                    None => return,
                }
            }
        };
        let draft = match who {
            Who::Draft(draft) => draft,
            Who::Set(members) => self.group(&members),
            Who::Thing => return,
        };
        if self.drafts[draft].is_person() && self.drafts[draft].gender.is_none() {
            self.drafts[draft].gender = pronoun.gender;
        }
        self.assign(at, draft, rule);
    }

    /// Whoever wrote the text, or speaks it.
    fn author(&mut self) -> DraftIdx {
        if let Some(&draft) = self.by_id.get(AUTHOR) {
            return draft;
        }
        let draft = self.add(Draft::new("author", ActorKind::Person, AUTHOR_RULE));
        self.by_id.insert(AUTHOR.to_owned(), draft);
        draft
    }

    /// "who", "which": the noun that the relative clause hangs on.
    fn antecedent_of_relative(&self, i: u32) -> Option<(Who, &'static str)> {
        let syntax = self.syntax;
        let clause = std::iter::once(i)
            .chain(syntax.ancestors(i).take(4))
            .find(|&a| matches!(syntax.dep(a), Dep::Relcl | Dep::AclRelcl))?;
        let noun = syntax.head(clause);
        let draft = self.draft_at(noun).or_else(|| {
            syntax.children_by(noun, Dep::Appos).filter(|&c| c < i).find_map(|c| self.draft_at(c))
        })?;
        Some((Who::Draft(draft), "relative pronoun"))
    }

    fn subject_for_reflexive(&self, i: u32, pronoun: Pronoun) -> Option<(Who, &'static str)> {
        let syntax = self.syntax;
        let verb = syntax.ancestors(i).find(|&a| matches!(syntax.pos(a), Pos::Verb | Pos::Aux))?;
        let subject = syntax
            .children(verb)
            .find(|&c| c < i && matches!(syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            .or_else(|| self.subject_of(verb))
            .filter(|&s| s != i)?;
        if pronoun.plural
            && let Some(set) = self.coordination(subject)
        {
            return Some((Who::Set(set), "subject of its clause"));
        }
        // "called for China and Russia to help each other": those named together before it.
        if pronoun.pair && !self.draft_at(subject).is_some_and(|d| self.drafts[d].plural) {
            let sentence = syntax.sentence(i);
            let set = (sentence.start..i)
                .rev()
                .filter(|&t| self.mentions.headed_by(t).is_some())
                .find_map(|t| self.coordination(t));
            return set.map(|set| (Who::Set(set), "those named together"));
        }
        self.draft_at(subject).map(|d| (Who::Draft(d), "subject of its clause"))
    }

    /// "Chief among them", "most of them": the plural noun before it, whatever it is for.
    fn whole_of_partitive(&self, at: FoundIdx) -> Option<Who> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let preposition = syntax.head(head);
        let partitive = syntax.dep(head) == Dep::Pobj
            && syntax.lower(preposition) == "among"
            && preposition <= syntax.sentence(head).start + 2;
        let start = syntax.sentence(head).start;
        let from = syntax
            .layers
            .sentences
            .get(syntax.sentence_of(head).saturating_sub(1) as usize)
            .map_or(start, |s| s.start);
        let noun = (from..start).rev().filter(|_| partitive).find(|&i| {
            matches!(syntax.tag(i), Tag::Nns | Tag::Nnps)
                && !matches!(syntax.dep(i), Dep::Compound | Dep::Nmod)
        })?;
        match self.mentions.headed_by(noun).or_else(|| self.mentions.name_over(noun)) {
            Some(m) => self.owner[m].filter(|d| self.drafts[*d].plural).map(Who::Draft),
            None => Some(Who::Thing),
        }
    }

    fn best_candidate(&self, at: FoundIdx, pronoun: Pronoun) -> Option<(Who, &'static str)> {
        let head = self.found(at).head;
        if pronoun.plural
            && let Some(whole) = self.whole_of_partitive(at)
        {
            return (whole != Who::Thing).then_some((whole, "those among whom"));
        }
        if !pronoun.human && !pronoun.plural && self.is_expletive(head) {
            return None;
        }
        let mut candidates = self.actors_before(at, pronoun);
        candidates.extend(self.actors_after(at, pronoun));
        if pronoun.plural {
            candidates.extend(self.sets_before(head));
        }
        if !pronoun.human {
            candidates.extend(self.things_before(head, pronoun));
        }
        let best = candidates.into_iter().reduce(|a, b| if b.score > a.score { b } else { a })?;
        (best.who != Who::Thing && best.score > -5.5).then_some((best.who, best.rule))
    }

    fn actors_before(&self, at: FoundIdx, pronoun: Pronoun) -> Vec<Candidate> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let sentence = syntax.sentence_of(head);
        let barred = self.barred(head, pronoun);
        let mut out: Vec<Candidate> = Vec::new();
        let end = self.mentions.list.partition_point(|f| f.head < head);
        for other in (0..end).rev() {
            let found = self.found(other);
            if syntax.sentence_of(found.head) + REACH < sentence {
                break;
            }
            let Some(draft) = self.owner[other] else { continue };
            if barred.contains(&draft) || !self.agrees(draft, pronoun) {
                continue;
            }
            // "the leader of its party": a phrase does not stand inside itself.
            let inside = found.tokens.contains(head) && matches!(found.form, Form::Nominal(_));
            if inside {
                continue;
            }
            let score = self.score(other, head, draft, pronoun);
            match out.iter_mut().find(|c| c.who == Who::Draft(draft)) {
                Some(c) if c.score >= score => {}
                Some(c) => c.score = score,
                None => out.push(Candidate {
                    who: Who::Draft(draft),
                    score,
                    rule: "nearest in the foreground",
                }),
            }
        }
        out
    }

    fn score(&self, other: FoundIdx, head: u32, draft: DraftIdx, pronoun: Pronoun) -> f64 {
        let syntax = self.syntax;
        let found = self.found(other);
        let entry = &self.drafts[draft];
        let mut score = self.weight(other, head);
        let before = entry.mentions.iter().filter(|(m, _)| self.found(*m).head < head).count();
        score += (before as f64).ln_1p() * 0.5;
        let subject =
            |i: u32| matches!(syntax.dep(syntax.first_conjunct(i)), Dep::Nsubj | Dep::Nsubjpass);
        if subject(head) && subject(found.head) {
            score += 0.6;
        }
        let same_sentence = syntax.sentence_of(head) == syntax.sentence_of(found.head);
        if same_sentence {
            score += 0.4;
            // The subject of the pronoun's own clause, for possessives; of the clause above, for subjects.
            let verb =
                syntax.ancestors(head).find(|&a| matches!(syntax.pos(a), Pos::Verb | Pos::Aux));
            let near = verb.and_then(|v| self.subject_of(v));
            if pronoun.possessive && near == Some(found.head) {
                score += 1.6;
            }
            let above = verb
                .and_then(|v| {
                    syntax.ancestors(v).find(|&a| matches!(syntax.pos(a), Pos::Verb | Pos::Aux))
                })
                .and_then(|v| self.subject_of(v));
            if above == Some(found.head) {
                score += 0.8;
            }
            // "told officials that they …", "urged Ukraine so that it …": whoever is spoken to or worked on.
            let governor = syntax.head(found.head);
            let object = matches!(syntax.dep(found.head), Dep::Dobj | Dep::Dative);
            let over = object
                && verb
                    .is_some_and(|v| v != governor && syntax.dominates(syntax.head(v), governor));
            if over {
                let purpose = verb.is_some_and(|v| {
                    matches!(syntax.dep(v), Dep::Advcl | Dep::Ccomp)
                        && syntax.children(v).any(|m| syntax.lower(m) == "so")
                });
                let warned =
                    self.knowledge.lexicon.is(WordClass::Addressing, &syntax.lemma_lower(governor))
                        && !pronoun.human;
                score += match () {
                    () if purpose => 2.6,
                    () if warned => 2.4,
                    () => 1.0,
                };
            }
            // "the West and its allies".
            let noun = syntax.head(head);
            if pronoun.possessive
                && syntax.dep(noun) == Dep::Conj
                && syntax.first_conjunct(noun) == syntax.first_conjunct(found.head)
            {
                score += 4.5;
            }
        }
        // "Analysts say the rebels are weak. They depend on …": who is only quoted gives way to those spoken of.
        let nameless = entry.plural && self.is_only_quoted(found);
        if pronoun.plural && !same_sentence && nameless && !self.speaks(head) {
            score -= 1.5;
        }
        // Inside a quotation "he" is rather somebody spoken of in it.
        if self.mentions.is_quoted(head)
            && self.mentions.is_quoted(found.head)
            && syntax.paragraph_of(head) == syntax.paragraph_of(found.head)
        {
            score += 0.5;
        }
        if pronoun.plural {
            score += match entry.kind {
                _ if entry.plural => 1.0,
                ActorKind::State => -2.0,
                _ => -0.6,
            };
        } else if !pronoun.human {
            score += match entry.kind {
                ActorKind::State => 0.3,
                ActorKind::PlaceGroup => -0.3,
                _ => 0.2,
            };
        } else if pronoun.gender.is_some() && entry.gender == pronoun.gender {
            score += 0.5;
        }
        score
    }

    /// Nameless people who are mentioned to say something: "analysts say", "officials said that".
    fn is_only_quoted(&self, found: &Found) -> bool {
        let verb = self.syntax.head(found.head);
        matches!(found.form, Form::Nominal(_))
            && self.speaks(found.head)
            && self.syntax.children_by(verb, Dep::Ccomp).next().is_some()
    }

    /// Whether a word is the subject of a verb of saying.
    fn speaks(&self, i: u32) -> bool {
        let verb = self.syntax.head(i);
        self.syntax.dep(i) == Dep::Nsubj
            && self.knowledge.lexicon.is(WordClass::Saying, &self.syntax.lemma_lower(verb))
    }

    /// Cataphora: "In his speech, Mr. Xi said …".
    fn actors_after(&self, at: FoundIdx, pronoun: Pronoun) -> Vec<Candidate> {
        let syntax = self.syntax;
        let head = self.found(at).head;
        let sentence = syntax.sentence(head);
        let opening = syntax.ancestors(head).find(|&a| {
            matches!(syntax.dep(a), Dep::Advcl | Dep::Prep)
                && syntax.head(a) > a
                && syntax.subtree(a).start <= sentence.start + 2
        });
        let subject = opening.and_then(|o| {
            syntax
                .children(syntax.head(o))
                .find(|&c| matches!(syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass) && c > head)
        });
        let Some(subject) = subject else { return Vec::new() };
        let named = self
            .mentions
            .headed_by(subject)
            .filter(|&m| !matches!(self.found(m).form, Form::Pronoun(_)));
        let draft = named.and_then(|m| self.owner[m]).filter(|d| self.agrees(*d, pronoun));
        let rule = "subject of the clause that follows";
        draft
            .map(|d| Candidate {
                who: Who::Draft(d),
                score: if pronoun.possessive { 4.2 } else { 3.4 },
                rule,
            })
            .into_iter()
            .collect()
    }

    /// Sets that a plural pronoun may take up: "China and Russia … they".
    fn sets_before(&self, head: u32) -> Vec<Candidate> {
        let sentence = self.syntax.sentence_of(head);
        let end = self.mentions.list.partition_point(|f| f.head < head);
        let mut out = Vec::new();
        for at in (0..end).rev() {
            let found = self.found(at);
            if self.syntax.sentence_of(found.head) + 2 < sentence {
                break;
            }
            let first = self.syntax.first_conjunct(found.head) == found.head;
            if let Some(set) = self.coordination(found.head).filter(|_| first) {
                let last = self.syntax.conjuncts(found.head).last().copied().unwrap_or(found.head);
                if last < head && !self.syntax.dominates(last, head) {
                    out.push(Candidate {
                        who: Who::Set(set),
                        score: self.weight(at, head) + 1.2,
                        rule: "those named together",
                    });
                }
            }
        }
        out
    }

    /// Things that are no actors, which keep "it" and "they" from being given to the nearest state.
    fn things_before(&self, head: u32, pronoun: Pronoun) -> Vec<Candidate> {
        let syntax = self.syntax;
        // "accused them": whoever is accused is somebody.
        let verb = syntax.head(head);
        if matches!(syntax.dep(head), Dep::Dobj | Dep::Dative)
            && self.knowledge.lexicon.is(WordClass::TowardActor, &syntax.lemma_lower(verb))
        {
            return Vec::new();
        }
        let sentence = syntax.sentence_of(head);
        let mut best: Option<f64> = None;
        let from =
            syntax.layers.sentences.get(sentence.saturating_sub(1) as usize).map_or(0, |s| s.start);
        for i in from..head {
            let plural = match syntax.tag(i) {
                Tag::Nn => false,
                Tag::Nns => true,
                _ => continue,
            };
            if plural != pronoun.plural
                || self.mentions.headed_by(i).is_some()
                || self.mentions.name_over(i).is_some()
                || crate::mention::is_time(syntax, i)
            {
                continue;
            }
            if syntax.dominates(i, head) {
                continue;
            }
            let role = match syntax.dep(syntax.first_conjunct(i)) {
                Dep::Nsubj | Dep::Nsubjpass => 3.2,
                Dep::Dobj => 2.0,
                Dep::Pobj => 1.0,
                _ => continue,
            };
            let role = role
                + if pronoun.plural && syntax.dep(head) == Dep::Dobj && syntax.dep(i) == Dep::Dobj {
                    1.5
                } else {
                    0.0
                };
            let role = role
                + if pronoun.plural && matches!(syntax.dep(head), Dep::Dobj | Dep::Pobj) {
                    0.8
                } else {
                    0.0
                };
            // "full of rifles; soldiers moved them": what is moved is rather what stands nearest.
            let near = pronoun.plural
                && syntax.dep(head) == Dep::Dobj
                && syntax.sentence_of(i) == sentence
                && !self.knowledge.lexicon.is(WordClass::Saying, &syntax.lemma_lower(verb));
            let role = role + if near { 1.5 } else { 0.0 };
            let far = f64::from(sentence - syntax.sentence_of(i));
            let weight = role - 1.8 * far - if pronoun.possessive { 1.0 } else { 0.0 };
            best = Some(best.map_or(weight, |b| b.max(weight)));
        }
        best.map(|score| Candidate { who: Who::Thing, score, rule: "a thing" })
            .into_iter()
            .collect()
    }

    /// "It is clear that …", "it rained".
    fn is_expletive(&self, i: u32) -> bool {
        let syntax = self.syntax;
        if syntax.dep(i) == Dep::Expl {
            return true;
        }
        if syntax.dep(i) != Dep::Nsubj && syntax.dep(i) != Dep::Nsubjpass {
            return false;
        }
        let verb = syntax.head(i);
        let clausal = syntax.children(verb).any(|c| {
            c > verb
                && matches!(syntax.dep(c), Dep::Ccomp | Dep::Csubj | Dep::Advcl | Dep::Xcomp)
                && syntax.children(c).any(|m| {
                    matches!(syntax.lower(m), "that" | "to" | "whether" | "how" | "if" | "for")
                })
        });
        syntax.lemma(verb) == "be"
            && (clausal
                || syntax.child(verb, Dep::Acomp).is_some_and(|a| {
                    syntax.children(a).any(|c| matches!(syntax.dep(c), Dep::Xcomp | Dep::Ccomp))
                }))
            || matches!(syntax.lemma(verb), "seem" | "appear" | "rain" | "snow") && clausal
            || matches!(syntax.lower(verb), "takes" | "took" | "take")
                && syntax
                    .children_by(verb, Dep::Dobj)
                    .any(|o| matches!(syntax.lemma(o), "time" | "year" | "month" | "day" | "hour"))
    }

    /// Whom a pronoun cannot mean by syntax: the subject of its own verb, and whoever speaks the quotation it stands in.
    fn barred(&self, head: u32, pronoun: Pronoun) -> Vec<DraftIdx> {
        let syntax = self.syntax;
        let mut out = Vec::new();
        if !pronoun.possessive {
            let mut verb = syntax.head(head);
            if syntax.dep(head) == Dep::Pobj {
                verb = syntax.head(verb);
            }
            let object = matches!(syntax.dep(head), Dep::Dobj | Dep::Dative | Dep::Pobj);
            if object
                && matches!(syntax.pos(verb), Pos::Verb | Pos::Aux)
                && let Some(subject) = self.subject_of(verb).filter(|&s| s != head)
            {
                out.extend(self.draft_at(subject));
                if let Some(set) = self.coordination(subject) {
                    out.extend(set);
                }
            }
        }
        if self.mentions.is_quoted(head) {
            out.extend(self.speaker_of(head));
        }
        out
    }

    /// The subject of the verb of saying, outside the quotation, that governs token `i`.
    fn speaker_of(&self, i: u32) -> Option<DraftIdx> {
        let syntax = self.syntax;
        let verb = syntax.ancestors(i).find(|&a| {
            !self.mentions.is_quoted(a)
                && self.knowledge.lexicon.is(WordClass::Saying, &syntax.lemma_lower(a))
        })?;
        let subject = syntax.children(verb).find(|&c| matches!(syntax.dep(c), Dep::Nsubj))?;
        let draft = self.draft_at(subject)?;
        self.drafts[draft].is_person().then_some(draft)
    }

    fn agrees(&self, draft: DraftIdx, pronoun: Pronoun) -> bool {
        if self.by_id.get(AUTHOR) == Some(&draft) {
            return false;
        }
        let entry = &self.drafts[draft];
        if pronoun.pair {
            return entry.members.len() == 2;
        }
        if pronoun.human {
            return entry.is_person()
                && !entry.plural
                && !matches!((entry.gender, pronoun.gender), (Some(a), Some(b)) if a != b);
        }
        if pronoun.plural {
            return !entry.is_person();
        }
        !entry.is_person() && !entry.plural
    }
}

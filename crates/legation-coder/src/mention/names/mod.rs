//! Names: the model's entities and the tables' names, reconciled into spans that do not overlap.

mod again;
mod bodies;
mod classify;
mod entities;
mod lands;

pub(crate) use lands::same_stem;

use super::{Found, PersonName};
use crate::Syntax;
use crate::knowledge::name::fold;
use crate::knowledge::{Gender, Knowledge, Target, WordClass};
use foldhash::HashSet;
use jiff::civil::Date;
use legation_core::{ActorKind, Dep, EntityLabel, Pos, Tag, TokenRange};

/// What a span of tokens is taken for, before overlaps are settled.
#[derive(Clone, Debug, PartialEq)]
enum Guess {
    Table(Vec<Target>),
    Person(&'static str),
    Organisation(&'static str),
    Group,
    Place,
    /// An unknown state by the key of its name, or an adjective made of it.
    Land(String, bool),
}

#[derive(Clone, Debug)]
struct Candidate {
    tokens: TokenRange,
    guess: Guess,
}

/// The longest name in words.
const LONGEST: usize = 14;

/// Finds the names of a document.
pub(super) fn find(syntax: &Syntax<'_>, knowledge: &Knowledge, day: Option<Date>) -> Vec<Found> {
    let finder = Finder {
        syntax,
        knowledge,
        day,
        words: (0..syntax.len()).map(|i| syntax.word(i)).collect(),
    };
    let headline = finder.headlines();
    let mut candidates = finder.table_hits();
    candidates.extend(finder.entities(&headline));
    candidates.extend(finder.by_honorific());
    candidates.extend(finder.by_title());
    candidates.extend(finder.by_office_beside());
    candidates.extend(finder.by_org_noun(&headline));
    finder.part_joined(&mut candidates);
    join_parts(syntax, &mut candidates);
    let mut chosen = settle(candidates);
    finder.again(&mut chosen);
    finder.lands(&mut chosen, &headline);
    chosen.into_iter().filter_map(|c| finder.classify(c)).collect()
}

/// "Maria Luiza" and "Ribeiro Viotti" side by side, both taken for people by the model: the parts of one name.
fn join_parts(syntax: &Syntax<'_>, candidates: &mut Vec<Candidate>) {
    let person = |c: &Candidate| c.guess == Guess::Person("model");
    let parts: Vec<TokenRange> =
        candidates.iter().filter(|c| person(c)).map(|c| c.tokens).collect();
    for first in &parts {
        let next = parts.iter().find(|p| p.start == first.end);
        let inside = |second: &&TokenRange| {
            let one_tree = syntax.head(first.end - 1) == second.end - 1
                || syntax.head(second.end - 1) == first.end - 1;
            let proper = first.iter().chain(second.iter()).all(|i| syntax.pos(i) == Pos::Propn);
            one_tree && proper && first.len() + second.len() <= 5
        };
        if let Some(second) = next.filter(inside) {
            let tokens = TokenRange::new(first.start, second.end);
            candidates.push(Candidate { tokens, guess: Guess::Person("model") });
        }
    }
}

/// Longest spans first; among equals the tables, then people.
fn settle(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let rank = |c: &Candidate| match c.guess {
        Guess::Person("honorific") => 0,
        Guess::Table(_) => 1,
        Guess::Person(_) => 2,
        Guess::Organisation(_) => 3,
        Guess::Group => 4,
        Guess::Place | Guess::Land(..) => 5,
    };
    candidates.sort_by_key(|c| (u32::MAX - c.tokens.len(), rank(c), c.tokens.start));
    let mut chosen: Vec<Candidate> = Vec::new();
    let mut taken = HashSet::default();
    for candidate in candidates {
        if candidate.tokens.iter().all(|i| !taken.contains(&i)) {
            taken.extend(candidate.tokens.iter());
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|c| c.tokens.start);
    chosen
}

struct Finder<'s, 'a> {
    syntax: &'s Syntax<'a>,
    knowledge: &'s Knowledge,
    day: Option<Date>,
    words: Vec<&'a str>,
}

impl Finder<'_, '_> {
    fn is(&self, class: WordClass, i: u32) -> bool {
        self.knowledge.lexicon.is(class, self.syntax.lower(i))
    }

    fn word(&self, i: u32) -> &str {
        self.words.get(i as usize).copied().unwrap_or("")
    }

    /// The words of a range of tokens, cut where the document ends.
    fn window(&self, start: u32, end: u32) -> &[&str] {
        let end = (end as usize).min(self.words.len());
        self.words.get(start as usize..end).unwrap_or(&[])
    }

    fn is_capital(&self, i: u32) -> bool {
        self.word(i).starts_with(|c: char| c.is_uppercase())
    }

    fn is_proper(&self, i: u32) -> bool {
        matches!(self.syntax.tag(i), Tag::Nnp | Tag::Nnps) && self.is_capital(i)
    }

    fn is_honorific(&self, i: u32) -> bool {
        self.is_capital(i)
            && [WordClass::HonorificMale, WordClass::HonorificFemale, WordClass::Honorific]
                .into_iter()
                .any(|class| self.is(class, i))
    }

    /// A title: a role noun of up to four words that ends at token `i`, "Secretary of State" included.
    fn is_title(&self, i: u32) -> bool {
        let start = self.syntax.sentence(i).start;
        self.is_capital(i)
            && (1..=4u32).any(|n| {
                let Some(from) =
                    (i + 1).checked_sub(n).filter(|&f| f >= start && self.is_capital(f))
                else {
                    return false;
                };
                let key = self.key_of(TokenRange::new(from, i + 1));
                self.knowledge.roles.get(&key).is_some_and(|hit| !hit.plural)
            })
    }

    /// Which sentences are set in title case, so that capitals and the model's names tell little.
    fn headlines(&self) -> Vec<bool> {
        let sentences = &self.syntax.layers.sentences;
        let is_headline = |sentence: &TokenRange| {
            let long = |i: &u32| self.word(*i).chars().filter(|c| c.is_alphabetic()).count() >= 4;
            let words: Vec<u32> = sentence.iter().filter(long).collect();
            let capitals = words.iter().filter(|&&i| self.is_capital(i)).count();
            words.len() >= 3
                && capitals * 5 >= words.len() * 4
                && self.word(sentence.end.saturating_sub(1)) != "."
        };
        let mut out: Vec<bool> = sentences.iter().map(is_headline).collect();
        if out.iter().all(|h| *h) {
            out.fill(false);
        }
        out
    }

    fn table_hits(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        for i in 0..self.words.len() {
            let window = self.window(i as u32, (i + LONGEST) as u32);
            let Some((mut taken, mut targets)) = self.knowledge.name_at(window) else { continue };
            let mut tokens = TokenRange::new(i as u32, (i + taken) as u32);
            if self.is_shared_noun(tokens)
                && let Some(first) = self.knowledge.name_at(&window[..1])
            {
                (taken, targets) = first;
                tokens = TokenRange::new(i as u32, (i + taken) as u32);
            }
            let same_sentence =
                self.syntax.sentence_of(tokens.start) == self.syntax.sentence_of(tokens.end - 1);
            let targets = self.fitting(tokens, targets);
            if same_sentence && !targets.is_empty() && !self.is_common_word(tokens, &targets) {
                out.push(Candidate { tokens, guess: Guess::Table(targets) });
            }
        }
        out
    }

    /// "the Quai d'Orsay and Itamaraty": what the model takes for one body is two where the tables know both parts.
    fn part_joined(&self, candidates: &mut Vec<Candidate>) {
        let listed: HashSet<(u32, u32)> = candidates
            .iter()
            .filter(|c| matches!(c.guess, Guess::Table(_)))
            .map(|c| (c.tokens.start, c.tokens.end))
            .collect();
        let joined = |c: &Candidate| {
            let parts = |&i: &u32| {
                self.syntax.lower(i) == "and"
                    && listed.contains(&(c.tokens.start, i))
                    && listed.contains(&(i + 1, c.tokens.end))
            };
            matches!(c.guess, Guess::Organisation(_)) && c.tokens.iter().any(|i| parts(&i))
        };
        candidates.retain(|c| !joined(c));
    }

    /// "Russian and Chinese forces": a noun in small letters whose adjective is coordinated with another before it belongs to
    /// both, so that the last adjective and the noun are no name.
    fn is_shared_noun(&self, tokens: TokenRange) -> bool {
        let syntax = self.syntax;
        tokens.len() > 1
            && syntax.tag(tokens.start) == Tag::Jj
            && syntax.dep(tokens.start) == Dep::Conj
            && syntax.tag(syntax.head(tokens.start)) == Tag::Jj
            && self.is_capital(syntax.head(tokens.start))
            && self.word(tokens.end - 1).starts_with(char::is_lowercase)
    }

    /// What a name stood for on the day; names that mean something else as well count only where the model marks them.
    fn fitting(&self, tokens: TokenRange, mut targets: Vec<Target>) -> Vec<Target> {
        let marked = || {
            let entities = &self.syntax.layers.entities;
            entities.iter().any(|e| {
                e.label == EntityLabel::Org
                    && e.tokens.end == tokens.end
                    && e.tokens.start + 1 >= tokens.start
                    && e.tokens.start <= tokens.start
            })
        };
        // "an armed Islamic group" is not the Armed Islamic Group, but "the Russian foreign ministry" is the ministry.
        let organ = |kind| {
            matches!(
                kind,
                ActorKind::Government | ActorKind::Military | ActorKind::Igo | ActorKind::Media
            )
        };
        let name = self.key_of(tokens);
        targets.retain(|t| match t {
            Target::Organisation(o) => {
                let org = &self.knowledge.organisations[*o as usize];
                (!org.ambiguous.contains(&name) || marked())
                    && (organ(org.kind) || self.is_written_as_name(tokens))
            }
            _ => true,
        });
        let then: Vec<Target> =
            targets.iter().copied().filter(|t| self.knowledge.when(*t).holds(self.day)).collect();
        if then.is_empty() { targets } else { then }
    }

    /// Whether all words of a name have capitals but the small ones.
    fn is_written_as_name(&self, tokens: TokenRange) -> bool {
        tokens.iter().all(|i| {
            let letters = self.word(i).chars().filter(|c| c.is_alphabetic()).count();
            letters < 4
                || !self.word(i).starts_with(char::is_lowercase)
                || self.is(WordClass::NameLink, i)
                || self.is_function_word(i)
        })
    }

    /// A single capitalised word at the start of a sentence that is no proper noun: "May", "Turkey" the bird.
    fn is_common_word(&self, tokens: TokenRange, targets: &[Target]) -> bool {
        let i = tokens.start;
        let adjective = |t: &Target| {
            matches!(
                t,
                Target::StateAdjective(_)
                    | Target::Region(_)
                    | Target::Demonym(_)
                    | Target::Epithet(_)
            )
        };
        tokens.len() == 1
            && !targets.iter().any(adjective)
            && matches!(
                self.syntax.pos(i),
                Pos::Verb
                    | Pos::Aux
                    | Pos::Adp
                    | Pos::Adv
                    | Pos::Pron
                    | Pos::Det
                    | Pos::Sconj
                    | Pos::Cconj
                    | Pos::Part
            )
    }

    fn key_of(&self, tokens: TokenRange) -> String {
        let words: Vec<String> =
            tokens.iter().map(|i| fold(self.word(i))).filter(|w| !w.is_empty()).collect();
        words.join(" ")
    }

    fn person_name(&self, tokens: TokenRange) -> PersonName {
        let mut name = PersonName::default();
        for i in tokens.iter() {
            let lower = self.syntax.lower(i);
            let word = fold(self.word(i));
            if name.words.is_empty() && self.is_honorific(i) {
                name.honorific = true;
                name.gender = match () {
                    () if self.is(WordClass::HonorificMale, i) => Some(Gender::Male),
                    () if self.is(WordClass::HonorificFemale, i) => Some(Gender::Female),
                    () => name.gender,
                };
            } else if word.is_empty() || self.is(WordClass::Suffix, i) && !name.words.is_empty() {
            } else if lower.ends_with('.') && word.len() <= 2 || word.len() == 1 {
                name.initials.push(word);
            } else {
                name.words.push(word);
            }
        }
        let person = |name: &str| {
            self.knowledge
                .named(name)
                .find_map(|t| if let Target::Person(p) = t { Some(p) } else { None })
        };
        if name.words.len() > 1 {
            name.known = person(&self.key_of(tokens)).or_else(|| person(&name.words.join(" ")));
        }
        if name.gender.is_none() && name.words.len() > 1 {
            name.gender = self.knowledge.given_name(&name.words[0]);
        }
        name
    }
}

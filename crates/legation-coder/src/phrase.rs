//! All noun phrases of an article, things and notions included, grouped by what they are about.
//!
//! The records name actors only; this is for whoever asks what else an article speaks of. It rests on the actors' own grouping and
//! adds rules of agreement for the rest: equal names, the same noun again with the article, apposition, "is a", and pronouns by the
//! foreground. Nothing is worked out unless it is asked for.

use crate::Syntax;
use foldhash::HashMap;
use legation_core::{
    Coded, Dep, Document, EntityLabel, Layers, MentionType, Pos, Span, Tag, TokenRange,
};

/// How many sentences back the noun of a pronoun may stand.
const REACH: u32 = 3;
/// How many sentences back "the storm" may take up "a storm".
const NOUN_REACH: u32 = 40;

/// A noun phrase and the group of those that are about the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its words, with everything that modifies the noun.
    pub span: Span,
    /// The number of its group.
    pub group: u32,
}

/// The noun phrases of a document in order of their nouns. `coded` is what [`crate::code`] made of it.
pub fn find(doc: &Document, layers: &Layers, coded: &Coded) -> Vec<Phrase> {
    let syntax = Syntax::new(doc, layers);
    let mut finder =
        Finder { syntax: &syntax, found: Vec::new(), next: 0, actors: HashMap::default() };
    finder.actors_of(coded);
    for i in 0..syntax.len() {
        if finder.is_noun(i) {
            finder.add(i);
        }
    }
    let phrases = finder.found.iter().map(|f| Phrase { span: f.span, group: f.group });
    phrases.filter(|p| !p.span.is_empty()).collect()
}

/// A phrase while groups are being found.
struct Found {
    head: u32,
    span: Span,
    group: u32,
    /// The noun in lower case, singular; the name of a name.
    key: String,
    /// The words before the noun in lower case, articles and possessors left out.
    modifiers: Vec<String>,
    plural: bool,
    pronoun: bool,
    actor: bool,
}

struct Finder<'s, 'a> {
    syntax: &'s Syntax<'a>,
    found: Vec<Found>,
    next: u32,
    /// The group of each token that heads a mention of an actor.
    actors: HashMap<u32, u32>,
}

impl Finder<'_, '_> {
    fn actors_of(&mut self, coded: &Coded) {
        for actor in &coded.actors {
            let mentions = actor.mentions.iter().filter(|m| m.kind != MentionType::Adjective);
            self.actors.extend(mentions.map(|m| (m.head, self.next)));
            self.next += 1;
        }
    }

    /// Whether a word is the noun of a phrase of its own.
    fn is_noun(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let argument = || {
            matches!(
                syntax.dep(i),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Attr | Dep::Dative
            )
        };
        match syntax.tag(i) {
            Tag::Prp | Tag::PrpS => syntax.dep(i) != Dep::Expl && !self.is_empty_it(i),
            Tag::Dt => argument() && matches!(syntax.lower(i), "this" | "that" | "these" | "those"),
            Tag::Nn | Tag::Nns => match syntax.dep(i) {
                Dep::Compound | Dep::Nmod => syntax.tag(i) == Tag::Nn && !self.is_glued(i),
                Dep::Amod | Dep::Advmod | Dep::Prep | Dep::Mark | Dep::Cc => false,
                _ => !self.is_glued(i),
            },
            Tag::Nnp | Tag::Nnps => match syntax.dep(i) {
                Dep::Compound | Dep::Nmod | Dep::Amod => {
                    self.actors.contains_key(&i) || self.is_place(i)
                }
                _ => true,
            },
            Tag::Cd => self.is_year(i),
            _ => false,
        }
    }

    /// "well-being": a part of a word with hyphens.
    fn is_glued(&self, i: u32) -> bool {
        let syntax = self.syntax;
        syntax.tag(i + 1) == Tag::Hyph && syntax.is_joined(i + 1)
            || i > 0
                && syntax.tag(i - 1) == Tag::Hyph
                && syntax.is_joined(i)
                && syntax.dep(i) == Dep::Compound
    }

    fn label(&self, i: u32) -> Option<EntityLabel> {
        let entities = &self.syntax.layers.entities;
        let at = entities.partition_point(|e| e.tokens.end <= i);
        entities.get(at).filter(|e| e.tokens.contains(i)).map(|e| e.label)
    }

    fn is_place(&self, i: u32) -> bool {
        let last =
            self.label(i + 1) != self.label(i) || self.syntax.head(i) != self.syntax.head(i + 1);
        matches!(self.label(i), Some(EntityLabel::Gpe | EntityLabel::Loc)) && last
    }

    fn is_year(&self, i: u32) -> bool {
        let word = self.syntax.word(i);
        word.len() == 4
            && word.bytes().all(|b| b.is_ascii_digit())
            && (word.starts_with("19") || word.starts_with("20"))
    }

    /// "it is clear that", "it rained".
    fn is_empty_it(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let verb = syntax.head(i);
        syntax.lower(i) == "it"
            && matches!(syntax.dep(i), Dep::Nsubj | Dep::Nsubjpass)
            && (syntax.lemma(verb) == "be" && syntax.child(verb, Dep::Acomp).is_some()
                || matches!(syntax.lemma(verb), "seem" | "appear" | "rain" | "snow" | "turn"))
            && syntax.children(verb).any(|c| {
                matches!(syntax.dep(c), Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Advcl)
                    || syntax.dep(c) == Dep::Acomp
                        && syntax
                            .children(c)
                            .any(|g| matches!(syntax.dep(g), Dep::Ccomp | Dep::Xcomp))
            })
    }

    /// The whole phrase around a noun: everything below it but what is coordinated with it or put beside it.
    fn extent(&self, head: u32) -> TokenRange {
        let syntax = self.syntax;
        let apart = |c: u32| {
            matches!(
                syntax.dep(c),
                Dep::Conj
                    | Dep::Cc
                    | Dep::Appos
                    | Dep::Punct
                    | Dep::Parataxis
                    | Dep::Preconj
                    | Dep::Intj
            ) || matches!(
                syntax.dep(c),
                Dep::Mark | Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Cop
            )
        };
        let (mut start, mut end) = (head, head + 1);
        for child in syntax.children(head).filter(|&c| c < head).rev() {
            match syntax.dep(child) {
                Dep::Punct => {}
                _ if apart(child) => break,
                _ => start = syntax.subtree(child).start.min(start),
            }
        }
        for child in syntax.children(head).filter(|&c| c > head) {
            match syntax.dep(child) {
                Dep::Punct => {}
                _ if apart(child) => break,
                _ => end = syntax.subtree(child).end.max(end),
            }
        }
        while end > head + 1 && syntax.pos(end - 1) == Pos::Punct {
            end -= 1;
        }
        while start < head && syntax.pos(start) == Pos::Punct {
            start += 1;
        }
        // "it's", "Orla's": the ending is written in one with the word.
        let clitic = |i: u32| {
            syntax.is_joined(i)
                && syntax.word(i).starts_with(['\'', '’'])
                && syntax.word(i).len() > 1
        };
        if clitic(end) {
            end += 1;
        }
        TokenRange::new(start, end)
    }

    fn add(&mut self, head: u32) {
        let syntax = self.syntax;
        let tokens = self.extent(head);
        let span = syntax.layers.span(tokens).unwrap_or_default();
        let tag = syntax.tag(head);
        let pronoun = matches!(tag, Tag::Prp | Tag::PrpS | Tag::Dt);
        let name = matches!(tag, Tag::Nnp | Tag::Nnps | Tag::Cd);
        let small = |i: u32| {
            matches!(syntax.dep(i), Dep::Det | Dep::Poss | Dep::Case | Dep::Punct | Dep::Predet)
                || matches!(syntax.tag(i), Tag::Dt | Tag::PrpS)
        };
        let mut modifiers: Vec<String> = syntax
            .children(head)
            .filter(|&c| c < head && !small(c))
            .map(|c| syntax.lower(c).to_owned())
            .collect();
        let key = if name {
            let words: Vec<&str> =
                modifiers.iter().map(String::as_str).chain([syntax.lower(head)]).collect();
            let key = words.join(" ");
            modifiers.clear();
            key
        } else {
            syntax.lemma_lower(head).into_owned()
        };
        let plural = matches!(tag, Tag::Nns | Tag::Nnps)
            || matches!(
                syntax.lower(head),
                "they" | "them" | "their" | "these" | "those" | "we" | "us" | "our"
            );
        let mut found =
            Found { head, span, group: 0, key, modifiers, plural, pronoun, actor: false };
        let group = match self.actors.get(&head) {
            Some(&actor) => {
                found.actor = true;
                Some(actor)
            }
            None if pronoun => self.of_pronoun(&found),
            None => self.beside(head).or_else(|| self.same_noun(&found, name)),
        };
        found.group = group.unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.found.push(found);
    }

    fn group_at(&self, head: u32) -> Option<u32> {
        let at = self.found.binary_search_by_key(&head, |f| f.head).ok()?;
        self.found.get(at).map(|f| f.group)
    }

    /// Apposition, and "X is a Y".
    fn beside(&self, head: u32) -> Option<u32> {
        let syntax = self.syntax;
        let up = syntax.head(head);
        match syntax.dep(head) {
            Dep::Appos => self.group_at(up),
            Dep::Attr
                if matches!(syntax.lemma(up), "be" | "become")
                    && syntax.child(up, Dep::Neg).is_none() =>
            {
                let mut subjects = syntax
                    .children(up)
                    .filter(|&c| c < head && matches!(syntax.dep(c), Dep::Nsubj));
                subjects.next().and_then(|s| self.group_at(s))
            }
            _ => None,
        }
    }

    /// The phrase before with the same noun: names and bare nouns by equality, "the storm" by its noun.
    fn same_noun(&self, found: &Found, name: bool) -> Option<u32> {
        let syntax = self.syntax;
        let sentence = syntax.sentence_of(found.head);
        let determiner = syntax
            .children(found.head)
            .find(|&c| c < found.head && matches!(syntax.dep(c), Dep::Det | Dep::Poss));
        let indefinite = determiner.is_some_and(|d| {
            matches!(
                syntax.lower(d),
                "a" | "an"
                    | "another"
                    | "some"
                    | "any"
                    | "no"
                    | "every"
                    | "each"
                    | "what"
                    | "which"
            )
        });
        if indefinite && !name {
            return None;
        }
        let owner = determiner.filter(|&d| syntax.dep(d) == Dep::Poss);
        let tail = |f: &Found| {
            syntax
                .children(f.head)
                .any(|c| c > f.head && matches!(syntax.dep(c), Dep::Prep | Dep::Relcl | Dep::Acl))
        };
        let candidate = |f: &&Found| {
            if f.pronoun || f.key != found.key || f.plural != found.plural {
                return false;
            }
            if name {
                return true;
            }
            if let Some(owner) = owner {
                let other = syntax.child(f.head, Dep::Poss);
                let same = other.is_some_and(|o| {
                    self.group_at(o).is_some() && self.group_at(o) == self.group_at(owner)
                });
                return same && f.modifiers == found.modifiers;
            }
            if determiner.is_none() {
                let bare = syntax
                    .children(f.head)
                    .all(|c| c > f.head || !matches!(syntax.dep(c), Dep::Poss));
                return bare && f.modifiers == found.modifiers && !tail(found);
            }
            sentence <= syntax.sentence_of(f.head) + NOUN_REACH
                && found.modifiers.iter().all(|m| f.modifiers.contains(m))
                && (!tail(found) || tail(f))
        };
        self.found.iter().rev().find(candidate).map(|f| f.group)
    }

    /// First and second person by their words; the third by the foreground.
    fn of_pronoun(&self, found: &Found) -> Option<u32> {
        let syntax = self.syntax;
        let person = |i: u32| match syntax.lower(i) {
            "i" | "me" | "my" | "mine" | "myself" => "i",
            "we" | "us" | "our" | "ours" | "ourselves" => "we",
            "you" | "your" | "yours" | "yourself" | "yourselves" => "you",
            "he" | "him" | "his" | "himself" => "he",
            "she" | "her" | "hers" | "herself" => "she",
            "they" | "them" | "their" | "themselves" | "theirs" => "they",
            "it" | "its" | "itself" => "it",
            _ => "",
        };
        let who = person(found.head);
        if matches!(who, "i" | "we" | "you") {
            let same = self.found.iter().rev().find(|f| f.pronoun && person(f.head) == who);
            return same.map(|f| f.group);
        }
        if who.is_empty() {
            return None;
        }
        if matches!(who, "he" | "she") {
            let same = self.found.iter().rev().find(|f| f.pronoun && person(f.head) == who);
            return same.map(|f| f.group);
        }
        let sentence = syntax.sentence_of(found.head);
        let mut best: Option<(f64, u32)> = None;
        for other in self.found.iter().rev() {
            let back = sentence - syntax.sentence_of(other.head).min(sentence);
            if back > REACH {
                break;
            }
            let fits = if other.pronoun {
                person(other.head) == who
            } else {
                other.plural == found.plural && !syntax.dominates(other.head, found.head)
            };
            let time =
                matches!(self.label(other.head), Some(EntityLabel::Date | EntityLabel::Time));
            if !fits
                || time
                || matches!(syntax.dep(other.head), Dep::Compound | Dep::Nmod | Dep::Npadvmod)
            {
                continue;
            }
            let role = match syntax.dep(syntax.first_conjunct(other.head)) {
                Dep::Nsubj | Dep::Nsubjpass => 3.0,
                Dep::Dobj => 2.2,
                Dep::Attr => 1.6,
                Dep::Pobj => 1.4,
                _ => 1.0,
            };
            let pronoun = if other.pronoun { 0.6 } else { 0.0 };
            let score = role + pronoun - 1.5 * f64::from(back);
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, other.group));
            }
        }
        best.map(|(_, group)| group)
    }
}

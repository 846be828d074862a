//! Descriptions: "the Chinese leader", "two officials with knowledge of the talks", "the country".

use super::{Form, Found, phrase};
use crate::Syntax;
use crate::knowledge::name::fold;
use crate::knowledge::{Knowledge, NounHit, Target, WordClass};
use foldhash::HashSet;
use legation_core::{Dep, Pos, Tag, TokenRange};

/// How a description is determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Determiner {
    /// "the leader", "both leaders".
    Definite,
    /// "a leader", "some leaders", "no leader".
    Indefinite,
    /// "this country", "those officials".
    Demonstrative,
    /// "China's leader", "its leader"; the possessor's head word.
    Possessive(u32),
    /// "leaders", "Chinese leaders".
    None,
}

/// What sort of noun a description has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A role: "spokesman".
    Role(NounHit),
    /// A body: "ministry".
    Body(NounHit),
    /// A state: "country".
    Country,
    /// Those at the head of a state: "leader".
    Leader,
    /// "pair", "sides", "the two".
    Pair,
    /// How one actor stands to another: "ally".
    Relational,
    /// What an outlet publishes: "article".
    Piece,
    /// "the former", "the latter".
    Ordinal,
    /// Any other noun, kept because its clause equates it with an actor.
    Other,
}

/// A description and what its form tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nominal {
    /// The sort of noun.
    pub noun: Noun,
    /// The word that carries the meaning: "civilians" in "thousands of civilians".
    pub core: u32,
    /// The noun in lower case, singular.
    pub lemma: String,
    /// How it is determined.
    pub determiner: Determiner,
    /// More than one.
    pub plural: bool,
    /// "two", "11"; both counts as two.
    pub count: Option<u32>,
}

/// Finds the descriptions.
pub(super) fn find<'f>(
    syntax: &Syntax<'_>,
    knowledge: &Knowledge,
    named: &dyn Fn(u32) -> Option<&'f Found>,
) -> Vec<Found> {
    let finder = Finder { syntax, knowledge, named };
    let mut out: Vec<Found> = (0..syntax.len()).filter_map(|i| finder.at(i)).collect();
    // "civilians" in "thousands of civilians" is part of the description that counts them.
    let cores: HashSet<u32> = out
        .iter()
        .filter_map(|f| {
            if let Form::Nominal(n) = &f.form { (n.core != f.head).then_some(n.core) } else { None }
        })
        .collect();
    out.retain(|f| !cores.contains(&f.head));
    // "a doctors' union": the article belongs to the union.
    out.retain(|f| {
        let article =
            matches!(syntax.lower(f.tokens.start), "a" | "an") && f.tokens.start != f.head;
        !(article && syntax.dep(f.head) == Dep::Poss && syntax.tag(f.head) == Tag::Nns)
    });
    out
}

struct Finder<'s, 'a, 'n, 'f> {
    syntax: &'s Syntax<'a>,
    knowledge: &'s Knowledge,
    named: &'n dyn Fn(u32) -> Option<&'f Found>,
}

impl Finder<'_, '_, '_, '_> {
    fn is(&self, class: WordClass, i: u32) -> bool {
        let lexicon = &self.knowledge.lexicon;
        lexicon.is(class, self.syntax.lower(i)) || lexicon.is(class, &self.syntax.lemma_lower(i))
    }

    fn at(&self, i: u32) -> Option<Found> {
        let syntax = self.syntax;
        if (self.named)(i).is_some() || phrase::is_time(syntax, i) && syntax.tag(i) != Tag::Nns {
            return None;
        }
        let mut core = i;
        let noun = match syntax.tag(i) {
            Tag::Nn
            | Tag::Nns
            | Tag::Nnp
            | Tag::Nnps
            | Tag::Jj
            | Tag::Cd
            | Tag::Dt
            | Tag::Vbn
            | Tag::Jjr
                if self.is(WordClass::Quantity, i) || syntax.tag(i) == Tag::Cd =>
            {
                match self.quantified(i) {
                    Some(inner) => {
                        core = inner;
                        self.noun(inner).or_else(|| self.names_actor(inner).then_some(Noun::Other))
                    }
                    None if self.is_bare_pair(i) => Some(Noun::Pair),
                    None => self.noun_at(i),
                }
            }
            Tag::Jj | Tag::Jjr if self.is_ordinal(i) => Some(Noun::Ordinal),
            _ => self.noun_at(i),
        }?;
        Some(self.found(i, core, noun))
    }

    fn found(&self, i: u32, core: u32, noun: Noun) -> Found {
        let syntax = self.syntax;
        let mut tokens = phrase::noun_phrase(syntax, i);
        if self.describes_name(i) {
            let start = phrase::premodifiers(syntax, syntax.head(i)).start;
            tokens = TokenRange::new(start.min(tokens.start), i + 1);
        }
        let count = self.count(core).or_else(|| self.count(i));
        let plural = matches!(syntax.tag(core), Tag::Nns | Tag::Nnps)
            || matches!(noun, Noun::Pair)
            || matches!(noun, Noun::Role(hit) | Noun::Body(hit) if hit.plural)
            || count.is_some_and(|n| n > 1);
        let lemma = match noun {
            Noun::Role(hit) => self.knowledge.roles.noun(hit).noun.clone(),
            Noun::Body(hit) => self.knowledge.bodies.noun(hit).noun.clone(),
            _ => syntax.lemma(core).to_lowercase(),
        };
        let determiner = self.determiner(if core == i { i } else { core }, i);
        let nominal = Nominal { noun, core, lemma, determiner, plural, count };
        Found {
            tokens,
            head: i,
            form: Form::Nominal(nominal),
            rule: "description",
            others: Vec::new(),
        }
    }

    /// The noun that a quantity counts: "thousands of civilians", "many of them".
    fn quantified(&self, i: u32) -> Option<u32> {
        let of = self.syntax.children_by(i, Dep::Prep).find(|&p| self.syntax.lower(p) == "of")?;
        let object = self.syntax.child(of, Dep::Pobj)?;
        let countable =
            matches!(self.syntax.tag(object), Tag::Nns | Tag::Nnps | Tag::Nn | Tag::Prp | Tag::Wp);
        (countable && !phrase::is_time(self.syntax, object)).then_some(object)
    }

    fn names_actor(&self, i: u32) -> bool {
        matches!(self.syntax.tag(i), Tag::Prp | Tag::Wp)
            && matches!(self.syntax.lower(i), "them" | "whom" | "us" | "which")
    }

    /// "the two" without a noun.
    fn is_bare_pair(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let argument = matches!(
            syntax.dep(i),
            Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Conj
        );
        argument
            && syntax.lower(i) == "two"
            && syntax.children(i).any(|c| matches!(syntax.lower(c), "the" | "these" | "those"))
    }

    fn is_ordinal(&self, i: u32) -> bool {
        matches!(self.syntax.lower(i), "former" | "latter")
            && matches!(
                self.syntax.dep(i),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Poss | Dep::Conj
            )
            && self.syntax.child(i, Dep::Det).is_some()
    }

    /// The noun at `i` if it can head a description of an actor there.
    fn noun_at(&self, i: u32) -> Option<Noun> {
        let syntax = self.syntax;
        let nounlike = matches!(syntax.pos(i), Pos::Noun | Pos::Propn)
            || matches!(syntax.dep(i), Dep::Nsubj | Dep::Appos) && syntax.pos(i) == Pos::Adj;
        // "co-operation": the beginning of a word is no noun.
        let cut = syntax.tag(i + 1) == Tag::Hyph && syntax.is_joined(i + 1);
        if !nounlike || cut {
            return None;
        }
        if matches!(syntax.dep(i), Dep::Compound | Dep::Amod | Dep::Npadvmod | Dep::Nmod)
            && !self.is_possessor(i)
        {
            return self.noun(i).filter(|n| matches!(n, Noun::Body(_)) && self.describes_name(i));
        }
        let noun = self.noun(i);
        // A title before a name is part of the name's phrase, not a description of its own.
        let before_name = (self.named)(i + 1).is_some_and(|f| matches!(f.form, Form::Person(_)))
            && matches!(syntax.dep(i), Dep::Nmod | Dep::Compound);
        if before_name {
            return None;
        }
        noun.or_else(|| self.is_equated(i).then_some(Noun::Other))
    }

    /// Whether a possessive ending follows: "the Vendran leader's 'concerns'" hangs on what is quoted as a mere modifier.
    fn is_possessor(&self, i: u32) -> bool {
        self.syntax.tag(i + 1) == Tag::Pos && self.syntax.dep(i) == Dep::Nmod
    }

    /// "the Vendran energy giant Tessol": a description right before the name of an organisation.
    fn describes_name(&self, i: u32) -> bool {
        let name = (self.named)(i + 1).filter(|f| f.tokens.start == i + 1);
        name.is_some_and(|f| {
            f.head == self.syntax.head(i)
                && matches!(f.form, Form::Known(Target::Organisation(_)) | Form::Organisation(_))
        })
    }

    /// "the only foreign ones": the noun before it that it stands for, in this sentence or the one before.
    fn ones(&self, i: u32) -> Option<Noun> {
        let syntax = self.syntax;
        let from = syntax.sentence_of(i).saturating_sub(1);
        let nouns = (0..i).rev().take_while(|&b| syntax.sentence_of(b) >= from);
        let plural = nouns.filter(|&b| syntax.tag(b) == Tag::Nns && syntax.lower(b) != "ones");
        plural.filter(|&b| syntax.dep(b) != Dep::Compound).find_map(|b| {
            self.noun(b).filter(|n| matches!(n, Noun::Role(hit) | Noun::Body(hit) if hit.plural))
        })
    }

    /// The sort of the noun at `i` by the tables.
    fn noun(&self, i: u32) -> Option<Noun> {
        let syntax = self.syntax;
        if syntax.lower(i) == "ones" && syntax.tag(i) == Tag::Nns {
            let determined = syntax.child(i, Dep::Det).is_some();
            return if determined { self.ones(i) } else { None };
        }
        if self.is(WordClass::PairNoun, i)
            && syntax.tag(i) != Tag::Cd
            && (self.count(i) == Some(2) || syntax.lower(i) == "pair" || syntax.lower(i) == "duo")
        {
            return Some(Noun::Pair);
        }
        let each = self.is_each_of_two(i);
        if self.is(WordClass::CountryNoun, i)
            && !each
            && !matches!(syntax.lower(i), "economy" | "economies" | "power" | "powers")
        {
            return Some(Noun::Country);
        }
        let body = || self.knowledge.bodies.get(&fold(syntax.word(i))).is_some();
        if each
            && (self.is(WordClass::CountryNoun, i) || self.is(WordClass::LeaderNoun, i) || body())
        {
            return Some(Noun::Pair);
        }
        if self.is(WordClass::Relational, i) {
            return Some(Noun::Relational);
        }
        for words in (1..=3u32).rev() {
            let Some(start) = (i + 1).checked_sub(words) else { continue };
            let inside = (start..i).all(|b| {
                syntax.dominates(i, b)
                    && matches!(syntax.dep(b), Dep::Compound | Dep::Amod | Dep::Nmod)
                    && (self.named)(b).is_none()
            });
            if !inside {
                continue;
            }
            let key: Vec<String> = (start..=i).map(|w| fold(syntax.word(w))).collect();
            let key = key.join(" ");
            if words == 1 && self.is(WordClass::NotAlone, i)
                || self.knowledge.lexicon.is(WordClass::NotAlone, &key)
            {
                break;
            }
            if words == 1 && self.is(WordClass::NeedsOwner, i) && !self.has_owner(i) {
                break;
            }
            // "His office said", but not "met in his office".
            let whose = syntax.children(i).any(|c| {
                syntax.dep(c) == Dep::Poss || syntax.dep(c) == Dep::Prep && syntax.lower(c) == "of"
            });
            if words == 1 && syntax.lower(i) == "office" && !(whose && self.acts(i)) {
                break;
            }
            if let Some(hit) = self.knowledge.roles.get(&key) {
                let leader = words == 1
                    && self.is(WordClass::LeaderNoun, i)
                    && self.knowledge.roles.noun(hit).noun != "president";
                return Some(if leader && !hit.plural { Noun::Leader } else { Noun::Role(hit) });
            }
            if let Some(hit) = self.knowledge.bodies.get(&key) {
                return Some(Noun::Body(hit));
            }
        }
        if self.is(WordClass::LeaderNoun, i) && matches!(syntax.tag(i), Tag::Nn | Tag::Nnp) {
            return Some(Noun::Leader);
        }
        if self.is(WordClass::Piece, i)
            && matches!(syntax.tag(i), Tag::Nn | Tag::Nnp)
            && matches!(syntax.dep(i), Dep::Nsubj | Dep::Pobj | Dep::Nsubjpass)
        {
            return Some(Noun::Piece);
        }
        None
    }

    /// Whether a name or an "of" says whom a noun belongs to: "head of the agency", "the Vendran chief".
    fn has_owner(&self, i: u32) -> bool {
        self.syntax.children(i).any(|c| match self.syntax.dep(c) {
            Dep::Prep => c > i && matches!(self.syntax.lower(c), "of" | "at" | "for"),
            Dep::Compound | Dep::Amod | Dep::Nmod => {
                self.syntax.pos(c) != Pos::Adj || (self.named)(c).is_some()
            }
            Dep::Poss => self.syntax.tag(c) != Tag::PrpS || self.syntax.tag(i) == Tag::Nn,
            _ => false,
        })
    }

    /// Whether the noun stands in apposition to a name or is said to be one.
    fn is_equated(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let is_actor = |t: u32| {
            (self.named)(t).is_some_and(|f| {
                matches!(f.form, Form::Person(_) | Form::Known(_) | Form::Organisation(_))
            })
        };
        match syntax.dep(i) {
            Dep::Appos => is_actor(syntax.head(i)),
            _ => {
                syntax.children_by(i, Dep::Appos).any(is_actor)
                    && syntax.child(i, Dep::Det).is_some()
            }
        }
    }

    fn count(&self, i: u32) -> Option<u32> {
        let syntax = self.syntax;
        let number = |w: u32| match syntax.lower(w) {
            "two" | "both" | "pair" => Some(2),
            "three" => Some(3),
            "four" => Some(4),
            "five" => Some(5),
            "one" => Some(1),
            digits => digits.parse().ok(),
        };
        syntax
            .children(i)
            .filter(|&c| {
                c < i
                    && matches!(syntax.dep(c), Dep::Nummod | Dep::Det | Dep::Predet | Dep::Preconj)
            })
            .find_map(number)
            .or_else(|| if syntax.tag(i) == Tag::Cd { number(i) } else { None })
            .or_else(|| self.is_each_of_two(i).then_some(2))
    }

    /// Whether a word is a subject, or whoever a passive or a report names.
    fn acts(&self, i: u32) -> bool {
        let syntax = self.syntax;
        match syntax.dep(syntax.first_conjunct(i)) {
            Dep::Nsubj | Dep::Nsubjpass => true,
            Dep::Pobj => {
                let up = syntax.head(syntax.first_conjunct(i));
                syntax.dep(up) == Dep::Agent || syntax.lower(syntax.head(up)) == "according"
            }
            _ => false,
        }
    }

    /// "Each side accused the other", "neither leader can yield": both are meant.
    fn is_each_of_two(&self, i: u32) -> bool {
        let syntax = self.syntax;
        let determined = |word: &str| {
            syntax.child(i, Dep::Det).is_some_and(|d| d < i && syntax.lower(d) == word)
        };
        if determined("neither") {
            return syntax.tag(i) == Tag::Nn && syntax.dep(i) == Dep::Nsubj;
        }
        let each = determined("each");
        let other = |j: &u32| {
            syntax.lower(*j) == "other"
                && syntax.lower(j - 1) == "the"
                && !matches!(syntax.tag(j + 1), Tag::Nn | Tag::Nns)
        };
        let end = syntax.sentence(i).end.saturating_sub(1);
        each && syntax.dep(i) == Dep::Nsubj && (i + 1..end).any(|j| other(&j))
    }

    fn determiner(&self, core: u32, head: u32) -> Determiner {
        let syntax = self.syntax;
        for i in [head, core] {
            if let Some(possessor) = syntax.child(i, Dep::Poss) {
                return Determiner::Possessive(possessor);
            }
            for word in syntax.children(i).filter(|&c| c < i) {
                match syntax.lower(word) {
                    "the" | "both" => return Determiner::Definite,
                    "this" | "that" | "these" | "those" => return Determiner::Demonstrative,
                    "a" | "an" | "some" | "any" | "no" | "another" | "every" | "each"
                    | "several" | "many" | "few" => {
                        return Determiner::Indefinite;
                    }
                    _ => {}
                }
            }
        }
        Determiner::None
    }
}

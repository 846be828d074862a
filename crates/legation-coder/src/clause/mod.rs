//! Clauses: dependency trees normalised once into who does what to whom. Frames match clauses, never raw trees.
//!
//! Arguments are head words: conjuncts are shared out ("A and B met C": both are subjects), relative pronouns are
//! replaced by what they refer to, the subject of a controlled infinitive is supplied ("vowed to deepen").

mod argument;
mod build;
mod connect;

use crate::Syntax;
use legation_core::Tag;

/// A position in [`Clauses::list`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseIdx(pub u32);

/// What carries the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClauseKind {
    /// A verb: "Russia invaded Ukraine".
    Verbal,
    /// A noun that may report an event: "Russia's invasion of Ukraine".
    Nominal,
    /// A copula with an adjective or noun: "Mr. Putin is isolated", "China is its partner". The head is that adjective or noun.
    Copular,
}

/// Active or passive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The subject acts.
    Active,
    /// The subject is acted on.
    Passive,
}

/// When the clause's content lies by its verb form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// "met", "had met".
    Past,
    /// "meets", "is meeting".
    Present,
    /// "will meet", "is to meet", "is going to meet".
    Future,
    /// Infinitives, participles and nouns, which take their time from what governs them.
    None,
}

/// How a clause hangs on the one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// A main clause.
    Root,
    /// Finite complement: "said that …".
    Complement,
    /// Infinitive or participle complement: "vowed to …", "began …-ing".
    Open,
    /// Adverbial clause; the marker ("if", "after") is in [`Clause::marker`].
    Adverbial,
    /// Relative clause or participle after a noun.
    Relative,
    /// Complement of a noun: "the vow to …", "the claim that …".
    NounComplement,
    /// Complement of a preposition: "accused of …-ing", "without …-ing".
    Prepositional,
    /// Coordinated with the clause above.
    Conjunct,
    /// Subject clause.
    Subject,
    /// A nominal clause inside another clause.
    Argument,
    /// Loosely attached: parenthetical.
    Parataxis,
}

/// A prepositional argument: "with China", "on Friday".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition's token.
    pub prep: u32,
    /// The preposition in lower case, compound ones joined: "because of", "on behalf of".
    pub word: String,
    /// The head words of its objects.
    pub objects: Vec<u32>,
    /// Whether it hangs on the clause's object ("impose sanctions on") rather than on the predicate itself.
    pub on_object: bool,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The predicate's token: verb, noun or adjective.
    pub head: u32,
    /// The token that carries tense and negation: the head itself, or the copula of a copular clause.
    pub verb: u32,
    /// What carries it.
    pub kind: ClauseKind,
    /// Active or passive (nominal clauses are active).
    pub voice: Voice,
    /// Tense by form.
    pub tense: Tense,
    /// Progressive: "is meeting".
    pub progressive: bool,
    /// Perfect: "has met".
    pub perfect: bool,
    /// The modal or semi-modal in lower case: "may", "would", "have to".
    pub modal: Option<String>,
    /// The negating token: "not", "never", "no".
    pub negation: Option<u32>,
    /// The particle of a phrasal verb.
    pub particle: Option<u32>,
    /// Subordinating marker in lower case: "if", "after", "that", "to".
    pub marker: Option<String>,
    /// Who acts, by syntax: subjects (of the active), agents (by-phrases), possessors of event nouns.
    pub agents: Vec<u32>,
    /// On whom or what, by syntax: direct objects, passive subjects, "of"-objects of event nouns.
    pub patients: Vec<u32>,
    /// Indirect objects and objects of "to" with verbs of giving.
    pub recipients: Vec<u32>,
    /// All prepositional arguments.
    pub obliques: Vec<Oblique>,
    /// For nominal clauses: adjectives and compound parts before the noun ("Russian", "missile"), which may name a participant.
    pub modifiers: Vec<u32>,
    /// The clause above.
    pub parent: Option<ClauseIdx>,
    /// How it hangs there.
    pub link: Link,
    /// Whether the agents were supplied from the clause above (control) rather than found beside the predicate.
    pub controlled: bool,
}

impl Clause {
    /// Whether the verb is a base form that no auxiliary makes finite: "(to) leave", "(that he) leave", but not "will leave" or
    /// "did not leave".
    pub fn is_base_form(&self, syntax: &Syntax<'_>) -> bool {
        self.tense == Tense::None && syntax.tag(self.verb) == Tag::Vb
    }
}

/// All clauses of a document in order of their heads.
#[derive(Clone, Debug, Default)]
pub struct Clauses {
    /// The clauses.
    pub list: Vec<Clause>,
    /// The clause headed by each token, where there is one.
    by_head: Vec<Option<ClauseIdx>>,
    /// The clauses that hang on each clause, in order.
    children: Vec<Vec<ClauseIdx>>,
}

impl Clauses {
    /// The clauses that hang directly on this one.
    pub fn children(&self, idx: ClauseIdx) -> impl Iterator<Item = &Clause> {
        self.children[idx.0 as usize].iter().map(|c| self.get(*c))
    }

    /// The positions of the clauses that hang directly on this one.
    pub fn children_of(&self, idx: ClauseIdx) -> impl Iterator<Item = ClauseIdx> {
        self.children[idx.0 as usize].iter().copied()
    }

    /// The infinitives and clauses that complete a noun: "threats to invade", "the claim that".
    pub fn children_by_noun<'c>(
        &'c self,
        noun: u32,
        syntax: &'c Syntax<'_>,
    ) -> impl Iterator<Item = &'c Clause> {
        let here = move |c: &&Clause| c.link == Link::NounComplement && syntax.head(c.verb) == noun;
        self.list.iter().filter(here)
    }

    /// All positions, in order.
    pub fn iter(&self) -> impl Iterator<Item = ClauseIdx> + use<> {
        (0..self.list.len() as u32).map(ClauseIdx)
    }

    /// The clause at a position.
    pub fn get(&self, idx: ClauseIdx) -> &Clause {
        &self.list[idx.0 as usize]
    }

    /// The clause whose predicate is token `i`.
    pub fn headed_by(&self, i: u32) -> Option<ClauseIdx> {
        self.by_head.get(i as usize).copied().flatten()
    }

    /// The innermost clause in which token `i` stands.
    pub fn around(&self, syntax: &Syntax<'_>, i: u32) -> Option<ClauseIdx> {
        self.headed_by(i).or_else(|| syntax.ancestors(i).find_map(|a| self.headed_by(a)))
    }
}

/// Finds the clauses of a document. `is_event_noun` tells which noun lemmas may carry a nominal clause.
pub fn find(syntax: &Syntax<'_>, is_event_noun: &dyn Fn(&str) -> bool) -> Clauses {
    build::clauses(syntax, &|i| is_event_noun(syntax.lemma(i)))
}

/// The same with the choice made by token rather than by lemma.
pub fn find_with(syntax: &Syntax<'_>, is_event: &dyn Fn(u32) -> bool) -> Clauses {
    build::clauses(syntax, is_event)
}

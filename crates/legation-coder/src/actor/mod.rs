//! Actors: mentions are gathered into who they stand for, with offices, countries and sectors.
//!
//! [`resolve`] goes in stages: names (states, organisations, people across the whole article), titles and appositions,
//! then descriptions, pairs and pronouns in order of the text. [`resolve_speech`] is run after the statements are known
//! and gives the pronouns of quotations ("I", "our country") to their speakers.

mod body;
mod draft;
mod finish;
mod group;
mod link;
mod nominal;
mod office;
mod organisation;
mod person;
mod pronoun;
mod speech;

pub use speech::resolve_speech;

use crate::Syntax;
use crate::knowledge::Knowledge;
use crate::mention;
use draft::Resolver;
use jiff::civil::Date;
use legation_core::record::Timex;
use legation_core::{Actor, ActorIdx, Mention};

/// All actors of an article and which of them each word stands for.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The actors, in order of first mention.
    pub actors: Vec<Actor>,
    /// First-person words inside quotations, which belong to whoever speaks: see [`resolve_speech`].
    pub(crate) spoken: Vec<Spoken>,
    /// For each token, the innermost mention it belongs to: actor and position in its mentions.
    by_token: Vec<Option<(ActorIdx, u32)>>,
    /// For each token, the actor of the mention it is the head of.
    by_head: Vec<Option<ActorIdx>>,
}

/// A first-person word or phrase that waits for its speaker.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    pub(crate) mention: Mention,
    /// "we", "our" rather than "I", "my".
    pub(crate) plural: bool,
    /// "our country", "our two countries": the number of states meant, else 0.
    pub(crate) countries: u8,
    /// "our relations", "we share": the speaker and whoever stands on the other side.
    pub(crate) joint: bool,
    /// The two states that the text named together last, for what is joint.
    pub(crate) together: Option<[ActorIdx; 2]>,
}

impl Cast {
    /// Indexes the mentions of `actors` for a document of `tokens` tokens.
    pub fn new(actors: Vec<Actor>, tokens: u32) -> Self {
        let mut cast =
            Self { actors, spoken: Vec::new(), by_token: Vec::new(), by_head: Vec::new() };
        cast.index(tokens);
        cast
    }

    /// Builds the indexes anew.
    fn index(&mut self, tokens: u32) {
        let mut by_token: Vec<Option<(ActorIdx, u32)>> = vec![None; tokens as usize];
        let mut by_head: Vec<Option<(ActorIdx, u32)>> = vec![None; tokens as usize];
        for (a, actor) in self.actors.iter().enumerate() {
            for (m, mention) in actor.mentions.iter().enumerate() {
                let here = Some((ActorIdx(a as u32), m as u32));
                let shorter = |old: Option<(ActorIdx, u32)>| {
                    old.is_none_or(|(a, m)| {
                        mention.tokens.len()
                            < self.actors[a.0 as usize].mentions[m as usize].tokens.len()
                    })
                };
                for i in mention.tokens.iter() {
                    if let Some(slot) = by_token.get_mut(i as usize).filter(|old| shorter(**old)) {
                        *slot = here;
                    }
                }
                if let Some(slot) =
                    by_head.get_mut(mention.head as usize).filter(|old| shorter(**old))
                {
                    *slot = here;
                }
            }
        }
        self.by_token = by_token;
        self.by_head = by_head.into_iter().map(|slot| slot.map(|(a, _)| a)).collect();
    }

    /// The actor at a position.
    pub fn get(&self, idx: ActorIdx) -> &Actor {
        &self.actors[idx.0 as usize]
    }

    /// The actor of the innermost mention that covers token `i`.
    pub fn covering(&self, i: u32) -> Option<ActorIdx> {
        self.by_token.get(i as usize).copied().flatten().map(|(a, _)| a)
    }

    /// The actor of the mention whose head word is token `i`.
    pub fn headed_by(&self, i: u32) -> Option<ActorIdx> {
        self.by_head.get(i as usize).copied().flatten()
    }
}

/// Finds who is who in a document. `day` is the day of publication, on which offices are looked up.
pub fn resolve(syntax: &Syntax<'_>, knowledge: &Knowledge, day: Option<Date>) -> Cast {
    resolve_dated(syntax, knowledge, day, &[])
}

/// The same where the text's time expressions are known: offices are looked up on the day of which the text speaks.
pub fn resolve_dated(
    syntax: &Syntax<'_>,
    knowledge: &Knowledge,
    day: Option<Date>,
    timexes: &[Timex],
) -> Cast {
    let mentions = mention::find(syntax, knowledge, day);
    let mut resolver = Resolver::new(syntax, knowledge, day, timexes, mentions);
    resolver.resolve_known();
    resolver.resolve_organisations();
    resolver.resolve_people();
    resolver.resolve_links();
    for at in 0..resolver.mentions.list.len() {
        resolver.resolve_description_or_pronoun(at);
    }
    resolver.finish()
}

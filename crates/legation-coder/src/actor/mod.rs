//! Actors: mentions are gathered into who they stand for, with offices, countries and sectors.

use legation_core::{Actor, ActorIdx};

/// All actors of an article and which of them each word stands for.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The actors, in order of first mention.
    pub actors: Vec<Actor>,
    /// For each token, the innermost mention it belongs to: actor and position in its mentions.
    by_token: Vec<Option<(ActorIdx, u32)>>,
}

impl Cast {
    /// Indexes the mentions of `actors` for a document of `tokens` tokens.
    pub fn new(actors: Vec<Actor>, tokens: u32) -> Self {
        let mut by_token: Vec<Option<(ActorIdx, u32)>> = vec![None; tokens as usize];
        let length = |at: Option<(ActorIdx, u32)>, actors: &[Actor]| {
            at.map_or(u32::MAX, |(a, m)| actors[a.0 as usize].mentions[m as usize].tokens.len())
        };
        for (a, actor) in actors.iter().enumerate() {
            for (m, mention) in actor.mentions.iter().enumerate() {
                for i in mention.tokens.iter() {
                    let Some(&old) = by_token.get(i as usize) else { continue };
                    if mention.tokens.len() < length(old, &actors) {
                        by_token[i as usize] = Some((ActorIdx(a as u32), m as u32));
                    }
                }
            }
        }
        Self { actors, by_token }
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
        let mention = |a: &Actor| a.mentions.iter().any(|m| m.head == i);
        let near = self.covering(i).filter(|a| mention(self.get(*a)));
        near.or_else(|| self.actors.iter().position(mention).map(|a| ActorIdx(a as u32)))
    }
}

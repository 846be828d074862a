//! Drafts become actors: ids, members by position, mentions in order.

use super::draft::{Draft, DraftIdx, FoundIdx, Resolver, is_local};
use super::group::Want;
use super::{Cast, Spoken};
use crate::knowledge::WordClass;
use crate::knowledge::name::key;
use crate::mention::{Determiner, Form, Noun};
use foldhash::{HashMap, HashSet};
use legation_core::record::Role;
use legation_core::{Actor, ActorIdx, ActorKind, Dep, Mention, MentionType};

impl Resolver<'_, '_> {
    /// Writes the cast.
    pub(super) fn finish(mut self) -> Cast {
        let first = |d: &Draft| d.mentions.iter().map(|(m, _)| self.found(*m).tokens.start).min();
        let mut order: Vec<(u32, DraftIdx)> = self
            .drafts
            .iter()
            .enumerate()
            .filter_map(|(at, d)| first(d).map(|f| (f, at)))
            .collect();
        order.sort_unstable();
        // Members and organisations that no mention of their own brought in are kept for the references to them.
        let mut kept: HashSet<DraftIdx> = order.iter().map(|o| o.1).collect();
        let mut referred: Vec<DraftIdx> = order
            .iter()
            .flat_map(|(_, d)| self.drafts[*d].members.iter().copied())
            .filter(|m| !kept.contains(m))
            .collect();
        referred.dedup();
        for member in referred {
            if kept.insert(member) {
                order.push((u32::MAX, member));
            }
        }
        let position: HashMap<DraftIdx, ActorIdx> =
            order.iter().enumerate().map(|(at, (_, d))| (*d, ActorIdx(at as u32))).collect();
        let ids = self.ids(&order);
        let mut actors = Vec::with_capacity(order.len());
        for (at, (_, draft)) in order.iter().enumerate() {
            actors.push(self.actor(*draft, ids[at].clone(), &ids, &position));
        }
        let spoken = std::mem::take(&mut self.spoken);
        let mut cast = Cast::new(actors, self.syntax.len());
        cast.spoken = spoken.into_iter().map(|at| self.spoken_word(at, &position)).collect();
        cast
    }

    fn spoken_word(&self, at: FoundIdx, position: &HashMap<DraftIdx, ActorIdx>) -> Spoken {
        let mention = self.mention(at, String::new());
        match &self.found(at).form {
            Form::Nominal(n)
                if n.noun == Noun::Country && matches!(n.determiner, Determiner::Possessive(_)) =>
            {
                Spoken {
                    mention,
                    plural: true,
                    countries: if n.plural { 2 } else { 1 },
                    joint: false,
                    together: None,
                }
            }
            Form::Pronoun(p) => {
                let head = self.found(at).head;
                let joint = p.plural && self.is_joint(head);
                let pair = self.coordinated_before(head, Want::States, 14).filter(|_| joint);
                let together = pair.and_then(|pair| match pair.as_slice() {
                    [a, b] => Some([*position.get(a)?, *position.get(b)?]),
                    _ => None,
                });
                Spoken { mention, plural: p.plural, countries: 0, joint, together }
            }
            _ => Spoken { mention, plural: true, countries: 0, joint: false, together: None },
        }
    }

    /// "our relations", "we share": what takes two.
    fn is_joint(&self, i: u32) -> bool {
        let governor = self.syntax.lemma_lower(self.syntax.head(i));
        match self.syntax.dep(i) {
            Dep::Poss => self.knowledge.lexicon.is(WordClass::JointNoun, &governor),
            Dep::Nsubj => self.knowledge.lexicon.is(WordClass::JointVerb, &governor),
            _ => false,
        }
    }

    fn mention(&self, at: FoundIdx, rule: String) -> Mention {
        let found = self.found(at);
        let kind = match found.form {
            Form::Adjective(_) => MentionType::Adjective,
            Form::Land(ref land) if land.adjective => MentionType::Adjective,
            Form::Nominal(_) => MentionType::Nominal,
            Form::Pronoun(_) => MentionType::Pronoun,
            _ => MentionType::Name,
        };
        Mention {
            span: self.syntax.span(found.tokens),
            tokens: found.tokens,
            head: found.head,
            kind,
            rule,
        }
    }

    fn actor(
        &self,
        at: DraftIdx,
        id: String,
        ids: &[String],
        position: &HashMap<DraftIdx, ActorIdx>,
    ) -> Actor {
        let draft = &self.drafts[at];
        let mut mentions: Vec<Mention> =
            draft.mentions.iter().map(|(m, rule)| self.mention(*m, rule.clone())).collect();
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
        let named = |of: DraftIdx| {
            position
                .get(&of)
                .map(|p| ids[p.0 as usize].clone())
                .or_else(|| self.drafts[of].id.clone())
        };
        let roles = draft.roles.iter().map(|r| Role {
            title: r.title.clone(),
            of: r.of.and_then(named),
            status: r.status,
            span: r.tokens.map(|t| self.syntax.span(t)),
        });
        Actor {
            id,
            name: draft.name.clone(),
            kind: draft.kind,
            country: self.country(draft),
            sectors: draft.sectors.clone(),
            roles: roles.collect(),
            members: draft.members.iter().filter_map(|m| position.get(m).copied()).collect(),
            known: draft.id.as_deref().is_some_and(|id| self.knowledge.by_id(id).is_some()),
            mentions,
            rule: draft.rule.clone(),
        }
    }

    /// The country of a draft, else that of the organisation it has a role in.
    fn country(&self, draft: &Draft) -> Option<String> {
        let by_role = || {
            draft.roles.iter().filter_map(|r| r.of).find_map(|of| self.drafts[of].country.clone())
        };
        draft.country.clone().or_else(by_role).filter(|c| !is_local(c))
    }

    /// Ids in the order of the actors: those of the tables, else made of the name, local to the article where it does not
    /// tell who is meant.
    fn ids(&self, order: &[(u32, DraftIdx)]) -> Vec<String> {
        let article = self.syntax.doc.id.to_string();
        let local = &article[..8];
        let mut taken: HashSet<String> = HashSet::default();
        let mut out: Vec<String> = Vec::with_capacity(order.len());
        let mut by_draft: HashMap<DraftIdx, String> = HashMap::default();
        let groups_last = |d: &Draft| !d.members.is_empty();
        let mut ids = vec![String::new(); order.len()];
        for pass in [false, true] {
            for (at, (_, draft)) in order.iter().enumerate() {
                let entry = &self.drafts[*draft];
                if groups_last(entry) != pass {
                    continue;
                }
                let base = match &entry.id {
                    Some(id) => id.clone(),
                    None if pass => {
                        let mut members: Vec<&str> = entry
                            .members
                            .iter()
                            .filter_map(|m| by_draft.get(m))
                            .map(String::as_str)
                            .collect();
                        members.sort_unstable();
                        members.join("+")
                    }
                    None => self.made_id(entry, local),
                };
                let mut id = base.clone();
                let mut n = 2;
                while !taken.insert(id.clone()) {
                    id = format!("{base}~{n}");
                    n += 1;
                }
                by_draft.insert(*draft, id.clone());
                ids[at] = id;
            }
        }
        out.append(&mut ids);
        out
    }

    fn made_id(&self, draft: &Draft, local: &str) -> String {
        let slug = slug(&draft.name);
        let mark = |tail: &str| if tail.is_empty() { String::new() } else { format!(".{tail}") };
        match draft.kind {
            ActorKind::Person if draft.names.iter().any(|n| n.len() > 1) => slug,
            ActorKind::Person => {
                let of = draft
                    .roles
                    .iter()
                    .find_map(|r| r.of)
                    .map_or(String::new(), |of| slug_of(&self.drafts[of]));
                format!("{slug}{}@{local}", mark(&of))
            }
            _ if !draft.names.is_empty() => slug,
            ActorKind::Group if draft.country.is_some() => slug,
            _ => format!("{slug}@{local}"),
        }
    }
}

fn slug_of(draft: &Draft) -> String {
    draft.id.as_deref().map_or_else(|| slug(&draft.name), str::to_lowercase)
}

/// A name as an id: its key with hyphens, cut to a reasonable length.
fn slug(name: &str) -> String {
    let words: Vec<String> = key(name).split(' ').take(8).map(str::to_owned).collect();
    words.join("-")
}

//! First-person words in quotations belong to whoever speaks.

use super::pronoun::AUTHOR_RULE;
use super::{Cast, Spoken};
use legation_core::plover::Sector;
use legation_core::record::Manner;
use legation_core::{Actor, ActorIdx, ActorKind, Mention, Span, Statement};

/// Gives "I", "we" and "our country" inside quotations to the speakers of `statements`; likewise inside of what is given word for
/// word without marks: turns of interviews and block quotations.
pub fn resolve_speech(cast: &mut Cast, statements: &[Statement]) {
    take_from_author(cast, statements);
    let spoken = std::mem::take(&mut cast.spoken);
    for word in spoken {
        let span = word.mention.span;
        let innermost = statements
            .iter()
            .filter(|s| verbatim(s).iter().any(|q| q.contains(span)))
            .min_by_key(|s| verbatim(s).iter().map(|q| u64::from(q.len())).sum::<u64>());
        let Some(speaker) = innermost.and_then(|s| s.speaker) else { continue };
        if word.joint {
            pair_up(cast, speaker, &word);
        }
        let Some((actor, rule)) = meant(cast, speaker, &word) else { continue };
        let Some(entry) = cast.actors.get_mut(actor.0 as usize) else { continue };
        let mention = legation_core::Mention { rule: rule.to_owned(), ..word.mention };
        let at = entry.mentions.partition_point(|m| m.span.start < mention.span.start);
        entry.mentions.insert(at, mention);
    }
    cast.index(cast.by_token.len() as u32);
}

/// The parts of a statement that are given word for word.
fn verbatim(statement: &Statement) -> &[Span] {
    if statement.quoted.is_empty() && statement.manner == Manner::Direct {
        &statement.content
    } else {
        &statement.quoted
    }
}

/// "I" without quotation marks was given to the author; in words given verbatim it is the speaker.
fn take_from_author(cast: &mut Cast, statements: &[Statement]) {
    let plain = |s: &&Statement| s.quoted.is_empty() && s.manner == Manner::Direct;
    for statement in statements.iter().filter(plain) {
        let Some(speaker) = statement.speaker.map(|s| s.0 as usize) else { continue };
        let Some(author) = cast.actors.iter().position(|a| a.rule == AUTHOR_RULE) else { return };
        if author == speaker {
            continue;
        }
        let inside = |m: &Mention| statement.content.iter().any(|c| c.contains(m.span));
        let (taken, kept) = std::mem::take(&mut cast.actors[author].mentions)
            .into_iter()
            .partition::<Vec<_>, _>(inside);
        cast.actors[author].mentions = kept;
        let own = &mut cast.actors[speaker].mentions;
        own.extend(taken.into_iter().map(|m| Mention { rule: "the speaker".to_owned(), ..m }));
        own.sort_by_key(|m| m.span);
    }
}

/// Makes one actor of the two states that were named together, where the speaker's is one of them and no words have done so yet.
fn pair_up(cast: &mut Cast, speaker: ActorIdx, word: &Spoken) {
    let Some(pair) = word.together else { return };
    let home = cast.get(speaker).country.clone();
    let members = pair.map(|m| cast.get(m));
    let has_home = members.iter().any(|m| Some(&m.id) == home.as_ref());
    let made = cast
        .actors
        .iter()
        .any(|a| a.members.len() == 2 && pair.iter().all(|m| a.members.contains(m)));
    if !has_home || made {
        return;
    }
    let mut ids = members.map(|m| m.id.as_str());
    ids.sort_unstable();
    let actor = Actor {
        id: ids.join("+"),
        name: format!("{} and {}", members[0].name, members[1].name),
        kind: ActorKind::Group,
        country: None,
        sectors: members[0].sectors.clone(),
        roles: Vec::new(),
        members: pair.to_vec(),
        known: false,
        mentions: Vec::new(),
        rule: "several actors taken together".to_owned(),
    };
    cast.actors.push(actor);
}

/// Whom a first-person word of this speaker means.
fn meant(cast: &Cast, speaker: ActorIdx, word: &Spoken) -> Option<(ActorIdx, &'static str)> {
    let who = cast.actors.get(speaker.0 as usize)?;
    let state = || {
        let country = who.country.as_deref()?;
        let at = cast.actors.iter().position(|a| a.kind == ActorKind::State && a.id == country)?;
        Some(ActorIdx(at as u32))
    };
    let pair = || {
        let home = state()?;
        let has = |a: &legation_core::Actor| a.members.len() == 2 && a.members.contains(&home);
        let start = word.mention.span.start;
        let last = |a: &legation_core::Actor| {
            a.mentions.iter().map(|m| m.span.start).filter(|s| *s < start).max()
        };
        let pairs = cast.actors.iter().enumerate().filter(|(_, a)| has(a));
        pairs
            .max_by_key(|(at, a)| (last(a), std::cmp::Reverse(*at)))
            .map(|(at, _)| ActorIdx(at as u32))
    };
    match (word.countries, word.plural) {
        (1, _) => state().map(|s| (s, "country of the speaker")),
        (2.., _) => pair().map(|p| (p, "the speaker's country and the other")),
        (_, false) => Some((speaker, "the speaker")),
        (_, true) if word.joint && pair().is_some() => {
            pair().map(|p| (p, "the speaker's side and the other"))
        }
        (_, true) => {
            let official =
                who.sectors.iter().any(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg));
            match state().filter(|_| who.kind == ActorKind::Person && official) {
                Some(state) => Some((state, "the state for which the speaker speaks")),
                None => Some((speaker, "the speaker and those spoken for")),
            }
        }
    }
}

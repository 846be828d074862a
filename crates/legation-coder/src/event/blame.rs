//! Accusations made by quoting alone: a party that says of its opponent, in its own words, that it does harm, accuses it.

use super::Input;
use legation_core::plover::{EventType, Sector};
use legation_core::record::CueClass;
use legation_core::{ActorIdx, ActorKind, Event, Factuality, RecordId, Statement, StatementIdx};

/// How sure such an accusation is: no word of the text names it.
const CONFIDENCE: f32 = 0.5;

/// Adds an accusation for each quoted party that tells of harm done by an opponent, unless the words of quoting tell of an event already.
pub(super) fn by_quoting(input: &Input<'_>, events: &mut Vec<Event>) {
    let mut added: Vec<Event> = Vec::new();
    for (at, statement) in input.statements.iter().enumerate() {
        let (Some(speaker), Some(cue)) = (statement.speaker, statement.cue) else { continue };
        let says = matches!(statement.cue_class, CueClass::Say | CueClass::Claim);
        let told = events
            .iter()
            .any(|e| e.trigger.overlaps(cue) || e.more_triggers.iter().any(|t| t.overlaps(cue)));
        if !says || told || !is_party(input, speaker) {
            continue;
        }
        let index = StatementIdx(at as u32);
        let harm = events.iter().find(|e| {
            e.attribution.first() == Some(&index)
                && is_harm(e)
                && statement.quoted.iter().any(|q| q.contains(e.trigger))
                && is_opponent(input, events, (statement, speaker), e)
        });
        if let Some(harm) = harm {
            let doers = behind(events, index, harm);
            added.push(accusation(input, statement, speaker, (harm, doers)));
        }
    }
    events.extend(added);
    events.sort_by_key(|e| e.trigger);
}

/// States, governments, forces, parties and media speak as a side; scholars and witnesses do not.
fn is_party(input: &Input<'_>, speaker: ActorIdx) -> bool {
    use ActorKind::{Government, Igo, Media, Military, Party, PlaceGroup, State};
    let actor = input.stage.cast.get(speaker);
    let office = |s: &Sector| {
        matches!(
            s,
            Sector::Gov | Sector::Mil | Sector::Reb | Sector::Opp | Sector::Leg | Sector::Pty
        )
    };
    matches!(actor.kind, State | Government | Military | Media | Party | PlaceGroup | Igo)
        || actor.sectors.iter().any(office)
}

fn is_harm(event: &Event) -> bool {
    use EventType::{Assault, Coerce, Mobilize, Sanction, Threaten};
    matches!(event.event_type, Some(Assault | Coerce | Mobilize | Sanction | Threaten))
        && !matches!(event.factuality, Factuality::Negated | Factuality::Denied)
        && !event.symmetric
        && !event.source.is_empty()
}

/// Whether whoever does the harm does it to the speaker's side, or the article tells of a conflict between the two.
fn is_opponent(
    input: &Input<'_>,
    events: &[Event],
    (statement, speaker): (&Statement, ActorIdx),
    harm: &Event,
) -> bool {
    let country = |a: ActorIdx| input.stage.cast.get(a).country.as_deref();
    let same =
        |a: ActorIdx, b: ActorIdx| a == b || country(a).is_some() && country(a) == country(b);
    let side = |list: &[ActorIdx], one: ActorIdx| list.iter().any(|&a| same(a, one));
    if side(&harm.source, speaker) {
        return false;
    }
    let hostile = |e: &Event| {
        let conflict = e.event_type.is_some_and(|t| t.quad().number() > 2);
        let across = |a: &[ActorIdx], b: &[ActorIdx]| {
            side(a, speaker) && harm.source.iter().any(|&h| side(b, h))
        };
        conflict && (across(&e.source, &e.target) || across(&e.target, &e.source))
    };
    // "They are threatening our people": in a quotation "our" is the speaker's.
    let syntax = input.stage.syntax;
    let trigger = syntax.tokens_in(harm.trigger).iter().next_back();
    let sentence = trigger.map(|t| syntax.sentence(t));
    let ours = sentence.into_iter().flat_map(legation_core::TokenRange::iter).any(|t| {
        Some(t) > trigger
            && matches!(syntax.lower(t), "our" | "us")
            && statement.quoted.iter().any(|q| q.contains(syntax.token(t).span))
    });
    side(&harm.target, speaker) || ours || events.iter().any(hostile)
}

/// "They train terrorists to attack us": who helps those who do the harm is the one accused.
fn behind<'e>(events: &'e [Event], statement: StatementIdx, harm: &'e Event) -> &'e [ActorIdx] {
    use EventType::{Aid, Request, Support};
    let helps = |e: &&Event| {
        matches!(e.event_type, Some(Aid | Support | Request))
            && e.attribution.first() == Some(&statement)
            && !e.source.is_empty()
            && harm.source.iter().all(|a| e.target.contains(a))
    };
    events.iter().find(helps).map_or(harm.source.as_slice(), |e| e.source.as_slice())
}

fn accusation(
    input: &Input<'_>,
    statement: &Statement,
    speaker: ActorIdx,
    (harm, doers): (&Event, &[ActorIdx]),
) -> Event {
    let syntax = input.stage.syntax;
    let cue = statement.cue.unwrap_or(statement.span);
    let mut attribution = crate::statement::enclosing(input.statements, cue);
    attribution.retain(|s| input.statements[s.0 as usize].id != statement.id);
    Event {
        id: RecordId::of(syntax.doc.id, "event", cue, "ACCUSE by quoting"),
        span: statement.span,
        source: vec![speaker],
        target: doers.to_vec(),
        symmetric: false,
        event_type: Some(EventType::Accuse),
        mode: EventType::Accuse.mode("allege").map(|m| m.name),
        contexts: harm.contexts.clone(),
        other_type: None,
        trigger: cue,
        more_triggers: Vec::new(),
        date: statement.date.clone(),
        place: statement.place.clone(),
        factuality: Factuality::Occurred,
        attribution,
        confidence: CONFIDENCE,
        rule: "said of an opponent".to_owned(),
        why: vec![format!("an opponent is said to do harm ({})", harm.id)],
    }
}

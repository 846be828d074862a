//! Ties that come with how an actor is named: offices and employment from roles, organs of a state, ruling parties.

use super::frames::Frames;
use super::{Draft, Input};
use legation_core::plover::Sector;
use legation_core::record::{Actor, Role, RoleStatus, TieType};
use legation_core::{ActorIdx, ActorKind, Dep, Factuality, Span};

pub(super) fn drafts(frames: &Frames, input: &Input<'_>, out: &mut Vec<Draft>) {
    let cast = input.stage.cast;
    for (at, actor) in cast.actors.iter().enumerate() {
        let at = ActorIdx(at as u32);
        for role in &actor.roles {
            office(frames, input, (at, actor), role, out);
        }
        if matches!(actor.kind, ActorKind::Media | ActorKind::Company | ActorKind::Party) {
            organ(frames, input, at, actor, out);
        }
    }
}

fn office(
    frames: &Frames,
    input: &Input<'_>,
    (at, actor): (ActorIdx, &Actor),
    role: &Role,
    out: &mut Vec<Draft>,
) {
    let cast = input.stage.cast;
    let (Some(of), Some(span)) = (&role.of, role.span) else { return };
    let Some(body) = cast.actors.iter().position(|a| &a.id == of) else { return };
    let of_state = matches!(
        cast.actors[body].kind,
        ActorKind::State
            | ActorKind::Government
            | ActorKind::Igo
            | ActorKind::Party
            | ActorKind::Military
    );
    // "An American reporter" serves no state.
    let serves = actor.sectors.is_empty() || actor.sectors.iter().any(|s| may_serve(*s));
    if cast.actors[body].kind == ActorKind::State && !serves {
        return;
    }
    let last =
        role.title.split_whitespace().map(str::to_lowercase).find(|w| frames.work.contains(w));
    let works = last.is_some() && cast.actors[body].kind != ActorKind::State || !of_state;
    let beside = actor
        .mentions
        .iter()
        .map(|m| m.span)
        .filter(|m| gap(*m, span) <= 3)
        .min_by_key(|m| gap(*m, span));
    out.push(Draft {
        kind: if works { TieType::Employment } else { TieType::Office },
        a: at,
        b: ActorIdx(body as u32),
        directed: true,
        span: beside.map_or(span, |m| m.hull(span)),
        word: input.stage.syntax.tokens_in(span).start,
        status: Some(match role.status {
            RoleStatus::Former => Factuality::Occurred,
            RoleStatus::Elect => Factuality::Planned,
            RoleStatus::Current | RoleStatus::Acting | RoleStatus::Unknown => Factuality::Ongoing,
        }),
        rule: format!("role:{}", role.title),
    });
}

/// Whether those of a sector may hold an office of a state.
const fn may_serve(sector: Sector) -> bool {
    use Sector::{Cop, Eli, Eur, Gov, Igo, Jud, Leg, Mil, Pre, Prm, Pty, Spy, Unk, Uno};
    matches!(
        sector,
        Cop | Eli | Eur | Gov | Igo | Jud | Leg | Mil | Pre | Prm | Pty | Spy | Unk | Uno
    )
}

const fn gap(a: Span, b: Span) -> u32 {
    if a.end < b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

/// "China's state-owned Global Times", "Russia's RIA Novosti state news agency", "the ruling Communist Party".
fn organ(frames: &Frames, input: &Input<'_>, at: ActorIdx, actor: &Actor, out: &mut Vec<Draft>) {
    let cast = input.stage.cast;
    let syntax = input.stage.syntax;
    for mention in &actor.mentions {
        let phrase = syntax.subtree(mention.head);
        let before = phrase.start..mention.tokens.end.max(mention.head + 1);
        let words =
            Span::new(syntax.token(before.start).span.start, syntax.token(before.end - 1).span.end);
        if before.len() > 12 {
            continue;
        }
        let text = words.of(syntax.text()).to_lowercase();
        let said = |w: &str| text.split(|c: char| !c.is_alphanumeric() && c != '-').any(|x| x == w);
        let kind = match actor.kind {
            ActorKind::Party if said("ruling") || said("governing") => TieType::Office,
            ActorKind::Media | ActorKind::Company
                if said("state")
                    || said("official") && actor.kind == ActorKind::Media
                    || frames.state_owned.iter().any(|w| said(w)) =>
            {
                TieType::Ownership
            }
            _ => continue,
        };
        let named = before.clone().filter(|&i| syntax.dep(i) != Dep::Case).find_map(|i| {
            cast.headed_by(i).filter(|&a| cast.get(a).kind == ActorKind::State && a != at)
        });
        let by_country = || {
            let country = actor.country.as_ref()?;
            cast.actors.iter().position(|a| &a.id == country).map(|a| ActorIdx(a as u32))
        };
        let Some(state) = named.or_else(by_country) else { continue };
        let (a, b) = if kind == TieType::Ownership { (state, at) } else { (at, state) };
        out.push(Draft {
            kind,
            a,
            b,
            directed: true,
            span: words,
            word: mention.head,
            status: Some(Factuality::Ongoing),
            rule: format!("name:{}", kind.as_str()),
        });
        return;
    }
}

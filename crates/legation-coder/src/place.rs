//! Places: what a word for one stands for.

use crate::Syntax;
use crate::actor::Cast;
use crate::knowledge::Knowledge;
use legation_core::record::{MentionType, Place};
use legation_core::{ActorIdx, ActorKind, Dep, EntityLabel, Span};

/// The place that a word names: a state or region among the actors, else what the model takes for a place, with what the table of
/// cities knows of it.
pub(crate) fn named(
    syntax: &Syntax<'_>,
    cast: &Cast,
    knowledge: Option<&Knowledge>,
    actors: &[ActorIdx],
    word: u32,
) -> Option<Place> {
    let as_actor = actors.iter().map(|a| cast.get(*a)).find_map(|actor| {
        let mention =
            actor.mentions.iter().find(|m| m.head == word && m.kind == MentionType::Name)?;
        matches!(actor.kind, ActorKind::State | ActorKind::PlaceGroup).then(|| Place {
            name: mention.span.of(syntax.text()).to_owned(),
            country: actor.country.clone(),
            lat: None,
            lon: None,
            geonames: None,
            span: mention.span,
        })
    });
    if as_actor.is_some() {
        return as_actor;
    }
    let (name, span) = name(syntax, word).filter(|_| syntax.dep(word) == Dep::Pobj)?;
    let city = knowledge.and_then(|k| k.city(name, None));
    Some(Place {
        name: name.to_owned(),
        country: city.as_ref().map(|c| c.country.to_owned()),
        lat: city.as_ref().map(|c| c.lat),
        lon: city.as_ref().map(|c| c.lon),
        geonames: city.as_ref().and_then(|c| u32::try_from(c.geonames).ok()),
        span,
    })
}

/// The name of the place that a word belongs to, with its span, where the model takes it for one.
pub(crate) fn name<'t>(syntax: &Syntax<'t>, word: u32) -> Option<(&'t str, Span)> {
    let is_place = |label| matches!(label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac);
    let entity =
        syntax.layers.entities.iter().find(|e| e.tokens.contains(word) && is_place(e.label))?;
    let span = syntax.span(entity.tokens);
    Some((span.of(syntax.text()), span))
}

/// Whether a preposition says where: "in", "at", "near" …
pub(crate) fn says_where(word: &str) -> bool {
    matches!(word, "in" | "at" | "near" | "outside" | "across" | "around" | "inside")
}

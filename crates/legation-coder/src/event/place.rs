//! Where an event happened, and which state a city stands for.

use super::Input;
use crate::clause::{Clause, ClauseIdx};
use legation_core::record::Place;
use legation_core::{ActorIdx, ActorKind, Dep, MentionType, Pos};

/// A visit to a city has its country as host, where the country is one of the actors; so have sieges and deliveries.
pub(super) fn host(input: &Input<'_>, clause: &Clause, aimed: bool) -> Vec<ActorIdx> {
    let Some(knowledge) = input.knowledge else { return Vec::new() };
    // What is done in a city need not be done to its country.
    let words: &[&str] = if aimed { &["to", "for"] } else { &["to", "in", "at", "for"] };
    let places = clause.obliques.iter().filter(|o| words.contains(&o.word.as_str()));
    let places =
        clause.patients.iter().copied().chain(places.flat_map(|o| o.objects.iter().copied()));
    let places = places.filter(|p| input.stage.syntax.pos(*p) == Pos::Propn);
    let countries: Vec<String> = places
        .filter_map(|token| place_name(input, token))
        .filter_map(|(name, _)| knowledge.city(name, None).map(|c| c.country.to_owned()))
        .collect();
    let cast = &input.stage.cast.actors;
    let state = |a: &legation_core::Actor| {
        a.kind == ActorKind::State && a.country.as_ref().is_some_and(|c| countries.contains(c))
    };
    cast.iter().position(state).map(|at| ActorIdx(at as u32)).into_iter().collect()
}

/// The name of the place that a word belongs to, with its span, where the model takes it for one.
fn place_name<'t>(input: &Input<'t>, token: u32) -> Option<(&'t str, legation_core::Span)> {
    let syntax = input.stage.syntax;
    let entity =
        syntax.layers.entities.iter().find(|e| e.tokens.contains(token) && is_place(e.label))?;
    let span = syntax.span(entity.tokens);
    Some((span.of(syntax.text()), span))
}

/// Where it happened: a place named after "in", "at", "near" … beside the predicate.
pub(super) fn place(input: &Input<'_>, at: ClauseIdx) -> Option<Place> {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let here = |word: &str| {
        matches!(word, "in" | "at" | "near" | "outside" | "across" | "around" | "inside")
    };
    let objects =
        clause.obliques.iter().filter(|o| here(&o.word)).flat_map(|o| o.objects.iter().copied());
    for object in objects {
        for actor in input.stage.direct(object) {
            let actor = input.stage.cast.get(actor);
            if !matches!(actor.kind, ActorKind::State | ActorKind::PlaceGroup) {
                continue;
            }
            let mention =
                actor.mentions.iter().find(|m| m.head == object && m.kind == MentionType::Name);
            if let Some(mention) = mention {
                let name = mention.span.of(syntax.text()).to_owned();
                return Some(Place {
                    name,
                    country: actor.country.clone(),
                    lat: None,
                    lon: None,
                    geonames: None,
                    span: mention.span,
                });
            }
        }
        let Some((name, span)) =
            place_name(input, object).filter(|_| syntax.dep(object) == Dep::Pobj)
        else {
            continue;
        };
        let city = input.knowledge.and_then(|k| k.city(name, None));
        return Some(Place {
            name: name.to_owned(),
            country: city.as_ref().map(|c| c.country.to_owned()),
            lat: city.as_ref().map(|c| c.lat),
            lon: city.as_ref().map(|c| c.lon),
            geonames: city.as_ref().and_then(|c| u32::try_from(c.geonames).ok()),
            span,
        });
    }
    None
}

fn is_place(label: legation_core::EntityLabel) -> bool {
    use legation_core::EntityLabel::{Fac, Gpe, Loc};
    matches!(label, Gpe | Loc | Fac)
}

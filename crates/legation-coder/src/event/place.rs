//! Where an event happened, and which state a city stands for.

use super::Input;
use crate::clause::{Clause, ClauseIdx};
use crate::place;
use legation_core::record::Place;
use legation_core::{ActorIdx, ActorKind, Pos};

/// A visit to a city has its country as host, where the country is one of the actors; so have sieges and deliveries.
/// `words` are the prepositions before the city.
pub(super) fn host(input: &Input<'_>, clause: &Clause, words: &[&str]) -> Vec<ActorIdx> {
    let places = clause.obliques.iter().filter(|o| words.contains(&o.word.as_str()));
    let places =
        clause.patients.iter().copied().chain(places.flat_map(|o| o.objects.iter().copied()));
    states_of_cities(input, places)
}

/// The state, if it is an actor, in which one of these cities lies.
pub(super) fn states_of_cities(
    input: &Input<'_>,
    places: impl Iterator<Item = u32>,
) -> Vec<ActorIdx> {
    let Some(knowledge) = input.knowledge else { return Vec::new() };
    let places = places.filter(|p| input.stage.syntax.pos(*p) == Pos::Propn);
    let countries: Vec<String> = places
        .filter_map(|token| place::name(input.stage.syntax, token))
        .filter_map(|(name, _)| knowledge.city(name, None).map(|c| c.country.to_owned()))
        .collect();
    let cast = &input.stage.cast.actors;
    let state = |a: &legation_core::Actor| {
        a.kind == ActorKind::State && a.country.as_ref().is_some_and(|c| countries.contains(c))
    };
    cast.iter().position(state).map(|at| ActorIdx(at as u32)).into_iter().collect()
}

/// Where it happened: a place named after "in", "at", "near" … beside the predicate.
pub(super) fn place(input: &Input<'_>, at: ClauseIdx) -> Option<Place> {
    let clause = input.clauses.get(at);
    let where_to = clause.obliques.iter().filter(|o| place::says_where(&o.word));
    where_to.flat_map(|o| o.objects.iter().copied()).find_map(|object| {
        let stage = &input.stage;
        place::named(stage.syntax, stage.cast, input.knowledge, &stage.direct(object), object)
    })
}

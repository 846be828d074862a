//! The type of event between a given source and target: the same engine, restricted to a pair.

use super::{Input, Stage, Tables, code};
use crate::actor::Cast;
use crate::clause::ClauseIdx;
use crate::{Syntax, clause};
use legation_core::plover::EventType;
use legation_core::record::MentionType;
use legation_core::{
    Actor, ActorIdx, ActorKind, Dep, Event, Factuality, Mention, Span, TokenRange,
};
use std::collections::BTreeSet;

/// The source of the pair in the cast that [`events`] uses.
pub const SOURCE: ActorIdx = ActorIdx(0);
/// The rule of actors that were given rather than found.
pub(crate) const GIVEN: &str = "given";
/// The target of the pair.
pub const TARGET: ActorIdx = ActorIdx(1);

/// The frames that fit the clauses of a text, whether or not the pair fills their roles: predicate word, type, frame and score.
pub fn matches<'b>(
    tables: &'b Tables,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
) -> Vec<(u32, EventType, &'b str, f32)> {
    let cast = Cast::new(
        vec![given("source", source, syntax), given("target", target, syntax)],
        syntax.len(),
    );
    let clauses = clause::find(syntax, &|lemma| tables.is_event_noun(lemma));
    let matcher = super::Matcher::new(Stage { syntax, cast: &cast }, &clauses);
    let mut out = Vec::new();
    for at in clauses.iter() {
        let best =
            matcher.find(&tables.frames, at).into_iter().find(|m| m.frame.event_type.is_some());
        if let Some((m, event_type)) = best.and_then(|m| m.frame.event_type.map(|t| (m, t))) {
            out.push((clauses.get(at).head, event_type, m.frame.id.as_str(), m.score));
        }
    }
    out
}

/// The events of a text in which the two given actors are the only ones, in order of how well they fit the pair: both in
/// their places, then both the other way round, then one of them.
pub fn events(
    tables: &Tables,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
) -> Vec<Event> {
    let mut pair = vec![given("source", source, syntax), given("target", target, syntax)];
    pronouns(syntax, &mut pair);
    let cast = Cast::new(pair, syntax.len());
    let clauses = clause::find(syntax, &|lemma| tables.is_event_noun(lemma));
    let stage = Stage { syntax, cast: &cast };
    let input = Input {
        stage,
        clauses: &clauses,
        timexes: &[],
        statements: &[],
        boilerplate: &[],
        knowledge: None,
    };
    let mut events = code(tables, &input);
    events.retain(|e| e.event_type.is_some());
    events.sort_by(|a, b| fit(b).total_cmp(&fit(a)));
    events
}

/// How well an event fits the pair: 3 both in place, 2 both, 1 one; plus its confidence.
pub fn fit(event: &Event) -> f32 {
    let in_source = |a| event.source.contains(&a);
    let in_target = |a| event.target.contains(&a);
    let places = match (in_source(SOURCE), in_target(TARGET), in_target(SOURCE), in_source(TARGET))
    {
        (true, true, ..) | (true, _, _, true) => 3.0,
        (_, _, true, true) => 2.0,
        _ => 1.0,
    };
    let doubt = match event.factuality {
        Factuality::Negated | Factuality::Denied => 0.6,
        Factuality::Possible => 0.3,
        _ => 0.0,
    };
    places + event.confidence - doubt
}

/// The type that fits best, where any frame spoke.
pub fn best(events: &[Event]) -> Option<EventType> {
    events.first().and_then(|e| e.event_type)
}

fn given(name: &str, spans: &[Span], syntax: &Syntax<'_>) -> Actor {
    let mention = |span: &Span| {
        let tokens = syntax.tokens_in(*span);
        let top = |&i: &u32| syntax.head(i) == i || !tokens.contains(syntax.head(i));
        let head = tokens.iter().find(top).unwrap_or(tokens.start);
        Mention { span: *span, tokens, head, kind: MentionType::Name, rule: GIVEN.to_owned() }
    };
    Actor {
        id: name.to_owned(),
        name: name.to_owned(),
        kind: ActorKind::Group,
        country: None,
        sectors: Vec::new(),
        roles: Vec::new(),
        members: Vec::new(),
        known: false,
        mentions: spans.iter().map(mention).collect(),
        rule: GIVEN.to_owned(),
    }
}

/// "Ms Olmos said that she would go", "led her away", "his men": a pronoun is the participant that is the subject of the nearest
/// verb above it; an object is never the subject of its own verb.
fn pronouns(syntax: &Syntax<'_>, pair: &mut [Actor]) {
    let is_subject = |i: u32| matches!(syntax.dep(i), Dep::Nsubj | Dep::Nsubjpass);
    for i in 0..syntax.len() {
        let object = matches!(syntax.dep(i), Dep::Dobj | Dep::Dative)
            && matches!(syntax.lower(i), "him" | "her" | "it" | "them");
        let owner = syntax.dep(i) == Dep::Poss
            && matches!(syntax.lower(i), "his" | "her" | "its" | "their");
        let subject = is_subject(i) && matches!(syntax.lower(i), "he" | "she" | "it" | "they");
        if !subject && !object && !owner
            || pair.iter().any(|a| a.mentions.iter().any(|m| m.tokens.contains(i)))
        {
            continue;
        }
        let own_verb = u32::from(!owner) as usize;
        let speaker = syntax.ancestors(i).skip(own_verb).find_map(|verb| {
            let subjects: Vec<u32> = syntax.children(verb).filter(|&c| is_subject(c)).collect();
            pair.iter().position(|a| {
                a.mentions.iter().any(|m| {
                    m.kind == MentionType::Name
                        && subjects.iter().any(|&s| m.tokens.contains(s) || m.head == s)
                })
            })
        });
        if let Some(at) = speaker {
            let tokens = TokenRange { start: i, end: i + 1 };
            pair[at].mentions.push(Mention {
                span: syntax.token(i).span,
                tokens,
                head: i,
                kind: MentionType::Pronoun,
                rule: "subject of the verb above".to_owned(),
            });
        }
    }
}

/// What the classifier says of a pair.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The type.
    pub event_type: EventType,
    /// The mode of the frame that best agrees with the type.
    pub mode: Option<&'static str>,
    /// Whether the words between the two promise it: "agreed to", "will", "is ready to".
    pub promised: bool,
    /// The lemmas of verbs, nouns and adjectives on the way from one to the other and beside it.
    pub words: BTreeSet<String>,
}

/// The type of the event between the pair: the classifier decides over the frames' evidence.
pub fn classify(
    book: &crate::Codebook,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
) -> Verdict {
    let tables = &book.events;
    let events = events(tables, syntax, source, target);
    let features = super::evidence::features(tables, syntax, source, target, &events);
    let event_type = tables.classifier().best(&features).0;
    let mode = events.iter().find(|e| e.event_type == Some(event_type)).and_then(|e| e.mode);
    let named = |kind: &str| -> BTreeSet<String> {
        features.iter().filter_map(|f| f.strip_prefix(kind)).map(str::to_owned).collect()
    };
    let promised = named("path ").iter().any(|w| tables.reductions.commits(w))
        || features.iter().any(|f| f.starts_with("will ") || f.starts_with("would "));
    Verdict { event_type, mode, promised, words: named("near ") }
}

/// The status of what happens between the pair, and whether it is told of the future ("will not"): by the clause in which the
/// two meet.
pub fn status(
    tables: &Tables,
    syntax: &Syntax<'_>,
    source: &[Span],
    target: &[Span],
) -> (legation_core::Factuality, bool) {
    use crate::clause::Tense;
    let cast = Cast::new(
        vec![given("source", source, syntax), given("target", target, syntax)],
        syntax.len(),
    );
    let clauses = clause::find(syntax, &|lemma| tables.is_event_noun(lemma));
    let stage = Stage { syntax, cast: &cast };
    let path = super::evidence::way(syntax, source, target);
    let matcher = super::Matcher::new(stage, &clauses);
    let scored = clauses.iter().filter(|at| {
        path.contains(&clauses.get(*at).head) || path.contains(&clauses.get(*at).verb)
    });
    let scored = scored.filter_map(|at| {
        let best =
            matcher.find(&tables.frames, at).into_iter().find(|m| m.frame.event_type.is_some())?;
        Some((best.score, at))
    });
    let best = scored.fold(None, |best: Option<(f32, ClauseIdx)>, one| match best {
        Some(b) if b.0 >= one.0 => Some(b),
        _ => Some(one),
    });
    let at = best.map(|b| b.1).or_else(|| path.iter().find_map(|&i| clauses.around(syntax, i)));
    let Some(at) = at else { return (legation_core::Factuality::Occurred, false) };
    let value = super::factuality::of(&tables.factuality, stage, &clauses, at, &mut Vec::new());
    let clause = clauses.get(at);
    let would = clause.modal.as_deref() == Some("would");
    (value, clause.tense == Tense::Future || would)
}

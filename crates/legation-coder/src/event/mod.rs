//! Events: who did what to whom. Frames are matched on clauses; roles, factuality, date, place and attribution follow.

mod absorb;
mod beyond;
mod blame;
pub mod check;
pub mod classify;
mod complement;
pub mod context;
mod discourse;
pub mod evidence;
pub mod factuality;
mod fill;
pub mod frames;
pub mod manner;
pub mod matching;
mod merge;
mod nominal;
pub mod pair;
pub mod pattern;
mod place;
pub mod reduction;
pub mod roles;
mod support;
mod voice;

pub use classify::Classifier;
pub use context::Contexts;
pub use factuality::Cues as FactualityCues;
pub use frames::{Frame, Frames};
pub use manner::Manners;
pub use matching::{Match, Matcher};
pub use reduction::Reductions;
pub use roles::Stage;

use crate::clause::{ClauseIdx, ClauseKind, Clauses};
use crate::codebook::{TableError, builtin};
use fill::Filled;
use legation_core::plover::EventType;
use legation_core::{Event, Factuality, RecordId, Span, Statement, StatementIdx, Timex};
use std::sync::OnceLock;
use support::Support;

/// All tables of the event step.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Frames by predicate.
    pub frames: Frames,
    /// Factuality cues.
    pub factuality: FactualityCues,
    /// Which type a planned or negated event becomes.
    pub reductions: Reductions,
    /// Modes told by instruments, media and occasions.
    pub manners: Manners,
    /// Trigger words of the contexts.
    pub contexts: Contexts,
    /// Which type a pair is in where frames are silent.
    classifier: OnceLock<Classifier>,
    support: Support,
}

/// All tables of the event step compiled into the program: (file, text).
pub const TABLES: &[(&str, &str)] = {
    const ALL: [(&str, &str); FRAME_TABLES.len() + OTHER_TABLES.len()] = {
        let mut all = [("", ""); FRAME_TABLES.len() + OTHER_TABLES.len()];
        let mut i = 0;
        while i < all.len() {
            all[i] = if i < FRAME_TABLES.len() {
                FRAME_TABLES[i]
            } else {
                OTHER_TABLES[i - FRAME_TABLES.len()]
            };
            i += 1;
        }
        all
    };
    &ALL
};

const PAIR_WEIGHTS: &str = include_str!("../../../../codebook/events/pair-weights.tsv");

const OTHER_TABLES: &[(&str, &str)] = &[
    ("factuality.toml", include_str!("../../../../codebook/factuality.toml")),
    ("reduction.toml", include_str!("../../../../codebook/events/reduction.toml")),
    ("manner.toml", include_str!("../../../../codebook/events/manner.toml")),
    ("contexts.toml", include_str!("../../../../codebook/contexts.toml")),
    ("pair-weights.tsv", PAIR_WEIGHTS),
    ("nominal.toml", include_str!("../../../../codebook/nominal.toml")),
];

const FRAME_TABLES: &[(&str, &str)] = &[
    ("agree.toml", include_str!("../../../../codebook/events/agree.toml")),
    ("consult.toml", include_str!("../../../../codebook/events/consult.toml")),
    ("support.toml", include_str!("../../../../codebook/events/support.toml")),
    ("concede.toml", include_str!("../../../../codebook/events/concede.toml")),
    ("cooperate.toml", include_str!("../../../../codebook/events/cooperate.toml")),
    ("aid.toml", include_str!("../../../../codebook/events/aid.toml")),
    ("retreat.toml", include_str!("../../../../codebook/events/retreat.toml")),
    ("request.toml", include_str!("../../../../codebook/events/request.toml")),
    ("accuse.toml", include_str!("../../../../codebook/events/accuse.toml")),
    ("reject.toml", include_str!("../../../../codebook/events/reject.toml")),
    ("threaten.toml", include_str!("../../../../codebook/events/threaten.toml")),
    ("protest.toml", include_str!("../../../../codebook/events/protest.toml")),
    ("sanction.toml", include_str!("../../../../codebook/events/sanction.toml")),
    ("mobilize.toml", include_str!("../../../../codebook/events/mobilize.toml")),
    ("coerce.toml", include_str!("../../../../codebook/events/coerce.toml")),
    ("assault.toml", include_str!("../../../../codebook/events/assault.toml")),
    ("other.toml", include_str!("../../../../codebook/events/other.toml")),
];

impl Tables {
    /// The tables that come with the program. A test compiles them, so that they cannot fail here.
    pub fn builtin() -> Self {
        builtin(Self::compile())
    }

    fn compile() -> Result<Self, TableError> {
        let text = |name: &str| OTHER_TABLES.iter().find(|t| t.0 == name).map_or("", |t| t.1);
        let support = Support::parse("nominal.toml", text("nominal.toml"))?;
        let mut frames = Frames::parse(FRAME_TABLES)?;
        frames.set_light(support.light());
        let mut factuality = FactualityCues::parse("factuality.toml", text("factuality.toml"))?;
        factuality.carriers = support.carriers();
        factuality.given = support.given();
        Ok(Self {
            frames,
            factuality,
            reductions: Reductions::parse("reduction.toml", text("reduction.toml"))?,
            manners: Manners::parse("manner.toml", text("manner.toml"))?,
            contexts: Contexts::parse("contexts.toml", text("contexts.toml"))?,
            classifier: OnceLock::new(),
            support,
        })
    }

    /// The learned weights; read when first asked for, since coding does without them.
    pub fn classifier(&self) -> &Classifier {
        self.classifier.get_or_init(|| builtin(Classifier::parse("pair-weights.tsv", PAIR_WEIGHTS)))
    }

    /// Whether a noun lemma may carry an event.
    pub fn is_event_noun(&self, lemma: &str) -> bool {
        !self.frames.noun(lemma).is_empty()
    }
}

/// What the event step reads.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Words and actors.
    pub stage: Stage<'a>,
    /// Clauses.
    pub clauses: &'a Clauses,
    /// Time expressions.
    pub timexes: &'a [Timex],
    /// Statements.
    pub statements: &'a [Statement],
    /// Parts of the text that are not the article.
    pub boilerplate: &'a [Span],
    /// Where cities lie; without it, places keep their names only.
    pub knowledge: Option<&'a crate::knowledge::Knowledge>,
}

/// Codes the events of a document, in order of their triggers.
pub fn code(tables: &Tables, input: &Input<'_>) -> Vec<Event> {
    let mut found: Vec<Found<'_>> = Vec::new();
    let matcher = Matcher::new(input.stage, input.clauses);
    let mut used_nouns: Vec<u32> = Vec::new();
    let is_nominal = |at: ClauseIdx| input.clauses.get(at).kind == ClauseKind::Nominal;
    let (nominal, verbal): (Vec<ClauseIdx>, Vec<ClauseIdx>) =
        input.clauses.iter().partition(|at| is_nominal(*at));
    for at in verbal.into_iter().chain(nominal) {
        let clause = input.clauses.get(at);
        let place = input.stage.syntax.token(clause.verb).span;
        if used_nouns.contains(&clause.head) || input.boilerplate.iter().any(|b| b.overlaps(place))
        {
            continue;
        }
        if let Some(one) = one(tables, input, &matcher, at) {
            used_nouns.extend(one.noun);
            found.push(one);
        }
    }
    voice::leave_out_asked(input, &mut found);
    absorb::drop_absorbed(input, &mut found);
    absorb::drop_doubled(&tables.support, input, &mut found);
    merge::join_occasions(input, &mut found);
    merge::join_outcomes(&tables.support, input, &mut found);
    let again = absorb::again(tables, input, &matcher, &mut found);
    let open = discourse::open(tables, input, &matcher, &found);
    let mut events: Vec<Event> = found.into_iter().map(|f| f.event).collect();
    events.sort_by_key(|e| (e.trigger, e.event_type, e.other_type.clone()));
    let mut events = merge::merge(input, events);
    merge::take_up(&mut events, &again);
    blame::by_quoting(input, &mut events);
    discourse::fill(input, &mut events, &open);
    events
}

/// An event with the clause it came from.
struct Found<'b> {
    at: ClauseIdx,
    event: Event,
    noun: Option<u32>,
    frame: &'b Frame,
    explicit_target: bool,
}

fn one<'b>(
    tables: &'b Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    at: ClauseIdx,
) -> Option<Found<'b>> {
    let clause = input.clauses.get(at);
    let matches = matcher.find(&tables.frames, at);
    let mut rejected: Vec<String> = Vec::new();
    for candidate in &matches {
        if candidate.frame.event_type == Some(EventType::Agree)
            && clause.kind == ClauseKind::Nominal
            && is_for_conflict(tables, input, matcher, at)
        {
            continue;
        }
        let Some(filled) = fill::roles(&tables.support, input, at, candidate) else {
            rejected.push(format!(
                "rejected {} ({}): no actor in a needed role",
                candidate.frame.id, candidate.source
            ));
            continue;
        };
        let mut why = vec![format!("frame {} matched “{}”", candidate.frame.id, candidate.source)];
        why.extend(filled.why.iter().cloned());
        let mut value =
            factuality::of(&tables.factuality, input.stage, input.clauses, at, &mut why);
        let mut event_type = candidate.frame.event_type;
        let mut mode = candidate.frame.mode;
        if let Some((kind, of_mode)) = candidate.frame.of_bloc.filter(|_| of_bloc(input, &filled)) {
            (event_type, mode) = (Some(kind), of_mode);
            why.push("the target is an organisation that it leaves".to_owned());
        }
        if let (Some(kind), None) = (event_type, mode)
            && let Some((name, word)) = tables.manners.mode(input.stage, clause, kind)
        {
            why.push(format!("mode {name} from “{}”", input.stage.syntax.word(word)));
            mode = Some(name);
        }
        (event_type, mode, value) = by_complement(
            tables,
            input,
            matcher,
            (at, candidate),
            (event_type, mode, value),
            &mut why,
        );
        (event_type, mode, value) = complement::hung_on_others(
            tables,
            input,
            (at, &filled),
            (event_type, mode, value),
            &mut why,
        );
        mode = complement::wished(tables, input, matcher, (at, candidate), (event_type, mode));
        value = complement::promised(input, (at, &filled), value, &mut why);
        if let Some(base) = event_type
            && let Some((reduced, reduced_mode)) = tables.reductions.layered((base, mode), value)
        {
            why.push(format!("{} {} is {}", value.as_str(), base.as_str(), reduced.as_str()));
            event_type = Some(reduced);
            mode = reduced_mode;
            value = Factuality::Occurred;
        }
        if value == Factuality::Negated
            && refuses(clause)
            && let Some(base) = event_type
            && let Some((reduction::Outcome::Becomes(kind), _)) =
                tables.reductions.complement("refuse", (base, mode))
        {
            why.push(format!("“will not” about {} is {}", base.as_str(), kind.0.as_str()));
            (event_type, mode) = (Some(kind.0), kind.1);
            value = Factuality::Occurred;
        }
        let attribution = voice::chain(tables, input, at);
        value = from_statements(tables, input, &attribution, value, &mut why);
        for other in matches.iter().filter(|m| m.frame.id != candidate.frame.id).take(3) {
            why.push(format!(
                "also considered {} ({}), score {:.1}",
                other.frame.id, other.source, other.score
            ));
        }
        why.extend(rejected);
        let event = assemble(
            tables,
            input,
            at,
            candidate,
            &filled,
            Status { event_type, mode, value, attribution, why },
        );
        return Some(Found {
            at,
            event,
            noun: candidate.noun,
            frame: candidate.frame,
            explicit_target: filled.explicit_target || clause.kind == ClauseKind::Nominal,
        });
    }
    None
}

/// Whether all targets are organisations of states.
fn of_bloc(input: &Input<'_>, filled: &Filled) -> bool {
    let bloc = |a: &legation_core::ActorIdx| {
        input.stage.cast.get(*a).kind == legation_core::ActorKind::Igo
    };
    !filled.target.is_empty() && filled.target.iter().all(bloc)
}

/// "Their willingness to pressure China": readiness for what is no cooperation is no promise.
fn is_for_conflict(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    noun: ClauseIdx,
) -> bool {
    let head = input.clauses.get(noun).head;
    input.clauses.children_by_noun(head, input.stage.syntax).any(|below| {
        input.clauses.headed_by(below.verb).is_some_and(|at| {
            let best = matcher.find(&tables.frames, at).into_iter().next();
            best.and_then(|m| m.frame.event_type).is_some_and(|t| t.quad().number() > 2)
        })
    })
}

type Verdict = (Option<EventType>, Option<&'static str>, Factuality);

/// A verb with an infinitive, gerund or that-clause: what it does to the type of the content decides ("refused to withdraw").
fn by_complement(
    tables: &Tables,
    input: &Input<'_>,
    matcher: &Matcher<'_>,
    (at, candidate): (ClauseIdx, &Match<'_>),
    own: Verdict,
    why: &mut Vec<String>,
) -> Verdict {
    use crate::clause::Link;
    // "invited him to visit" offers a visit, though the pattern names the verb.
    let invites = input.stage.syntax.lemma(input.clauses.get(at).verb) == "invite";
    if candidate.opened && !invites {
        return own;
    }
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    if clause.kind == ClauseKind::Nominal || own.0.is_none() {
        return own;
    }
    let lemma = if clause.kind == ClauseKind::Copular {
        syntax.lemma(clause.head)
    } else {
        syntax.lemma(clause.verb)
    };
    let content = input.clauses.children_of(at).find_map(|child| {
        let below = input.clauses.get(child);
        let open = matches!(below.link, Link::Open | Link::Prepositional)
            || below.link == Link::Complement && below.marker.as_deref() != Some("that")
            || below.link == Link::Adverbial
                && below.marker.as_deref() == Some("to")
                && below.verb > clause.verb
                && candidate.noun.is_none();
        // "offered asylum should he be freed": a condition, turned round.
        let condition = below.link == Link::Complement && below.modal.as_deref() == Some("should");
        if !open || condition || below.kind == ClauseKind::Nominal {
            return None;
        }
        let best = matcher
            .find(&tables.frames, child)
            .into_iter()
            .find(|m| m.frame.event_type.is_some())?;
        Some((best.frame.event_type?, best.frame.mode, best.source))
    });
    let content =
        content.or_else(|| complement::refused(tables, input, matcher, (at, candidate), own));
    let Some((event_type, mode, source)) = content else { return own };
    if own.0 == Some(EventType::Reject) && event_type == EventType::Request {
        why.push(format!("“{source}” was refused"));
        return (own.0, mode.or(own.1), own.2);
    }
    let refusal = own.0 == Some(EventType::Reject) && own.1.is_none();
    let lemma = if refusal { "refuse" } else { lemma };
    let Some((outcome, _)) = tables.reductions.complement(lemma, (event_type, mode)) else {
        return own;
    };
    let becomes = match outcome {
        reduction::Outcome::Becomes(kind) => kind,
        reduction::Outcome::Planned => {
            match tables.reductions.strict((event_type, mode), Factuality::Planned, &|_| false) {
                reduction::Outcome::Becomes(kind) => kind,
                _ => return own,
            }
        }
        reduction::Outcome::Same | reduction::Outcome::Nothing => return own,
    };
    if Some(becomes.0) != own.0 || becomes.1.is_some() && becomes.1 != own.1 {
        why.push(format!(
            "“{lemma}” about {} (“{source}”) is {}",
            event_type.as_str(),
            becomes.0.as_str()
        ));
    }
    (Some(becomes.0), becomes.1.or(own.1.filter(|_| Some(becomes.0) == own.0)), own.2)
}

struct Status {
    event_type: Option<EventType>,
    mode: Option<&'static str>,
    value: Factuality,
    attribution: Vec<StatementIdx>,
    why: Vec<String>,
}

fn assemble(
    tables: &Tables,
    input: &Input<'_>,
    at: ClauseIdx,
    candidate: &Match<'_>,
    filled: &Filled,
    status: Status,
) -> Event {
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let trigger = trigger(input, at, candidate.noun);
    let name = status.event_type.map_or("", EventType::as_str);
    let other = candidate.frame.other.clone().filter(|_| status.event_type.is_none());
    let kind = format!("{name}/{}", status.mode.unwrap_or_default());
    let mut contexts = candidate.frame.contexts.clone();
    for context in tables.contexts.of_sentence(syntax, syntax.sentence(clause.head), &kind) {
        if !contexts.contains(&context) {
            contexts.push(context);
        }
    }
    let span = filled.words.iter().fold(trigger, |span, &w| span.hull(syntax.token(w).span));
    let specificity = (candidate.score / 4.0).min(1.0) * 0.15;
    let actors = if filled.source.is_empty() || filled.target.is_empty() && !filled.symmetric {
        0.75
    } else {
        1.0
    };
    Event {
        id: RecordId::of(
            syntax.doc.id,
            "event",
            trigger,
            &format!("{name}{}", other.as_deref().unwrap_or_default()),
        ),
        span,
        source: filled.source.clone(),
        target: filled.target.clone(),
        symmetric: filled.symmetric,
        event_type: status.event_type,
        mode: status.mode,
        contexts,
        other_type: other,
        trigger,
        more_triggers: Vec::new(),
        date: crate::timex::event_date(syntax, input.clauses, input.timexes, at),
        place: place::place(input, at),
        factuality: status.value,
        attribution: status.attribution,
        confidence: (candidate.frame.confidence * actors + specificity).clamp(0.05, 0.99),
        rule: format!("frame:{}", candidate.frame.id),
        why: status.why,
    }
}

/// "Will not", "would not": a refusal, if it is said of somebody's own act.
fn refuses(clause: &crate::clause::Clause) -> bool {
    use crate::clause::{Tense, Voice};
    let modal = clause.modal.as_deref();
    clause.voice == Voice::Active
        && !clause.agents.is_empty()
        && (clause.tense == Tense::Future || matches!(modal, Some("will" | "would" | "wo")))
}

/// The predicate's own word: what must stand inside a statement for the event to be part of it.
fn trigger_core(input: &Input<'_>, at: ClauseIdx) -> Span {
    let clause = input.clauses.get(at);
    input
        .stage
        .syntax
        .token(if clause.kind == ClauseKind::Copular { clause.verb } else { clause.head })
        .span
}

/// The words that report the event: predicate, particle and the noun of a light verb, as far as they stand close together.
fn trigger(input: &Input<'_>, at: ClauseIdx, noun: Option<u32>) -> Span {
    const NEAR: u32 = 4;
    let syntax = input.stage.syntax;
    let clause = input.clauses.get(at);
    let mut span = syntax.token(clause.head).span;
    if clause.kind == ClauseKind::Copular && clause.head.abs_diff(clause.verb) == 1 {
        span = span.hull(syntax.token(clause.verb).span);
    }
    for word in clause.particle.into_iter().chain(noun) {
        if word.abs_diff(clause.verb) <= NEAR {
            span = span.hull(syntax.token(word).span);
        }
    }
    span
}

/// What the statements around an event do to its status.
fn from_statements(
    tables: &Tables,
    input: &Input<'_>,
    chain: &[StatementIdx],
    mut value: Factuality,
    why: &mut Vec<String>,
) -> Factuality {
    use legation_core::record::{CueClass, Evidence};
    for at in chain {
        let statement = &input.statements[at.0 as usize];
        let condemned = || {
            let syntax = input.stage.syntax;
            let words = statement.cue.into_iter().flat_map(|c| syntax.tokens_in(c).iter());
            words.into_iter().any(|w| tables.factuality.takes_for_fact(syntax.lemma(w)))
        };
        let passes = match statement.cue_class {
            CueClass::Accuse | CueClass::Deny if condemned() => continue,
            CueClass::Deny => Factuality::Denied,
            CueClass::Accuse => Factuality::Alleged,
            CueClass::Claim if statement.evidence == Evidence::Unproven => Factuality::Alleged,
            _ if statement.evidence == Evidence::Unproven => Factuality::Alleged,
            _ => continue,
        };
        if !matches!(value, Factuality::Negated | Factuality::Possible | Factuality::Planned)
            || passes == Factuality::Denied
        {
            why.push(format!("{} inside the statement {}", passes.as_str(), statement.id));
            value = factuality::stronger(value, passes);
        }
    }
    value
}

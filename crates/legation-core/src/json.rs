//! The JSON edge: one article's records as the object of the output contract.
//!
//! Spans become code points over `document.text`, positions become ids, unknown becomes `null` or `[]`.

use crate::offset::CodePoints;
use crate::record::{ActorIdx, CueClass, FigureIdx, Place, StatementIdx};
use crate::{Coded, DateValue, Document, Span};
use serde_json::{Map, Value, json};

/// The object that `code --format json` prints for one article.
pub fn article(doc: &Document, coded: &Coded) -> Value {
    let edge = Edge { text: doc.text(), points: CodePoints::new(doc.text()), coded };
    let mut out = Map::new();
    out.insert("document".into(), edge.document(doc));
    out.insert("sentences".into(), coded.sentences.iter().map(|s| edge.span(*s)).collect());
    out.insert("actors".into(), (0..coded.actors.len()).map(|i| edge.actor(i)).collect());
    out.insert("timexes".into(), (0..coded.timexes.len()).map(|i| edge.timex(i)).collect());
    // Thoughts, wishes and stances have the shape of statements but were not said: a list of their own.
    let spoken = |i: &usize| coded.statements[*i].cue_class != CueClass::Attitude;
    let statements = 0..coded.statements.len();
    out.insert(
        "statements".into(),
        statements.clone().filter(spoken).map(|i| edge.statement(i)).collect(),
    );
    out.insert(
        "attitudes".into(),
        statements.filter(|i| !spoken(i)).map(|i| edge.statement(i)).collect(),
    );
    out.insert("events".into(), (0..coded.events.len()).map(|i| edge.event(i)).collect());
    out.insert("figures".into(), (0..coded.figures.len()).map(|i| edge.figure(i)).collect());
    out.insert("ties".into(), (0..coded.ties.len()).map(|i| edge.tie(i)).collect());
    out.insert(
        "assessments".into(),
        (0..coded.assessments.len()).map(|i| edge.assessment(i)).collect(),
    );
    out.insert("links".into(), (0..coded.links.len()).map(|i| edge.link(i)).collect());
    out.insert("contexts".into(), json!(coded.contexts));
    let remarks = coded.remarks.iter();
    let remarks =
        remarks.map(|r| json!({"span": edge.span(r.span), "code": r.code, "text": r.text}));
    out.insert("remarks".into(), remarks.collect());
    Value::Object(out)
}

/// Converts the records of one article at its edge.
struct Edge<'a> {
    text: &'a str,
    points: CodePoints,
    coded: &'a Coded,
}

impl Edge<'_> {
    fn span(&self, span: Span) -> Value {
        json!(self.points.span(span))
    }

    fn piece(&self, span: Span) -> Value {
        json!({"span": self.points.span(span), "text": span.of(self.text)})
    }

    fn optional(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |s| self.span(s))
    }

    fn actor_id(&self, idx: ActorIdx) -> Value {
        self.coded.actor(idx).map_or(Value::Null, |a| json!(a.id))
    }

    fn actor_ids(&self, idx: &[ActorIdx]) -> Value {
        idx.iter().map(|i| self.actor_id(*i)).collect()
    }

    fn statement_ids(&self, idx: &[StatementIdx]) -> Value {
        idx.iter().filter_map(|i| self.coded.statement(*i)).map(|s| json!(s.id)).collect()
    }

    fn figure_id(&self, idx: FigureIdx) -> Value {
        self.coded.figures.get(idx.0 as usize).map_or(Value::Null, |f| json!(f.id))
    }

    fn date(&self, date: &DateValue) -> Value {
        json!({
            "value": date.value, "from": date.from, "to": date.to, "basis": date.basis,
            "timex_span": self.optional(date.timex_span),
        })
    }

    fn document(&self, doc: &Document) -> Value {
        let article = &doc.article;
        json!({
            "id": doc.id, "uri": article.uri, "text": article.text, "title": article.title,
            "publisher": article.publisher, "byline": article.byline, "language": article.language,
            "published": {"value": article.published.date, "basis": article.published.basis},
            "boilerplate": self.coded.boilerplate.iter().map(|s| self.span(*s)).collect::<Vec<_>>(),
            "duplicate_of": null,
        })
    }

    fn actor(&self, i: usize) -> Value {
        let actor = &self.coded.actors[i];
        let roles = actor.roles.iter().map(|r| {
            json!({"title": r.title, "of": r.of, "status": r.status, "span": self.optional(r.span)})
        });
        let mentions = actor.mentions.iter().map(|m| {
            json!({"span": self.span(m.span), "text": m.span.of(self.text), "type": m.kind, "rule": m.rule})
        });
        json!({
            "id": actor.id, "name": actor.name, "kind": actor.kind, "country": actor.country,
            "sectors": actor.sectors, "roles": roles.collect::<Vec<_>>(), "members": self.actor_ids(&actor.members),
            "known": actor.known, "mentions": mentions.collect::<Vec<_>>(), "rule": actor.rule,
        })
    }

    fn timex(&self, i: usize) -> Value {
        let timex = &self.coded.timexes[i];
        json!({
            "id": timex.id, "span": self.span(timex.span), "text": timex.span.of(self.text), "type": timex.kind,
            "value": timex.value, "mod": timex.modifier, "from": timex.from, "to": timex.to, "rule": timex.rule,
        })
    }

    fn statement(&self, i: usize) -> Value {
        let s = &self.coded.statements[i];
        let cue = s.cue.map_or(Value::Null, |cue| {
            json!({
                "span": self.span(cue), "text": cue.of(self.text), "class": s.cue_class,
                "more": s.cue_more.iter().map(|p| self.piece(*p)).collect::<Vec<_>>(),
            })
        });
        json!({
            "id": s.id, "span": self.span(s.span), "speaker": s.speaker.map_or(Value::Null, |a| self.actor_id(a)),
            "speaker_span": self.optional(s.speaker_span), "cue": cue,
            "content": s.content.iter().map(|p| self.piece(*p)).collect::<Vec<_>>(),
            "quoted": s.quoted.iter().map(|p| self.piece(*p)).collect::<Vec<_>>(),
            "manner": s.manner, "act": s.act, "addressees": self.actor_ids(&s.addressees),
            "via": s.via.map_or(Value::Null, |a| self.actor_id(a)), "evidence": s.evidence, "date": self.date(&s.date),
            "place": self.place(s.place.as_ref()),
            "within": s.within.and_then(|w| self.coded.statement(w)).map_or(Value::Null, |w| json!(w.id)),
            "rule": s.rule,
        })
    }

    fn place(&self, place: Option<&Place>) -> Value {
        place.map_or(Value::Null, |p| {
            json!({
                "name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon, "geonames": p.geonames,
                "span": self.span(p.span),
            })
        })
    }

    fn event(&self, i: usize) -> Value {
        let e = &self.coded.events[i];
        json!({
            "id": e.id, "span": self.span(e.span), "source": self.actor_ids(&e.source), "target": self.actor_ids(&e.target),
            "symmetric": e.symmetric, "type": e.event_type.map(crate::plover::EventType::as_str), "mode": e.mode,
            "contexts": e.contexts, "quad": e.event_type.map(|t| t.quad().number()), "intensity": e.intensity(),
            "other_type": e.other_type, "trigger": self.piece(e.trigger),
            "more_triggers": e.more_triggers.iter().map(|t| self.piece(*t)).collect::<Vec<_>>(),
            "date": self.date(&e.date), "place": self.place(e.place.as_ref()), "factuality": e.factuality,
            "attribution": self.statement_ids(&e.attribution),
            "confidence": (f64::from(e.confidence) * 100.0).round() / 100.0, "rule": e.rule, "why": e.why,
        })
    }

    fn figure(&self, i: usize) -> Value {
        let f = &self.coded.figures[i];
        json!({
            "id": f.id, "span": self.span(f.span), "text": f.span.of(self.text), "value": f.value, "value_to": f.value_to,
            "unit": f.unit, "comparator": f.comparator, "measures": f.measures, "measures_span": self.optional(f.measures_span),
            "subject": self.actor_ids(&f.subject), "object": self.actor_ids(&f.object), "date": self.date(&f.date),
            "compared_to": f.compared_to.map_or(Value::Null, |c| self.figure_id(c)),
            "attribution": self.statement_ids(&f.attribution), "rule": f.rule,
        })
    }

    fn tie(&self, i: usize) -> Value {
        let t = &self.coded.ties[i];
        json!({
            "id": t.id, "span": self.span(t.span), "a": self.actor_id(t.a), "b": self.actor_id(t.b), "directed": t.directed,
            "type": t.kind, "factuality": t.factuality, "date": self.date(&t.date),
            "figures": t.figures.iter().map(|x| self.figure_id(*x)).collect::<Vec<_>>(),
            "attribution": self.statement_ids(&t.attribution), "rule": t.rule,
        })
    }

    fn assessment(&self, i: usize) -> Value {
        let a = &self.coded.assessments[i];
        json!({
            "id": a.id, "span": self.span(a.span), "text": a.span.of(self.text),
            "holder": a.holder.map_or(Value::Null, |h| self.actor_id(h)), "kind": a.kind, "about": self.actor_ids(&a.about),
            "polarity": a.polarity, "hedge": self.optional(a.hedge),
            "options": a.options.iter().map(|o| self.piece(*o)).collect::<Vec<_>>(),
            "attribution": self.statement_ids(&a.attribution), "rule": a.rule,
        })
    }

    fn link(&self, i: usize) -> Value {
        let l = &self.coded.links[i];
        json!({"kind": l.kind, "from": l.from, "to": l.to, "span": self.span(l.span), "rule": l.rule})
    }
}

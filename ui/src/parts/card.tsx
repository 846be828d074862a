// A record as a card: one line when closed; when open, everything that is known and why it was coded.

import type { ComponentChildren } from 'preact';
import { capital, day, eventName, figure, kindName, quadName, sectorName, words } from '../lib/format';
import { actorKey, attribution, type Model, type Rec } from '../lib/records';
import type { DateValue, Statement } from '../lib/types';

interface Props {
  model: Model;
  rec: Rec;
  open: boolean;
  lit: boolean;
  onHover: (on: boolean) => void;
  onChoose: (id: string | null) => void;
}

export function RecordCard({ model, rec, open, lit, onHover, onChoose }: Props) {
  return (
    <div class={`card card-${rec.kind}${open ? ' open' : ''}${lit ? ' lit' : ''}`} data-card={rec.id}
      onMouseEnter={() => onHover(true)} onMouseLeave={() => onHover(false)}>
      <button type="button" class="card-head" aria-expanded={open} onClick={() => onChoose(open ? null : rec.id)}
        onFocus={() => onHover(true)} onBlur={() => onHover(false)}>
        <Summary model={model} rec={rec} />
      </button>
      {open && <Detail model={model} rec={rec} onChoose={onChoose} />}
    </div>
  );
}

function nameOf(model: Model, id: string | null): string {
  return model.article.actors.find((a) => a.id === id)?.name ?? id ?? '';
}

const names = (model: Model, ids: string[]): string => ids.map((id) => nameOf(model, id)).join(', ');

function Summary({ model, rec }: { model: Model; rec: Rec }) {
  switch (rec.kind) {
    case 'event': {
      const e = rec.data;
      const real = e.factuality === 'occurred' || e.factuality === 'ongoing';
      return (
        <>
          <span class="line1">
            <span class={`dot q${e.quad ?? 0}`} title={quadName(e.quad)} />
            <strong>{capital(eventName(e))}</strong>
            {!real && <span class="tag">{words(e.factuality)}</span>}
            <span class="when">{day(e.date.value)}</span>
          </span>
          <span class="line2">
            {e.source.length > 0 ? names(model, e.source) : <em>somebody</em>}
            {e.target.length > 0 && <><span class="arrow" aria-label={e.symmetric ? 'with' : 'to'}>{e.symmetric ? '↔' : '→'}</span>{names(model, e.target)}</>}
            <span class="trigger">“{e.trigger.text}”</span>
          </span>
        </>
      );
    }
    case 'statement': {
      const s = rec.data;
      return (
        <>
          <span class="line1">
            <strong>{s.speaker ? nameOf(model, s.speaker) : 'Unnamed speaker'}</strong>
            <span class="soft">{s.cue ? s.cue.text : rec.attitude ? 'holds' : 'quoted'}</span>
            {s.act !== 'assertion' && <span class="tag">{words(s.act)}</span>}
            <span class="when">{day(s.date.value)}</span>
          </span>
          <span class="line2 clamp">{s.content.map((p) => p.text).join(' … ')}</span>
        </>
      );
    }
    case 'figure':
      return (
        <>
          <span class="line1"><strong>{figure(rec.data)}</strong><span class="when">{day(rec.data.date.value)}</span></span>
          <span class="line2">{rec.data.measures ?? <em>of what is not said</em>}</span>
        </>
      );
    case 'tie':
      return (
        <>
          <span class="line1"><strong>{capital(words(rec.data.type))}</strong>{rec.data.factuality !== 'ongoing' && <span class="tag">{words(rec.data.factuality)}</span>}</span>
          <span class="line2">{nameOf(model, rec.data.a)}<span class="arrow">{rec.data.directed ? '→' : '↔'}</span>{nameOf(model, rec.data.b)}</span>
        </>
      );
    case 'assessment':
      return (
        <>
          <span class="line1"><strong>{capital(words(rec.data.kind))}</strong><span class={`tag polarity-${rec.data.polarity}`}>{rec.data.polarity}</span><span class="soft">{rec.data.holder ? nameOf(model, rec.data.holder) : 'the reporter'}</span></span>
          <span class="line2 clamp">{rec.data.text}</span>
        </>
      );
    case 'actor': {
      const a = rec.data;
      const role = a.roles[0];
      return (
        <>
          <span class="line1"><strong>{a.name}</strong><span class="soft">{kindName(a.kind)}{a.country ? ` · ${a.country}` : ''}</span><span class="when">{a.mentions.length}×</span></span>
          {role && <span class="line2">{role.status === 'current' || role.status === 'unknown' ? '' : `${role.status} `}{role.title}{role.of ? `, ${nameOf(model, role.of)}` : ''}</span>}
        </>
      );
    }
    case 'date':
      return (
        <span class="line1"><strong>{rec.data.value ? day(rec.data.value) : 'not resolved'}</strong><span class="soft">“{rec.data.text}”</span></span>
      );
    case 'remark':
      return (
        <>
          <span class="line1"><strong>{capital(words(rec.data.code))}</strong></span>
          <span class="line2 clamp">{rec.data.text} <span class="trigger">“{model.points.slice(rec.data.span)}”</span></span>
        </>
      );
  }
}

function Detail({ model, rec, onChoose }: { model: Model; rec: Rec; onChoose: (id: string) => void }) {
  const chain = attribution(model, rec);
  return (
    <div class="card-body">
      {chain.length > 0 && <Chain model={model} chain={chain} onChoose={onChoose} />}
      <dl>{fields(model, rec)}</dl>
      <Why rec={rec} />
      <p class="card-foot">
        <code>{rec.id.replace(/^actor:/, '')}</code>
        {rec.kind !== 'actor' && rec.kind !== 'remark' && model.article.document.uri !== 'pasted' && <a href={`/api/v1/records/${encodeURIComponent(rec.id)}`} target="_blank" rel="noreferrer">JSON</a>}
      </p>
    </div>
  );
}

/** Who says it, nested as the text nests it. */
function Chain({ model, chain, onChoose }: { model: Model; chain: Statement[]; onChoose: (id: string) => void }) {
  const [outer, ...inner] = chain;
  if (!outer) return null;
  return (
    <div class="chain">
      <button type="button" onClick={() => onChoose(outer.id)}>
        <b>{outer.speaker ? nameOf(model, outer.speaker) : 'an unnamed speaker'}</b> {outer.cue?.text ?? 'is quoted'}
        {outer.via && <> through {nameOf(model, outer.via)}</>}
      </button>
      {inner.length > 0 ? <Chain model={model} chain={inner} onChoose={onChoose} /> : <span class="soft">this</span>}
    </div>
  );
}

function Field({ name, children }: { name: string; children: ComponentChildren }) {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}

function Actors({ model, ids }: { model: Model; ids: string[] }) {
  return (
    <>
      {ids.map((id, i) => {
        const key = actorKey(model.article, id);
        return <span key={id}>{i > 0 && ', '}{key ? <a href={`/actors/${encodeURIComponent(key)}`}>{nameOf(model, id)}</a> : nameOf(model, id)}</span>;
      })}
    </>
  );
}

const BASIS: Record<string, string> = {
  timex: 'from the words',
  inherited: 'taken over from the context',
  event: 'from the event',
  publication: 'the day of publication',
};

function When({ date }: { date: DateValue }) {
  if (!date.value) return <>not known</>;
  return <>{day(date.value)} <span class="soft">{BASIS[date.basis] ?? ''}</span></>;
}

function fields(model: Model, rec: Rec): ComponentChildren {
  switch (rec.kind) {
    case 'event': {
      const e = rec.data;
      return (
        <>
          {e.source.length > 0 && <Field name={e.symmetric ? 'Between' : 'Who'}><Actors model={model} ids={e.source} /></Field>}
          {e.target.length > 0 && <Field name={e.symmetric ? 'and' : 'To whom'}><Actors model={model} ids={e.target} /></Field>}
          <Field name="Kind">{e.quad ? capital(quadName(e.quad)) : 'Outside PLOVER'}{e.intensity !== null && <span class="soft"> intensity {e.intensity}</span>}</Field>
          {e.contexts.length > 0 && <Field name="Context">{e.contexts.map(words).join(', ')}</Field>}
          <Field name="Status">{words(e.factuality)}</Field>
          <Field name="When"><When date={e.date} /></Field>
          {e.place && <Field name="Where">{e.place.name}</Field>}
          <Field name="Sure"><meter min={0} max={1} value={e.confidence} aria-label="Confidence" /> {Math.round(e.confidence * 100)} %</Field>
        </>
      );
    }
    case 'statement': {
      const s = rec.data;
      return (
        <>
          {s.speaker && <Field name="Speaker"><Actors model={model} ids={[s.speaker]} /></Field>}
          {s.addressees.length > 0 && <Field name="To"><Actors model={model} ids={s.addressees} /></Field>}
          {s.via && <Field name="Through"><Actors model={model} ids={[s.via]} /></Field>}
          <Field name="Manner">{words(s.manner)}{s.cue && <span class="soft"> {words(s.cue.class)}</span>}</Field>
          <Field name="Act">{words(s.act)}</Field>
          {s.evidence !== 'none' && <Field name="Evidence">{words(s.evidence)}</Field>}
          <Field name="When"><When date={s.date} /></Field>
        </>
      );
    }
    case 'figure': {
      const f = rec.data;
      return (
        <>
          <Field name="Words">“{f.text}”</Field>
          {f.subject.length > 0 && <Field name="Whose"><Actors model={model} ids={f.subject} /></Field>}
          {f.object.length > 0 && <Field name="Concerns"><Actors model={model} ids={f.object} /></Field>}
          <Field name="As of"><When date={f.date} /></Field>
          {f.compared_to && <Field name="Against">{model.byId.get(f.compared_to)?.kind === 'figure' ? model.points.text.slice(...(model.byId.get(f.compared_to)?.at ?? [0, 0])) : ''}</Field>}
        </>
      );
    }
    case 'tie':
      return (
        <>
          <Field name="Between"><Actors model={model} ids={[rec.data.a, rec.data.b]} /></Field>
          <Field name="Status">{words(rec.data.factuality)}</Field>
          <Field name="Words">“{model.points.slice(rec.data.span)}”</Field>
        </>
      );
    case 'assessment':
      return (
        <>
          <Field name="Holder">{rec.data.holder ? <Actors model={model} ids={[rec.data.holder]} /> : 'the reporter'}</Field>
          {rec.data.about.length > 0 && <Field name="About"><Actors model={model} ids={rec.data.about} /></Field>}
        </>
      );
    case 'actor': {
      const a = rec.data;
      const forms = [...new Set(a.mentions.filter((m) => m.type !== 'pronoun').map((m) => m.text))].slice(0, 8);
      return (
        <>
          {a.roles.map((r, i) => <Field key={i} name={i === 0 ? 'Office' : ''}>{r.title}{r.of ? `, ${nameOf(model, r.of)}` : ''} <span class="soft">{words(r.status)}</span></Field>)}
          {a.members.length > 0 && <Field name="Members"><Actors model={model} ids={a.members} /></Field>}
          {a.sectors.length > 0 && <Field name="Sectors">{a.sectors.map(sectorName).join(', ')}</Field>}
          <Field name="Called">{forms.join(', ')}</Field>
          {actorKey(model.article, a.id) && <Field name="More"><Actors model={model} ids={[a.id]} /> <span class="soft">in all articles</span></Field>}
        </>
      );
    }
    case 'date':
      return <Field name="Stands for">{rec.data.from ? `${day(rec.data.from)}${rec.data.to !== rec.data.from ? ` to ${day(rec.data.to)}` : ''}` : words(rec.data.type.toLowerCase())}</Field>;
    case 'remark':
      return null;
  }
}

function Why({ rec }: { rec: Rec }) {
  if (rec.kind === 'remark') return null;
  const why = rec.kind === 'event' ? rec.data.why : [];
  return (
    <details class="why" open>
      <summary>Why was this coded?</summary>
      {why.length > 0 && <ol>{why.map((w, i) => <li key={i}><Step text={w} /></li>)}</ol>}
      <p>Rule <code>{rec.data.rule}</code></p>
    </details>
  );
}

/** Long steps show their beginning. */
function Step({ text }: { text: string }) {
  if (text.length < 150) return <>{text}</>;
  return <details class="step"><summary>{text.slice(0, 110)}…</summary>{text.slice(110)}</details>;
}

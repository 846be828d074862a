import { useEffect, useRef, useState } from 'preact/hooks';
import type { About } from '../app';
import { get, post, type Problem, query, useApi } from '../lib/api';
import { capital, day, eventName, quadName, words } from '../lib/format';
import { useNames } from '../lib/names';
import type { ActorRow, EventRow } from '../lib/types';
import { Empty, Failed, recordLink, Title, Wait, Who } from '../parts/common';

type Queued = EventRow & { title: string | null; published: string | null; span_start: number; trigger_start: number; trigger_end: number; sentence: string | null; sentence_start: number | null };

export function Review() {
  const [again, setAgain] = useState(0);
  const about = useApi<About>('/about');
  const queue = useApi<Queued[]>('/review', again);
  const may = 'answer' in about && about.answer ? about.answer.data.may_write : false;
  return (
    <>
      <Title name="Review" />
      <p class="lead">Events of which the program is least sure. What the program coded stays in the store; what you decide is kept beside it and outlives every new coding.</p>
      <Wait of={queue}>{(rows) => rows.length === 0 ? <Empty title="Nothing to review"><p>Every event has been looked at.</p></Empty> : <Queue rows={rows} may={may} done={() => setAgain((n) => n + 1)} />}</Wait>
    </>
  );
}

const FACTUALITIES = ['occurred', 'ongoing', 'habitual', 'planned', 'possible', 'alleged', 'denied', 'negated'];
const TYPES = ['AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT', 'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT'];

type Panel = 'none' | 'edit' | 'merge';

function Queue({ rows, may, done }: { rows: Queued[]; may: boolean; done: () => void }) {
  const [at, setAt] = useState(0);
  const [panel, setPanel] = useState<Panel>('none');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [last, setLast] = useState<{ id: string; what: string } | null>(null);
  const [who, setWho] = useState(() => localStorage.getItem('reviewer') ?? '');
  const row = rows[Math.min(at, rows.length - 1)];
  const name = useNames(rows.slice(at, at + 5).flatMap((r) => [...r.source, ...r.target]));
  const able = may && who.trim() !== '';
  const go = (step: number) => {
    setPanel('none');
    setAt((n) => Math.max(0, Math.min(n + step, rows.length - 1)));
  };
  const change = async (what: string, change: Record<string, unknown>) => {
    if (!able) return;
    setProblem(null);
    try {
      localStorage.setItem('reviewer', who);
      const { data } = await post<{ id: string }>('/corrections', { change, made_by: who });
      setLast(change.action === 'undo' ? null : { id: data.id, what });
      setPanel('none');
      done();
    } catch (failed) {
      setProblem(failed as Problem);
    }
  };
  // An edit that changes nothing says that somebody has looked and found it right.
  const accept = () => row && void change('accepted', { action: 'edit', record: row.id, changes: {} });
  const reject = () => row && void change('rejected', { action: 'reject', record: row.id });
  const swap = () => row && void change('turned round', { action: 'edit', record: row.id, changes: { source: row.target.map(local), target: row.source.map(local) } });
  const undo = () => last && void change('', { action: 'undo', correction: last.id });
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === 'Escape') return setPanel('none');
      if ((e.target as Element).closest('input, textarea, select')) return;
      const does: Record<string, () => void> = {
        a: accept, x: reject, s: swap, u: undo, j: () => go(1), k: () => go(-1), e: () => able && setPanel('edit'), m: () => able && setPanel('merge'),
      };
      const action = does[e.key];
      if (action) {
        e.preventDefault();
        action();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  if (!row) return null;
  // The whole sentence, where the evidence is only a part of one.
  const start = row.trigger_start - (row.sentence_start ?? row.span_start);
  const points = [...(row.sentence ?? row.text)];
  const cut = (a: number, b?: number) => points.slice(Math.max(a, 0), b).join('');
  return (
    <div class="review">
      <div class="sheet">
        <p class="note" role="status">{at + 1} of {rows.length} · {row.title ?? 'untitled'}{row.published && ` · ${day(row.published)}`}</p>
        <blockquote>{cut(0, start)}<mark>{row.trigger}</mark>{cut(start + [...row.trigger].length)}</blockquote>
        <dl class="facts-list">
          <dt>Event</dt><dd><i class={`dot q${row.quad ?? 0}`} /> {eventName(row)} <span class="soft">{quadName(row.quad)}</span></dd>
          <dt>Who</dt><dd>{row.source.length > 0 ? <Who ids={row.source} name={name} /> : <span class="soft">somebody</span>}</dd>
          {row.target.length > 0 && <><dt>To whom</dt><dd><Who ids={row.target} name={name} /></dd></>}
          <dt>When</dt><dd>{day(row.date_value) || <span class="soft">not known</span>}</dd>
          <dt>Status</dt><dd>{capital(words(row.factuality))}{row.attribution.length > 0 && <> <span class="tag">attributed</span></>}</dd>
          <dt>Sure</dt><dd>{Math.round(row.confidence * 100)} %</dd>
          <dt>Rule</dt><dd><code>{row.rule}</code></dd>
        </dl>
        <p class="actions small"><a href={recordLink(row.article, row.id)}>In the article, with the reasons</a></p>
        <div class="actions">
          <button type="button" class="button" disabled={!able} onClick={accept}>Accept <kbd>a</kbd></button>
          <button type="button" class="button quiet" disabled={!able} onClick={reject}>Reject <kbd>x</kbd></button>
          <button type="button" class="button quiet" disabled={!able} onClick={() => setPanel(panel === 'edit' ? 'none' : 'edit')} aria-expanded={panel === 'edit'}>Correct <kbd>e</kbd></button>
          <button type="button" class="button quiet" disabled={!able} onClick={swap}>Swap sides <kbd>s</kbd></button>
          <button type="button" class="button quiet" disabled={!able} onClick={() => setPanel(panel === 'merge' ? 'none' : 'merge')} aria-expanded={panel === 'merge'}>Merge actors <kbd>m</kbd></button>
        </div>
        {panel === 'edit' && <Edit key={row.id} row={row} onSave={(changes) => void change('corrected', { action: 'edit', record: row.id, changes })} />}
        {panel === 'merge' && <Merge key={row.id} ids={[...row.source, ...row.target]} name={name} onMerge={(actor, into) => void change('merged', { action: 'merge', actor, into })} />}
      </div>
      <div class="actions">
        <button type="button" class="button quiet" onClick={() => go(-1)} disabled={at === 0}>Back <kbd>k</kbd></button>
        <button type="button" class="button quiet" onClick={() => go(1)} disabled={at >= rows.length - 1}>Later <kbd>j</kbd></button>
        {last && <button type="button" class="button quiet" onClick={undo}>Undo: {last.what} <kbd>u</kbd></button>}
      </div>
      {may ? (
        <label class="by">Decisions are made by <input type="text" value={who} placeholder="your name" onInput={(e) => setWho(e.currentTarget.value)} /></label>
      ) : (
        <p class="note">Looking only: decisions need the token. Open the whole address that <code>legation serve</code> printed.</p>
      )}
      {problem && <Failed problem={problem} />}
    </div>
  );
}

/** Records name actors by their id within the article. */
const local = (id: string): string => id.slice(id.indexOf(':') + 1);

/** Other values for the fields that are most often wrong. */
function Edit({ row, onSave }: { row: Queued; onSave: (changes: Record<string, unknown>) => void }) {
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [type, setType] = useState(row.type ?? '');
  const [factuality, setFactuality] = useState(row.factuality);
  const [date, setDate] = useState(row.date_value ?? '');
  const changes: Record<string, unknown> = {
    ...(type !== (row.type ?? '') ? { type } : {}),
    ...(factuality !== row.factuality ? { factuality } : {}),
    ...(date !== (row.date_value ?? '') ? { date: /^\d{4}-\d\d-\d\d$/.test(date) ? { value: date, from: date, to: date, basis: 'timex' } : { value: null, from: null, to: null, basis: 'unknown' } } : {}),
  };
  return (
    <form class="form panel-form" onSubmit={(e) => { e.preventDefault(); onSave(changes); }}>
      <div class="row">
        <label>Type
          <select ref={first} value={type} onChange={(e) => setType(e.currentTarget.value)}>
            {row.type === null && <option value="">{words(row.other_type)}</option>}
            {TYPES.map((t) => <option key={t} value={t}>{t.toLowerCase()}</option>)}
          </select>
        </label>
        <label>Status
          <select value={factuality} onChange={(e) => setFactuality(e.currentTarget.value)}>{FACTUALITIES.map((f) => <option key={f}>{f}</option>)}</select>
        </label>
        <label>Day <input type="date" value={date} onInput={(e) => setDate(e.currentTarget.value)} /></label>
      </div>
      <div class="actions"><button type="submit" class="button" disabled={Object.keys(changes).length === 0}>Save</button><span class="note"><kbd>Esc</kbd> closes</span></div>
    </form>
  );
}

/** Says that an actor of this event is one that is known under another id. */
function Merge({ ids, name, onMerge }: { ids: string[]; name: (id: string) => string; onMerge: (actor: string, into: string) => void }) {
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [actor, setActor] = useState(ids[0] ?? '');
  const [text, setText] = useState('');
  const [found, setFound] = useState<ActorRow[]>([]);
  useEffect(() => {
    if (text.trim().length < 2) return setFound([]);
    const stop = new AbortController();
    get<ActorRow[]>(`/actors${query({ text: `${text.trim()}*`, limit: 8 })}`, stop.signal).then(({ data }) => setFound(data.filter((a) => a.id !== actor)), () => undefined);
    return () => stop.abort();
  }, [text, actor]);
  return (
    <div class="form panel-form">
      <div class="row">
        <label>This actor
          <select ref={first} value={actor} onChange={(e) => setActor(e.currentTarget.value)}>{ids.map((id) => <option key={id} value={id}>{name(id)}</option>)}</select>
        </label>
        <label>is the same as <input type="text" value={text} placeholder="beginning of a name" onInput={(e) => setText(e.currentTarget.value)} /></label>
      </div>
      {found.length > 0 && (
        <ul class="choices">
          {found.map((a) => <li key={a.id}><button type="button" class="button quiet" onClick={() => onMerge(actor, a.id)}>{a.name} <span class="soft">{words(a.kind)}{a.country ? ` · ${a.country}` : ''}</span></button></li>)}
        </ul>
      )}
      {text.trim().length >= 2 && found.length === 0 && <p class="note">No actor has such a name.</p>}
    </div>
  );
}

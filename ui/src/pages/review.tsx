import { useEffect, useState } from 'preact/hooks';
import type { About } from '../app';
import { post, type Problem, useApi } from '../lib/api';
import { capital, day, eventName, quadName, words } from '../lib/format';
import { useNames } from '../lib/names';
import type { EventRow } from '../lib/types';
import { Empty, Failed, recordLink, Title, Wait, Who } from '../parts/common';

type Queued = EventRow & { title: string | null; published: string | null; span_start: number; trigger_start: number; trigger_end: number };

export function Review() {
  const [again, setAgain] = useState(0);
  const about = useApi<About>('/about');
  const queue = useApi<Queued[]>('/review', again);
  const may = 'answer' in about && about.answer ? about.answer.data.may_write : false;
  return (
    <>
      <Title name="Review" />
      <p class="lead">Events of which the program is least sure. What you reject stays in the store as the program coded it, and is left out everywhere else.</p>
      <Wait of={queue}>{(rows) => rows.length === 0 ? <Empty title="Nothing to review" /> : <Queue rows={rows} may={may} done={() => setAgain((n) => n + 1)} />}</Wait>
    </>
  );
}

function Queue({ rows, may, done }: { rows: Queued[]; may: boolean; done: () => void }) {
  const [at, setAt] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [who, setWho] = useState(() => localStorage.getItem('reviewer') ?? '');
  const row = rows[Math.min(at, rows.length - 1)];
  const name = useNames(rows.slice(at, at + 5).flatMap((r) => [...r.source, ...r.target]));
  const next = () => setAt((n) => Math.min(n + 1, rows.length - 1));
  const back = () => setAt((n) => Math.max(n - 1, 0));
  const change = async (change: Record<string, unknown>) => {
    setProblem(null);
    try {
      localStorage.setItem('reviewer', who);
      await post('/corrections', { change, made_by: who });
      done();
    } catch (failed) {
      setProblem(failed as Problem);
    }
  };
  const reject = () => row && may && who && void change({ action: 'reject', record: row.id });
  const swap = () => row && may && who && void change({ action: 'edit', record: row.id, changes: { source: local(row.target), target: local(row.source) } });
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if ((e.target as Element).closest('input, textarea') || e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === 'j' || e.key === 'a') next();
      if (e.key === 'k') back();
      if (e.key === 'x') reject();
      if (e.key === 's') swap();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
  if (!row) return null;
  const start = row.trigger_start - row.span_start;
  const points = [...row.text];
  const cut = (a: number, b?: number) => points.slice(Math.max(a, 0), b).join('');
  return (
    <div class="review">
      <div class="sheet">
        <p class="note">{at + 1} of {rows.length} · {row.title ?? 'untitled'}{row.published && ` · ${day(row.published)}`}</p>
        <blockquote>{cut(0, start)}<mark>{row.trigger}</mark>{cut(start + [...row.trigger].length)}</blockquote>
        <dl class="facts-list">
          <dt>Event</dt><dd><i class={`dot q${row.quad ?? 0}`} /> {eventName(row)} <span class="soft">{quadName(row.quad)}</span></dd>
          <dt>Who</dt><dd><Who ids={row.source} name={name} /></dd>
          {row.target.length > 0 && <><dt>To whom</dt><dd><Who ids={row.target} name={name} /></dd></>}
          <dt>Status</dt><dd>{capital(words(row.factuality))}</dd>
          <dt>Sure</dt><dd>{Math.round(row.confidence * 100)} %</dd>
          <dt>Rule</dt><dd><code>{row.rule}</code></dd>
        </dl>
        <p><a href={recordLink(row.article, row.id)}>In the article</a></p>
        <div class="actions">
          <button type="button" class="button" onClick={next}>Right <kbd>a</kbd></button>
          <button type="button" class="button quiet" disabled={!may || !who} onClick={reject}>Reject <kbd>x</kbd></button>
          <button type="button" class="button quiet" disabled={!may || !who} onClick={swap}>Swap sides <kbd>s</kbd></button>
          <button type="button" class="button quiet" onClick={back}>Back <kbd>k</kbd></button>
        </div>
      </div>
      {may ? (
        <label>Corrections are made by <input type="text" value={who} placeholder="your name" onInput={(e) => setWho(e.currentTarget.value)} /></label>
      ) : (
        <p class="note">Looking only: corrections need the token. Open the whole address that <code>legation serve</code> printed.</p>
      )}
      {problem && <Failed problem={problem} />}
    </div>
  );
}

/** Records name actors by their id within the article. */
const local = (ids: string[]): string[] => ids.map((id) => id.slice(id.indexOf(':') + 1));

import { useState } from 'preact/hooks';
import { query, useApi } from '../lib/api';
import { capital } from '../lib/format';
import { go, usePlace } from '../lib/router';
import { Downloads, Empty, Title, Wait } from '../parts/common';

const SAVED: [string, string][] = [
  ['Events by type', 'SELECT type, count(*) AS events, round(avg(intensity), 1) AS mean_intensity\nFROM events WHERE status <> \'withdrawn\'\nGROUP BY type ORDER BY events DESC'],
  ['Who speaks most', 'SELECT speaker_name, count(*) AS statements\nFROM speaker_statements GROUP BY speaker ORDER BY statements DESC LIMIT 30'],
  ['Open promises', 'SELECT speaker, content, due_from, due_to, uri FROM open_promises'],
  ['Denied claims', 'SELECT denied_by, text, date_from, uri FROM denied_claims'],
  ['Figures that differ', 'SELECT measures, unit, min(value) AS lowest, max(value) AS highest, count(*) AS figures\nFROM figure_ledger WHERE measures IS NOT NULL\nGROUP BY measures, unit HAVING lowest <> highest'],
  ['Coverage by month', 'SELECT * FROM coverage ORDER BY month'],
];

const LISTS = ['events', 'statements', 'figures', 'ties', 'assessments', 'actors', 'articles'];

export function Data() {
  const place = usePlace();
  const asked = place.query.get('query');
  const [text, setText] = useState(asked ?? SAVED[0]?.[1] ?? '');
  const path = asked ? `/sql${query({ query: asked })}` : null;
  const rows = useApi<Record<string, unknown>[]>(path);
  const runs = useApi<Record<string, string>[]>('/runs');
  const run = (sql: string) => {
    setText(sql);
    go(`/data${query({ query: sql })}`);
  };
  return (
    <>
      <Title name="Data" />
      <p class="lead">The store is one SQLite file. Ask it anything here; nothing can be changed by a question.</p>
      <form class="form sql" onSubmit={(e) => { e.preventDefault(); run(text); }}>
        <label>SQL
          <textarea value={text} spellcheck={false} onInput={(e) => setText(e.currentTarget.value)}
            onKeyDown={(e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); run(text); } }} />
        </label>
        <div class="actions">
          <button type="submit" class="button">Ask</button>
          {SAVED.map(([name, sql]) => <button type="button" class="button quiet" key={name} onClick={() => run(sql)}>{name}</button>)}
        </div>
      </form>
      {path && (
        <section class="section" aria-label="Answer">
          <Wait of={rows}>
            {(data) => data.length === 0 ? <Empty title="No rows" /> : (
              <>
                <div class="result-head"><span role="status">{data.length} rows</span><Downloads path={path} /></div>
                <Rows rows={data} />
              </>
            )}
          </Wait>
        </section>
      )}
      <section class="section">
        <h2>Lists as files</h2>
        <ul class="files">{LISTS.map((l) => <li key={l}>{capital(l)} <Downloads path={`/${l}?limit=1000`} /></li>)}</ul>
        <p class="note">A file holds up to 1000 rows. For all rows and other formats: <code>legation export --format parquet</code>. For programs: <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">the API</a>.</p>
      </section>
      <section class="section">
        <h2>Runs</h2>
        <Wait of={runs}>{(data) => data.length === 0 ? <p class="note">Nothing has been read yet.</p> : <Rows rows={data.map(brief)} />}</Wait>
      </section>
    </>
  );
}

/** Versions with the beginning of their hashes. */
function brief(run: Record<string, string>): Record<string, unknown> {
  const part = (name: string) => `${run[name] ?? ''} ${(run[`${name}_hash`] ?? '').slice(0, 10)}`.trim();
  return { run: run.id, program: run.program, model: part('model'), codebook: part('codebook'), knowledge: part('knowledge') };
}

function Rows({ rows }: { rows: Record<string, unknown>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: unknown) => (value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Rows">
      <table class="rows">
        <thead><tr>{columns.map((c) => <th key={c} class={typeof rows[0]?.[c] === 'number' ? 'num' : undefined}>{c}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => <tr key={i}>{columns.map((c) => <td key={c} class={typeof r[c] === 'number' ? 'num' : undefined}>{cell(r[c])}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

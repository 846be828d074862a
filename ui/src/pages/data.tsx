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
  const [saved, setSaved] = useState(readSaved);
  const runs = useApi<Record<string, string>[]>('/runs');
  const card = useApi<Measure[]>('/scorecard');
  const keep = (list: [string, string][]) => {
    setSaved(list);
    localStorage.setItem('queries', JSON.stringify(list));
  };
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
          <button type="button" class="button quiet" disabled={text.trim() === ''} onClick={() => {
            const name = prompt('A name for this question', firstWords(text))?.trim();
            if (name) keep([...saved.filter(([n]) => n !== name), [name, text]]);
          }}>Save</button>
          {asked && <a class="soft" href={`/api/v1/sql.csv${query({ query: asked })}`} download>Answer as CSV</a>}
        </div>
      </form>
      <div class="saved">
        <h2>Usual questions</h2>
        <ul>{SAVED.map(([name, sql]) => <li key={name}><a href={`/data${query({ query: sql })}`} onClick={() => setText(sql)}>{name}</a></li>)}</ul>
        {saved.length > 0 && (
          <>
            <h2>Your questions</h2>
            <ul>{saved.map(([name, sql]) => <li key={name}><a href={`/data${query({ query: sql })}`} onClick={() => setText(sql)}>{name}</a> <button type="button" class="plain" aria-label={`Forget ${name}`} title="Forget" onClick={() => keep(saved.filter(([n]) => n !== name))}>×</button></li>)}</ul>
            <p class="note">Kept in this browser. The address of an answer can be passed on.</p>
          </>
        )}
      </div>
      <Tables />
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
        <p class="note">A file holds up to 1000 rows. For all rows and other formats: <code>legation export --as parquet --out DIR</code>. For programs: <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">the API</a>.</p>
      </section>
      <section class="section">
        <h2>Run history <Downloads path="/runs" /></h2>
        <p class="note">What coded the articles that are here now. Articles of an older run are coded anew by <code>legation recode</code>.</p>
        <Wait of={runs}>{(data) => data.length === 0 ? <p class="note">Nothing has been read yet.</p> : <Rows rows={data.map(brief)} />}</Wait>
      </section>
      <section class="section">
        <h2>Scorecard <Downloads path="/scorecard" /></h2>
        <Wait of={card}>{(data) => data.length === 0 ? <p class="note">No evaluation is built into this program.</p> : <Scorecard of={data} />}</Wait>
      </section>
    </>
  );
}

const SCHEMA = "SELECT m.name, m.type, group_concat(c.name, ', ') AS columns FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type IN ('table', 'view') AND m.name NOT LIKE '%\\_fts\\_%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name ORDER BY m.type, m.name";

interface Schema {
  name: string;
  type: 'table' | 'view';
  columns: string;
}

/** What can be asked for; fetched when it is looked at. */
function Tables() {
  const [open, setOpen] = useState(false);
  const found = useApi<Schema[]>(open ? `/sql${query({ query: SCHEMA })}` : null);
  return (
    <details class="schema" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>Tables and columns</summary>
      {open && (
        <Wait of={found}>
          {(tables) => (
            <dl>{tables.map((t) => <div key={t.name}><dt><a href={`/data${query({ query: `SELECT * FROM ${t.name} LIMIT 50` })}`}><code>{t.name}</code></a>{t.type === 'view' && <> <span class="tag">view</span></>}</dt><dd>{t.columns}</dd></div>)}</dl>
          )}
        </Wait>
      )}
    </details>
  );
}

interface Measure {
  set: string;
  measure: string;
  value: number;
}

/** Measures that say how good something is, from 0 to 1; the others are counts. */
const SCORE = /(^|[ _])(f1|p|r|precision|recall|accuracy|rate|agreement|alpha)$/i;

/** Which measure stands for a set, the first that it has. */
const BEST = [/^headline mean$/, /^root accuracy$/, /^micro quad\|none f1$/, /^joint_partial f1$/, /^strict f1$/, /^exact f1$/, /^three_way accuracy$/, /^CoNLL/, /f1$/i];

const SETS: Record<string, string> = {
  plv: 'Type of an event between a given pair', petr2_gsr: 'Events of news sentences (PETRARCH-2 records)', petrarch_unit: 'Events of test sentences (PETRARCH)', plover_gsr: 'Events of news sentences (PLOVER records)',
  polnear: 'Who said what (PolNeAR)', timebank: 'Time expressions (TimeBank)', aquaint: 'Time expressions (AQUAINT)', meantime_figures: 'Figures (MEANTIME)', meantime_factuality: 'Fact, plan or denial (MEANTIME)',
  ecbplus_events: 'Which reports tell of one happening (ECB+)',
  uds_ih2: 'Fact, plan or denial (UDS-IH2)', gum_coreference: 'Who is the same (GUM)', article_extraction: 'Articles out of web pages', trafilatura_eval: 'Articles out of web pages (second set)', minhash_articles: 'Near-duplicates', seed: 'One article, wholly coded by hand',
};

/** How well this version does, by evaluation set: the best known measures first, the rest on demand. */
function Scorecard({ of }: { of: Measure[] }) {
  const sets = [...new Set(of.map((m) => m.set))];
  return (
    <>
      <p class="note">Measured on public gold data when this version was made; 1 is perfect.</p>
      <div class="score-list">
        {sets.map((set) => {
          const all = of.filter((m) => m.set === set && !/per_class|^articles /.test(m.measure) && SCORE.test(m.measure) && m.value >= 0 && m.value <= 1);
          const head = all.filter((m) => /f1$|accuracy$|rate$/i.test(m.measure));
          const shown = (head.length > 0 ? head : all).slice(0, 40);
          const best = BEST.map((wanted) => shown.find((m) => wanted.test(m.measure))).find((m) => m !== undefined) ?? shown[0];
          if (!best) return null;
          return (
            <details key={set}>
              <summary><span>{SETS[set] ?? set.replaceAll('_', ' ')}</span><Score of={best} /></summary>
              <table class="compact"><tbody>{shown.map((m) => <tr key={m.measure}><td>{m.measure.replaceAll('_', ' ')}</td><td><Score of={m} bare /></td></tr>)}</tbody></table>
            </details>
          );
        })}
      </div>
    </>
  );
}

function Score({ of, bare }: { of: Measure; bare?: boolean }) {
  return (
    <span class="score">
      {!bare && <span class="soft">{of.measure.replaceAll('_', ' ')}</span>}
      <span class="score-bar" aria-hidden="true"><i style={{ width: `${100 * of.value}%` }} /></span>
      <b>{of.value.toFixed(2)}</b>
    </span>
  );
}

function readSaved(): [string, string][] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem('queries') ?? '[]');
    return Array.isArray(kept) ? kept.filter((q): q is [string, string] => Array.isArray(q) && q.length === 2 && q.every((x) => typeof x === 'string')) : [];
  } catch {
    return [];
  }
}

const firstWords = (sql: string): string => sql.replace(/\s+/g, ' ').trim().slice(0, 40);

/** Versions with the beginning of their hashes. */
function brief(run: Record<string, string>): Record<string, unknown> {
  const part = (name: string) => `${run[name] ?? ''} ${(run[`${name}_hash`] ?? '').slice(0, 10)}`.trim();
  return { run: run.id, articles: run.articles, published: [run.published_from, run.published_to].filter((d) => d).join(' to '), program: run.program, model: part('model'), codebook: part('codebook'), knowledge: part('knowledge') };
}

function Rows({ rows }: { rows: Record<string, unknown>[] }) {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: unknown) => (value === null || value === undefined ? <span class="null">null</span> : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Rows">
      <table class="rows">
        <thead><tr>{columns.map((c) => <th key={c} class={typeof rows[0]?.[c] === 'number' ? 'num' : undefined}>{c}</th>)}</tr></thead>
        <tbody>{rows.map((r, i) => <tr key={i}>{columns.map((c) => <td key={c} class={typeof r[c] === 'number' ? 'num' : undefined}>{cell(r[c])}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

import { query, useApi } from '../lib/api';
import { capital, count, day, figure, words } from '../lib/format';
import { useNames } from '../lib/names';
import { usePlace } from '../lib/router';
import type { FigureRow } from '../lib/types';
import { Downloads, Empty, Field, Pager, recordLink, Title, Views, Wait, Who } from '../parts/common';
import { type FacetAnswer, type FacetSpec, Facets, total } from '../parts/facets';
import { asked } from './events';

const FACETS: FacetSpec[] = [
  { column: 'unit', param: 'type', name: 'Unit' },
  { column: 'subject', param: 'source', name: 'Whose', actors: true },
];

const PARAMS = ['type', 'source', 'actor', 'text', 'since', 'until', 'attribution'];

const VIEWS: [string, string][] = [['all', 'All figures'], ['contested', 'Numbers that differ']];

export function Figures() {
  const { query: q } = usePlace();
  const contested = q.get('view') === 'contested';
  return (
    <>
      <Title name="Figures" />
      <p class="lead">The ledger of numbers: what is claimed, by whom, as of when, and where claims differ.</p>
      <Views of={VIEWS} now={contested ? 'contested' : 'all'} />
      {contested ? <Ledger q={q} /> : <All q={q} />}
    </>
  );
}

interface Claim {
  measure: number;
  measures: string | null;
  unit: string | null;
  subject: string;
  contested: number;
  differing: number;
  figure: string;
  article: string;
  value: number | null;
  value_to: number | null;
  comparator: string;
  text: string;
  claimed_by: string | null;
  claimed_by_name: string | null;
  date_from: string | null;
  published: string | null;
  publisher: string | null;
}

/** Claims about the same thing that give different values. */
function Ledger({ q }: { q: URLSearchParams }) {
  const path = `/ledger${query({ since: q.get('since'), until: q.get('until'), limit: 60 })}`;
  const rows = useApi<Claim[]>(path);
  return (
    <>
      <div class="filters" role="search"><Field name="since" label="From" type="date" /><Field name="until" label="To" type="date" /></div>
      <div class="result-head"><span role="status">{'answer' in rows && rows.answer ? count(groups(rows.answer.data).length, 'thing') + ' with more than one value, among the latest 500 figures' : ''}</span><Downloads path={path} /></div>
      <Wait of={rows}>
        {(data) => data.length === 0 ? <Empty title="No two figures differ"><p>Figures are compared where the same thing is measured in the same unit for the same actors.</p></Empty> : <Groups of={groups(data)} />}
      </Wait>
    </>
  );
}

function groups(claims: Claim[]): Claim[][] {
  const by = new Map<number, Claim[]>();
  for (const c of claims) by.set(c.measure, [...(by.get(c.measure) ?? []), c]);
  return [...by.values()];
}

const subjects = (c: Claim): string[] => JSON.parse(c.subject) as string[];

function Groups({ of }: { of: Claim[][] }) {
  const name = useNames(of.flatMap((g) => (g[0] ? subjects(g[0]) : [])));
  return (
    <div class="ledger">
      {of.map((claims) => {
        const [first] = claims;
        if (!first) return null;
        const values = claims.map((c) => c.value ?? 0);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        const at = (v: number) => (high === low ? 50 : (100 * (v - low)) / (high - low));
        return (
          <section class="sheet" key={first.measure}>
            <h2>{capital(words(first.measures ?? first.unit ?? 'figure'))} <span class="soft"><Who ids={subjects(first)} name={name} /></span> <span class={first.contested ? 'tag contested' : 'tag'}>{first.contested ? 'exclude each other' : 'several values'}</span></h2>
            <ul class="claims">
              {claims.map((c) => (
                <li key={c.figure}>
                  <span class="claim-value">{figure({ ...c })}</span>
                  <span class="claim-scale" aria-hidden="true"><i style={{ left: `${at(c.value ?? 0)}%` }} /></span>
                  <span class="meta">{c.claimed_by_name ?? 'the reporter'}{c.date_from ? `, as of ${day(c.date_from)}` : c.published ? `, printed ${day(c.published)}` : ''} <a href={recordLink(c.article, c.figure)}>“{c.text}”</a></span>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function All({ q }: { q: URLSearchParams }) {
  const filter = asked(q, PARAMS);
  const path = `/figures${query({ ...filter, after: q.get('after'), limit: 60 })}`;
  const rows = useApi<FigureRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/figures${query({ ...filter, columns: 'unit,subject' })}`);
  return (
    <>
      <div class="with-facets">
        <Facets of={facets} specs={FACETS} />
        <div>
          <div class="filters" role="search">
            <Field name="actor" label="Actor" />
            <Field name="text" label="Words in the article" grow />
            <Field name="since" label="From" type="date" />
            <Field name="until" label="To" type="date" />
          </div>
          <div class="result-head">
            <span role="status">{total(facets, 'figure')}</span>
            <Downloads path={path} />
          </div>
          <Wait of={rows}>
            {(data, next) => data.length === 0 ? <Empty title="No figure fits"><p>Take out a filter. Undated figures are left out where days are asked for.</p></Empty> : <><FigureTable rows={data} /><Pager next={next} /></>}
          </Wait>
        </div>
      </div>
    </>
  );
}

export function FigureTable({ rows }: { rows: FigureRow[] }) {
  const name = useNames(rows.flatMap((f) => [...f.subject, ...f.object]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Figures">
      <table>
        <thead>
          <tr><th class="num">Figure</th><th>Measures</th><th>Whose</th><th>As of</th><th>Words</th></tr>
        </thead>
        <tbody>
          {rows.map((f) => (
            <tr key={f.id}>
              <td class="num nowrap"><strong>{figure(f)}</strong></td>
              <td>{f.measures ?? <span class="soft">not said</span>}</td>
              <td><Who ids={[...f.subject, ...f.object]} name={name} /></td>
              <td class="nowrap">{day(f.date_value)}</td>
              <td class="quoted-words"><a href={recordLink(f.article, f.id)}>“{f.text}”</a>{f.attribution.length > 0 && <> <span class="tag" title="Somebody says so; the article does not vouch for it">attributed</span></>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

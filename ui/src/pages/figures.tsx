import { query, useApi } from '../lib/api';
import { count, day, figure } from '../lib/format';
import { useNames } from '../lib/names';
import { usePlace } from '../lib/router';
import type { FigureRow } from '../lib/types';
import { Downloads, Empty, Field, Pager, recordLink, Title, Wait, Who } from '../parts/common';
import { type FacetAnswer, type FacetSpec, Facets } from '../parts/facets';
import { asked } from './events';

const FACETS: FacetSpec[] = [
  { column: 'unit', param: 'type', name: 'Unit' },
  { column: 'subject', param: 'source', name: 'Whose', actors: true },
];

const PARAMS = ['type', 'source', 'actor', 'text', 'since', 'until', 'attribution'];

export function Figures() {
  const { query: q } = usePlace();
  const filter = asked(q, PARAMS);
  const path = `/figures${query({ ...filter, after: q.get('after'), limit: 60 })}`;
  const rows = useApi<FigureRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/figures${query({ ...filter, columns: 'unit,subject' })}`);
  const total = 'answer' in facets && facets.answer ? facets.answer.data.count : null;
  return (
    <>
      <Title name="Figures" />
      <p class="lead">The ledger of numbers: what is claimed, as of when, and whether somebody other than the reporter says it.</p>
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
            <span role="status">{total === null ? '' : count(total, 'figure')}</span>
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

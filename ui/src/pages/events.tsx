import { query, useApi } from '../lib/api';
import { count, day, eventName, quadName, words } from '../lib/format';
import { useNames } from '../lib/names';
import { usePlace } from '../lib/router';
import type { EventRow } from '../lib/types';
import { Downloads, Empty, Field, Pager, recordLink, Title, Wait, Who } from '../parts/common';
import { type FacetAnswer, type FacetSpec, Facets } from '../parts/facets';

const FACETS: FacetSpec[] = [
  { column: 'quad', param: 'quad', name: 'Quadrant' },
  { column: 'type', param: 'type', name: 'Type' },
  { column: 'factuality', param: 'factuality', name: 'Status' },
  { column: 'source', param: 'source', name: 'Who', actors: true },
  { column: 'target', param: 'target', name: 'To whom', actors: true },
  { column: 'contexts', param: 'context', name: 'Context' },
];

const PARAMS = ['quad', 'type', 'factuality', 'source', 'target', 'context', 'actor', 'dyad', 'since', 'until', 'text', 'attribution'];

export function asked(q: URLSearchParams, names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((n) => [n, q.getAll(n)]));
}

export function Events() {
  const { query: q } = usePlace();
  const filter = asked(q, PARAMS);
  const path = `/events${query({ ...filter, after: q.get('after'), limit: 50 })}`;
  const rows = useApi<EventRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/events${query({ ...filter, columns: FACETS.map((f) => f.column).join(',') })}`);
  const total = 'answer' in facets && facets.answer ? facets.answer.data.count : null;
  return (
    <>
      <Title name="Events" />
      <p class="lead">Who did what to whom. Each row opens the words it was read from.</p>
      <div class="with-facets">
        <Facets of={facets} specs={FACETS} />
        <div>
          <div class="filters" role="search">
            <Field name="actor" label="Actor" placeholder="China, CHN" />
            <Field name="text" label="Words in the article" grow />
            <Field name="since" label="From" type="date" />
            <Field name="until" label="To" type="date" />
          </div>
          <div class="result-head">
            <span role="status">{total === null ? '' : count(total, 'event')}</span>
            <Downloads path={path} />
          </div>
          <Wait of={rows}>
            {(data, next) => data.length === 0 ? <Empty title="No event fits"><p>Take out a filter, or a date: undated events are left out where days are asked for.</p></Empty> : <><EventTable rows={data} /><Pager next={next} /></>}
          </Wait>
        </div>
      </div>
    </>
  );
}

export function EventTable({ rows }: { rows: EventRow[] }) {
  const name = useNames(rows.flatMap((e) => [...e.source, ...e.target]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Events">
      <table>
        <thead>
          <tr><th>When</th><th>Event</th><th>Who</th><th>To whom</th><th>Words</th></tr>
        </thead>
        <tbody>
          {rows.map((e) => (
            <tr key={e.id}>
              <td class="nowrap">{day(e.date_value) || <span class="soft">not known</span>}</td>
              <td class="nowrap"><i class={`dot q${e.quad ?? 0}`} title={quadName(e.quad)} />{eventName(e)}{!['occurred', 'ongoing'].includes(e.factuality) && <> <span class="tag">{words(e.factuality)}</span></>}</td>
              <td><Who ids={e.source} name={name} /></td>
              <td><Who ids={e.target} name={name} /></td>
              <td class="quoted-words"><a href={recordLink(e.article, e.id)}>“{e.trigger}”</a>{e.attribution.length > 0 && <> <span class="tag" title="Somebody says so; the article does not vouch for it">attributed</span></>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { query, useApi } from '../lib/api';
import { count } from '../lib/format';
import { useNames } from '../lib/names';
import { go, usePlace, withQuery } from '../lib/router';
import type { EventRow } from '../lib/types';
import { ActorLink, Downloads, Empty, Field, Pager, Title, Wait } from '../parts/common';
import { lastDay, type Period, Timeline } from '../parts/timeline';
import { EventTable } from './events';

const BY = ['day', 'week', 'month', 'year'];

export function Dyad({ a, b }: { a: string; b: string }) {
  const place = usePlace();
  const q = place.query;
  const by = BY.includes(q.get('by') ?? '') ? (q.get('by') ?? 'month') : 'month';
  const days = { since: q.get('since'), until: q.get('until') };
  const dyad = `${a},${b}`;
  const name = useNames([a, b]);
  const series = `/timeline${query({ dyad, by, ...days })}`;
  const timeline = useApi<Period[]>(series);
  const path = `/events${query({ dyad, ...days, after: q.get('after'), limit: 40 })}`;
  const events = useApi<EventRow[]>(path);
  return (
    <>
      <Title name={`${name(a)} and ${name(b)}`}><ActorLink id={a} name={name(a)} /> and <ActorLink id={b} name={name(b)} /></Title>
      <section class="sheet">
        <div class="chart-head">
          <h2>Events between the two</h2>
          <Downloads path={series} />
        </div>
        <div class="filters">
          <label>By
            <select value={by} onChange={(e) => go(withQuery(place, { by: e.currentTarget.value }), 'replace')}>
              {BY.map((x) => <option key={x} value={x}>{x}</option>)}
            </select>
          </label>
          <Field name="since" label="From" type="date" />
          <Field name="until" label="To" type="date" />
        </div>
        <Wait of={timeline}>
          {(rows) => rows.length === 0 ? <Empty title="No dated event between the two" /> : (
            <>
              <Timeline rows={rows} by={by} href={(p) => withQuery(place, { since: p, until: lastDay(p, by), after: null })} />
              <p class="note">{balance(rows)}</p>
            </>
          )}
        </Wait>
      </section>
      <section class="section">
        <div class="result-head"><h2>The records behind it</h2><Downloads path={path} /></div>
        <Wait of={events}>{(rows, next) => rows.length === 0 ? <Empty title="No event between the two" /> : <><EventTable rows={rows} /><Pager next={next} /></>}</Wait>
      </section>
    </>
  );
}

function balance(rows: Period[]): string {
  const sum = (f: (r: Period) => number) => rows.reduce((s, r) => s + f(r), 0);
  const cooperation = sum((r) => r.verbal_cooperation + r.material_cooperation);
  const conflict = sum((r) => r.verbal_conflict + r.material_conflict);
  return `${count(cooperation, 'cooperative event')}, ${count(conflict, 'event')} in conflict.`;
}

import { type Loaded, query, useApi } from '../lib/api';
import { count, day, quadName } from '../lib/format';
import { useNames } from '../lib/names';
import { go, usePlace, withQuery } from '../lib/router';
import type { EventRow } from '../lib/types';
import { ActorLink, Downloads, Empty, Field, Pager, Title, Wait } from '../parts/common';
import type { FacetAnswer } from '../parts/facets';
import { lastDay, type Period, Timeline } from '../parts/timeline';
import { EventTable } from './events';

/** Near-duplicate articles count once. */
const ONCE = { collapse_duplicates: 'true' };

const BY = ['day', 'week', 'month', 'year'];

export function Dyad({ a, b }: { a: string; b: string }) {
  const place = usePlace();
  const q = place.query;
  const by = BY.includes(q.get('by') ?? '') ? (q.get('by') ?? 'month') : 'month';
  const days = { since: q.get('since'), until: q.get('until') };
  const dyad = `${a},${b}`;
  const at = q.get('at');
  const vs = q.get('vs')?.split(',').slice(0, 2) ?? [];
  const name = useNames([a, b, ...vs]);
  const series = `/timeline${query({ dyad, by, ...days, ...ONCE })}`;
  const timeline = useApi<Period[]>(series);
  const other = vs.length === 2 ? `/timeline${query({ dyad: vs.join(','), by, ...days, ...ONCE })}` : null;
  const otherRows = useApi<Period[]>(other);
  const axis = extent([timeline, otherRows]);
  const path = `/events${query({ dyad, ...days, ...ONCE, after: q.get('after'), limit: 40 })}`;
  const events = useApi<EventRow[]>(path);
  return (
    <>
      <Title name={`${name(a)} and ${name(b)}`}><ActorLink id={a} name={name(a)} /> and <ActorLink id={b} name={name(b)} /></Title>
      <p class="lead">What the two did to each other and said to each other, and the words behind every point.</p>
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
          <Field name="at" label="Before and after" type="date" />
        </div>
        <Wait of={timeline}>
          {(rows) => rows.length === 0 ? <Empty title="No dated event between the two" /> : (
            <>
              <Timeline rows={rows} by={by} over={axis ?? undefined} mark={at} href={(p, by) => withQuery(place, { since: p, until: lastDay(p, by), after: null })} />
              <p class="note">{balance(rows)}</p>
            </>
          )}
        </Wait>
        {at && <BeforeAfter dyad={dyad} at={at} days={days} />}
        <Compare of={[a, b]} with={vs} name={name} rows={otherRows} path={other} by={by} axis={axis} />
      </section>
      <section class="section">
        <div class="result-head"><h2>The records behind it</h2><Downloads path={path} /></div>
        <Wait of={events}>{(rows, next) => rows.length === 0 ? <Empty title="No event between the two" /> : <><EventTable rows={rows} together /><Pager next={next} /></>}</Wait>
      </section>
    </>
  );
}

/** The first and the last period of several series. */
function extent(series: Loaded<Period[]>[]): [string, string] | null {
  const periods = series.flatMap((s) => ('answer' in s && s.answer ? s.answer.data.map((r) => r.period) : [])).sort();
  const [first, last] = [periods[0], periods.at(-1)];
  return first && last ? [first, last] : null;
}

function dayBefore(date: string): string {
  const before = new Date(`${date}T00:00:00Z`);
  before.setUTCDate(before.getUTCDate() - 1);
  return before.toISOString().slice(0, 10);
}

/** What was usual before a day, and what after it. */
function BeforeAfter({ dyad, at, days }: { dyad: string; at: string; days: { since: string | null; until: string | null } }) {
  const ask = (span: { since?: string | null; until?: string | null }) => `/facets/events${query({ dyad, ...span, ...ONCE, columns: 'quad,type' })}`;
  const before = useApi<FacetAnswer>(ask({ since: days.since, until: dayBefore(at) }));
  const after = useApi<FacetAnswer>(ask({ since: at, until: days.until }));
  const link = (span: Record<string, string | null>) => `/events${query({ dyad, ...span })}`;
  return (
    <>
      <h3 class="sub">Before and after {day(at)}</h3>
      <Wait of={before}>{(b) => <Wait of={after}>{(a) => (
        <div class="scroll" tabIndex={0} role="region" aria-label="Before and after">
          <table class="compact">
            <thead>
              <tr><th /><th class="num"><a href={link({ since: days.since, until: dayBefore(at) })}>Before</a></th><th class="num"><a href={link({ since: at, until: days.until })}>After</a></th><th>Share before and after</th></tr>
            </thead>
            <tbody>
              <Line name="Events" before={b.count} after={a.count} of={[0, 0]} />
              {[1, 2, 3, 4].map((quad) => <Line key={quad} quad={quad} name={quadName(quad)} before={value(b, 'quad', quad)} after={value(a, 'quad', quad)} of={[b.count, a.count]} />)}
              {types(b, a).map((type) => <Line key={type} name={type.toLowerCase()} before={value(b, 'type', type)} after={value(a, 'type', type)} of={[b.count, a.count]} />)}
            </tbody>
          </table>
        </div>
      )}</Wait>}</Wait>
    </>
  );
}

const value = (f: FacetAnswer, column: string, of: string | number): number => f.facets[column]?.find((v) => v.value === of)?.count ?? 0;

/** The types that are frequent on either side. */
function types(before: FacetAnswer, after: FacetAnswer): string[] {
  const all = [...(before.facets.type ?? []), ...(after.facets.type ?? [])].filter((v) => v.value !== null);
  return [...new Set(all.sort((x, y) => y.count - x.count).map((v) => String(v.value)))].slice(0, 6);
}

function Line({ name, quad, before, after, of: [b, a] }: { name: string; quad?: number; before: number; after: number; of: [number, number] }) {
  const share = (n: number, all: number) => (all > 0 ? Math.round((100 * n) / all) : 0);
  return (
    <tr>
      <td>{quad && <i class={`dot q${quad}`} />}{name}</td><td class="num">{before}</td><td class="num">{after}</td>
      <td>{b + a > 0 && <span class="shares" role="img" aria-label={`${share(before, b)} % before, ${share(after, a)} % after`}><i style={{ width: `${share(before, b)}%` }} /><i class="now" style={{ width: `${share(after, a)}%` }} /></span>}</td>
    </tr>
  );
}

interface CompareProps {
  of: [string, string];
  with: string[];
  name: (id: string) => string;
  rows: Loaded<Period[]>;
  path: string | null;
  by: string;
  axis: [string, string] | null;
}

/** Another pair on the same axis. */
function Compare({ of: [a, b], with: vs, name, rows, path, by, axis }: CompareProps) {
  const place = usePlace();
  const [x, y] = vs;
  const set = (form: HTMLFormElement) => {
    const fields = new FormData(form);
    // A name that was left as it was stands for the actor that it was shown for.
    const id = (field: string, was: string | undefined) => {
      const text = String(fields.get(field) ?? '').trim();
      return was !== undefined && text === name(was) ? was : text;
    };
    const pair = [id('first', x ?? a), id('second', y)];
    go(withQuery(place, { vs: pair.every((p) => p !== '') ? pair.join(',') : null }));
  };
  return (
    <>
      <h3 class="sub">Compare with another pair</h3>
      <form class="filters" onSubmit={(e) => { e.preventDefault(); set(e.currentTarget); }}>
        <label>One<input type="text" name="first" defaultValue={name(x ?? a)} key={name(x ?? a)} /></label>
        <label>Other<input type="text" name="second" defaultValue={y ? name(y) : ''} key={y ? name(y) : ''} placeholder="name" /></label>
        <button type="submit" class="button quiet">Compare</button>
        {path && <a class="button quiet" href={withQuery(place, { vs: null })}>Take it out</a>}
      </form>
      {path && x && y && (
        <>
          <div class="chart-head"><h3><a href={`/dyads/${encodeURIComponent(x)}/${encodeURIComponent(y)}?vs=${encodeURIComponent(`${a},${b}`)}`}>{name(x)} and {name(y)}</a></h3><Downloads path={path} /></div>
          <Wait of={rows}>{(found) => found.length === 0 ? <p class="note">No dated event between these two.</p> : (
            <><Timeline rows={found} by={by} over={axis ?? undefined} mark={place.query.get('at')} href={(p, by) => `/events${query({ dyad: vs.join(','), since: p, until: lastDay(p, by) })}`} /><p class="note">{balance(found)}</p></>
          )}</Wait>
        </>
      )}
    </>
  );
}

function balance(rows: Period[]): string {
  const sum = (f: (r: Period) => number) => rows.reduce((s, r) => s + f(r), 0);
  const cooperation = sum((r) => r.verbal_cooperation + r.material_cooperation);
  const conflict = sum((r) => r.verbal_conflict + r.material_conflict);
  return `${count(cooperation, 'cooperative event')}, ${count(conflict, 'event')} in conflict.`;
}

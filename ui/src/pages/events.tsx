import { type Loaded, query, useApi } from '../lib/api';
import { count, day, eventName, number, quadName, words } from '../lib/format';
import { useNames } from '../lib/names';
import { go, type Place, usePlace, withQuery } from '../lib/router';
import type { EventRow } from '../lib/types';
import { Downloads, Empty, Field, Pager, recordLink, Title, Views, Wait, Who } from '../parts/common';
import { Balance } from '../parts/balance';
import { Calendar } from '../parts/calendar';
import { type CountryCount, type PlaceCount, useCountryName, WorldMap } from '../parts/map';
import type { Period } from '../parts/timeline';
import { type FacetAnswer, type FacetSpec, Facets, total } from '../parts/facets';

const FACETS: FacetSpec[] = [
  { column: 'quad', param: 'quad', name: 'Quadrant' },
  { column: 'type', param: 'type', name: 'Type' },
  { column: 'factuality', param: 'factuality', name: 'Status' },
  { column: 'source', param: 'source', name: 'Who', actors: true },
  { column: 'target', param: 'target', name: 'To whom', actors: true },
  { column: 'contexts', param: 'context', name: 'Context' },
];

const PARAMS = ['quad', 'type', 'mode', 'factuality', 'source', 'target', 'context', 'country', 'actor', 'dyad', 'since', 'until', 'text', 'attribution'];

const VIEWS: [string, string][] = [['table', 'Table'], ['map', 'Map'], ['calendar', 'Calendar']];

export function asked(q: URLSearchParams, names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((n) => [n, q.getAll(n)]));
}

export function Events() {
  const place = usePlace();
  const q = place.query;
  const once = isOnce(place, true);
  const all = asked(q, PARAMS);
  const filter = { ...all, collapse_duplicates: once ? ['true'] : [] };
  const view = VIEWS.find(([key]) => key === q.get('view'))?.[0] ?? 'table';
  const facets = useApi<FacetAnswer>(`/facets/events${query({ ...filter, columns: FACETS.map((f) => f.column).join(',') })}`);
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
          <Chosen place={place} />
          <div class="result-head">
            <span><span role="status">{total(facets, 'event')}</span>{once && <Hidden of={facets} all={all} />}</span>
            <Once place={place} standard />
            <Views of={VIEWS} now={view} />
          </div>
          {view === 'map' ? <OnMap filter={filter} place={place} /> : view === 'calendar' ? <OnCalendar filter={filter} place={place} /> : <InTable filter={filter} after={q.get('after')} together={once} />}
        </div>
      </div>
    </>
  );
}

type Filter = Record<string, string[]>;

/** Whether copies of one article count once: as the address says, else as is usual on the page. */
export const isOnce = (place: Place, standard: boolean): boolean => {
  const said = place.query.get('collapse_duplicates');
  return said === null ? standard : said === 'true';
};

/** The switch. Only what is not usual stands in the address. */
export function Once({ place, standard = false }: { place: Place; standard?: boolean }) {
  const on = isOnce(place, standard);
  return (
    <label class="check" title="Near-duplicate articles count once; reports of the same event by the same sides on the same day share a row">
      <input type="checkbox" checked={on} onChange={() => go(withQuery(place, { collapse_duplicates: on === standard ? String(!on) : null, after: null }))} /> Copies count once
    </label>
  );
}

/** How many events are left out because their article is a copy. */
function Hidden({ of, all }: { of: Loaded<FacetAnswer>; all: Filter }) {
  const whole = useApi<FacetAnswer>(`/facets/events${query({ ...all, columns: 'quad' })}`);
  if (of.state !== 'there' || whole.state !== 'there' || of.answer.data.more || whole.answer.data.more) return null;
  const more = whole.answer.data.count - of.answer.data.count;
  return more > 0 ? <span class="soft">{' '}and {number(more)} in copies of articles</span> : null;
}

/** Filters that have no field of their own. */
function Chosen({ place }: { place: Place }) {
  const country = place.query.getAll('country');
  const dyad = place.query.get('dyad');
  const name = useNames(dyad?.split(',') ?? []);
  if (country.length === 0 && !dyad) return null;
  return (
    <p class="chosen">
      {country.map((c) => <a key={c} href={withQuery(place, { country: country.filter((x) => x !== c) })} aria-label={`Take out the country ${c}`}>Country {c} <span aria-hidden="true">×</span></a>)}
      {dyad && <a href={withQuery(place, { dyad: null })}>{dyad.split(',').map(name).join(' and ')} <span aria-hidden="true">×</span></a>}
    </p>
  );
}

const NONE = <Empty title="No event fits"><p>Take out a filter, or a date: undated events are left out where days are asked for.</p></Empty>;

function InTable({ filter, after, together }: { filter: Filter; after: string | null; together: boolean }) {
  const path = `/events${query({ ...filter, after, limit: 50 })}`;
  const rows = useApi<EventRow[]>(path);
  return (
    <>
      <Wait of={rows}>{(data, next) => data.length === 0 ? NONE : <><EventTable rows={data} together={together} /><Pager next={next} /></>}</Wait>
      <p class="data-foot">These rows as <Downloads path={path} /></p>
    </>
  );
}

function OnMap({ filter, place }: { filter: Filter; place: Place }) {
  const countryPath = `/countries${query(filter)}`;
  const placePath = `/places${query({ ...filter, limit: 300 })}`;
  const countries = useApi<CountryCount[]>(countryPath);
  const places = useApi<PlaceCount[]>(placePath);
  const nameOf = useCountryName();
  const table = (changes: Record<string, string>) => withQuery(place, { ...changes, view: null, after: null });
  return (
    <>
      <Wait of={countries}>
        {(found) => found.length === 0 ? NONE : (
          <Wait of={places}>
            {(there) => (
              <>
                <WorldMap countries={found} places={there} countryHref={(c) => table({ country: c })} placeHref={(p) => table({ text: `"${p}"` })} />
                <div class="two even">
                  <section>
                    <h2>Countries of those who take part <Downloads path={countryPath} /></h2>
                    <CountTable rows={found.slice(0, 15).map((c) => ({ ...c, name: nameOf(c.country), href: table({ country: c.country }) }))} what="Country" />
                  </section>
                  <section>
                    <h2>Places <Downloads path={placePath} /></h2>
                    {there.length === 0 ? <p class="note">No event has a place.</p> : <CountTable rows={there.slice(0, 15).map((p) => ({ ...p, name: p.place, href: table({ text: `"${p.place}"` }) }))} what="Place" />}
                  </section>
                </div>
                <p class="note">Outlines from Natural Earth; they take no side in disputes about borders.</p>
              </>
            )}
          </Wait>
        )}
      </Wait>
    </>
  );
}

function CountTable({ rows, what }: { rows: { name: string; href: string; events: number; cooperation: number; conflict: number }[]; what: string }) {
  return (
    <table>
      <thead><tr><th>{what}</th><th class="num">Events</th><th>Cooperation and conflict</th></tr></thead>
      <tbody>{rows.map((r) => <tr key={r.href}><td><a href={r.href}>{r.name}</a></td><td class="num">{r.events}</td><td><Balance {...r} /></td></tr>)}</tbody>
    </table>
  );
}

function OnCalendar({ filter, place }: { filter: Filter; place: Place }) {
  const path = `/timeline${query({ ...filter, by: 'day', exact: 'true' })}`;
  const rows = useApi<Period[]>(path);
  return (
    <>
      <Wait of={rows}>
        {(data) => data.length === 0 ? NONE : <Calendar rows={data} href={(d) => withQuery(place, { since: d, until: d, view: null, after: null })} earlier={(until) => withQuery(place, { until })} />}
      </Wait>
      <p class="data-foot">Only events whose day is known. As <Downloads path={path} /></p>
    </>
  );
}

/** What tells reports of one event from those of another: sides, kind, status and day; where these are not known, the record. */
const matter = (e: EventRow): string =>
  e.date_value && e.type && e.source.length + e.target.length > 1
    ? JSON.stringify([e.type, e.mode, e.factuality, e.date_value, [...e.source].sort(), [...e.target].sort()])
    : e.id;

/** Rows, those of one event together where they are to be. */
function grouped(rows: EventRow[], together: boolean): [EventRow, EventRow[]][] {
  const groups = new Map<string, EventRow[]>();
  for (const row of rows) {
    const key = together ? matter(row) : row.id;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => (first ? [[first, more] as [EventRow, EventRow[]]] : []));
}

export function EventTable({ rows, together = false }: { rows: EventRow[]; together?: boolean }) {
  const name = useNames(rows.flatMap((e) => [...e.source, ...e.target]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Events">
      <table class="events-table">
        <thead>
          <tr><th>When</th><th>Event</th><th>Who</th><th>To whom</th><th>Words</th></tr>
        </thead>
        <tbody>
          {grouped(rows, together).map(([e, more]) => (
            <tr key={e.id}>
              <td class="nowrap">{day(e.date_value) || <span class="soft">not known</span>}</td>
              <td class="nowrap"><i class={`dot q${e.quad ?? 0}`} title={quadName(e.quad)} />{eventName(e)}{!['occurred', 'ongoing'].includes(e.factuality) && <> <span class="tag">{words(e.factuality)}</span></>}</td>
              <td><Who ids={e.source} name={name} /></td>
              <td><Who ids={e.target} name={name} /></td>
              <td class="quoted-words"><a href={recordLink(e.article, e.id)}>“{e.trigger}”</a>{e.attribution.length > 0 && <> <span class="tag" title="Somebody says so; the article does not vouch for it">attributed</span></>}
                {more.length > 0 && <details class="reports"><summary>{count(more.length, 'more report')}</summary><ul>{more.map((m) => <li key={m.id}><a href={recordLink(m.article, m.id)}>“{m.trigger}”</a></li>)}</ul></details>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

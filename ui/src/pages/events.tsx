import { query, useApi } from '../lib/api';
import { day, eventName, quadName, words } from '../lib/format';
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

const PARAMS = ['quad', 'type', 'mode', 'factuality', 'source', 'target', 'context', 'country', 'actor', 'dyad', 'since', 'until', 'text', 'attribution', 'collapse_duplicates'];

const VIEWS: [string, string][] = [['table', 'Table'], ['map', 'Map'], ['calendar', 'Calendar']];

export function asked(q: URLSearchParams, names: string[]): Record<string, string[]> {
  return Object.fromEntries(names.map((n) => [n, q.getAll(n)]));
}

export function Events() {
  const place = usePlace();
  const q = place.query;
  const filter = asked(q, PARAMS);
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
            <Once place={place} />
          </div>
          <Chosen place={place} />
          <div class="result-head">
            <span role="status">{total(facets, 'event')}</span>
            <Views of={VIEWS} now={view} />
          </div>
          {view === 'map' ? <OnMap filter={filter} place={place} /> : view === 'calendar' ? <OnCalendar filter={filter} place={place} /> : <InTable filter={filter} after={q.get('after')} />}
        </div>
      </div>
    </>
  );
}

type Filter = Record<string, string[]>;

/** Copies of one article count once. */
export function Once({ place }: { place: Place }) {
  const on = place.query.get('collapse_duplicates') === 'true';
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={() => go(withQuery(place, { collapse_duplicates: on ? null : 'true', after: null }))} /> Copies count once
    </label>
  );
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

function InTable({ filter, after }: { filter: Filter; after: string | null }) {
  const path = `/events${query({ ...filter, after, limit: 50 })}`;
  const rows = useApi<EventRow[]>(path);
  return (
    <>
      <Wait of={rows}>{(data, next) => data.length === 0 ? NONE : <><EventTable rows={data} /><Pager next={next} /></>}</Wait>
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

export function EventTable({ rows }: { rows: EventRow[] }) {
  const name = useNames(rows.flatMap((e) => [...e.source, ...e.target]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Events">
      <table class="events-table">
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

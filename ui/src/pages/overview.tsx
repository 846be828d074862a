import { useEffect, useRef, useState } from 'preact/hooks';
import type { About } from '../app';
import { query, useApi } from '../lib/api';
import { called, capital, count, day, eventName, number } from '../lib/format';
import { useNames } from '../lib/names';
import { go, usePlace, withQuery } from '../lib/router';
import { Downloads, Empty, Field, recordLink, Title, Wait } from '../parts/common';
import { type CountryCount, type PlaceCount, WorldMap } from '../parts/map';
import { Network, type Pair } from '../parts/network';
import { lastDay, type Period, Timeline } from '../parts/timeline';

interface Claim {
  event: string;
  article: string;
  type: string | null;
  source: string[];
  target: string[];
  text: string;
  denied_by: string | null;
  date_from: string | null;
}

interface Briefing {
  articles: { id: string; headline: string | null; uri: string; publisher: string | null; published: string | null; events: number; statements: number }[];
  events: { id: string; article: string; type: string | null; mode: string | null; quad: number | null; source: string[]; target: string[]; trigger: string; date_value: string | null; date_from: string }[];
  denied: Claim[];
  alleged: Claim[];
  promised: { statement: string; speaker: string | null; content: string; event: string; article: string; due_from: string | null; promised: string | null }[];
}

const NUMBERS = ['articles', 'events', 'statements', 'figures', 'actors', 'ties'] as const;

export function Overview() {
  const about = useApi<About>('/about');
  return (
    <Wait of={about}>
      {(a) => (a.counts.articles === 0 ? <Nothing canCode={a.may_code} /> : <Full about={a} />)}
    </Wait>
  );
}

function Nothing({ canCode }: { canCode: boolean }) {
  return (
    <>
      <Title name="Overview" />
      <Empty title="Nothing has been read yet">
        <p>Read a folder of articles into this store; the pages follow as it fills:</p>
        <p><code>legation read articles/</code></p>
        {canCode && <p>Or <a href="/paste">paste one article</a> and see what is found in it.</p>}
      </Empty>
    </>
  );
}

/** What is counted here counts copies as well; so do the lists behind it. */
const WHOLE = { collapse_duplicates: 'false' };

function Full({ about }: { about: About }) {
  const place = usePlace();
  const q = place.query;
  const days = { since: q.get('since'), until: q.get('until') };
  const by = spanOf(about) > 730 ? 'month' : spanOf(about) > 90 ? 'week' : 'day';
  const timePath = `/timeline${query({ by })}`;
  const netPath = `/network${query({ ...days, limit: 60 })}`;
  const timeline = useApi<Period[]>(timePath);
  const network = useApi<Pair[]>(netPath);
  const briefing = useApi<Briefing>('/briefing');
  const { from, to } = about.published;
  return (
    <>
      <Title name="Overview" />
      <p class="lead">
        {from ? `Reporting from ${day(from)}${to === from ? '' : ` to ${day(to)}`}` : 'Reporting without dates'}
        {about.publishers > 0 && `, ${count(about.publishers, 'publisher')}`}.
      </p>
      <ul class="numbers">
        {NUMBERS.map((n) => <li key={n}><a href={n === 'ties' ? '/data' : `/${n}`}><b>{number(about.counts[n] ?? 0)}</b><span>{n}</span></a></li>)}
      </ul>
      <div class="two">
        <section class="sheet">
          <div class="chart-head"><h2>Who has to do with whom</h2>{during(days) && <span class="soft">{during(days)}</span>}<span class="data"><Downloads path={netPath} /></span></div>
          <Wait of={network}>
            {(pairs) => pairs.length === 0 ? <Empty title="No two actors met in this time" /> : (
              <>
                <Network pairs={pairs} />
                <p class="legend-line"><span><i class="dot q2" />mostly cooperation</span><span><i class="dot q0" />mixed</span><span><i class="dot q4" />mostly conflict</span><span><i class="dot of-states" />states and governments</span><span><i class="dot of-others" />others</span></p>
              </>
            )}
          </Wait>
        </section>
        <div class="stack">
        <section class="sheet">
          <div class="chart-head"><h2>Over time</h2><span class="data"><Downloads path={timePath} /></span></div>
          <div class="filters"><Field name="since" label="From" type="date" /><Field name="until" label="To" type="date" /></div>
          <Wait of={timeline}>
            {(rows) => rows.length === 0 ? <Empty title="No dated events" /> : <Timeline rows={rows} by={by} href={(p, by) => `/events${query({ since: p, until: lastDay(p, by), ...WHOLE })}`}
              chosen={days} onChoose={(since, until) => go(withQuery(place, { since, until }), 'replace')} />}
          </Wait>
        </section>
        <section class="sheet">
          <h2>Latest articles</h2>
          <Wait of={briefing}>{(b) => <Latest of={b} />}</Wait>
        </section>
        </div>
      </div>
      <WhereSeen />
      <Wait of={briefing}>{(b) => <Brief of={b} />}</Wait>
    </>
  );
}

/** The map, asked for when it comes into sight: its outlines are half of what a first visit fetches. */
function WhereSeen() {
  const frame = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!frame.current || seen) return;
    const watch = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && setSeen(true));
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [seen]);
  return (
    <section class="sheet where" ref={frame}>
      <div class="chart-head"><h2>Where</h2><span class="soft">all events</span><span class="data"><Downloads path="/countries" /></span></div>
      {seen ? <Where /> : <p class="note">The map is fetched when it is looked at.</p>}
    </section>
  );
}

function Where() {
  const countries = useApi<CountryCount[]>('/countries');
  const places = useApi<PlaceCount[]>('/places?limit=60');
  const events = (more: Record<string, string>) => `/events${query({ ...more, ...WHOLE })}`;
  return (
    <Wait of={countries}>
      {(found) => found.length === 0 ? <Empty title="No event of a known country" /> : (
        <Wait of={places}>{(there) => <WorldMap countries={found} places={there} countryHref={(c) => events({ country: c })} placeHref={(p) => events({ text: `"${p}"` })} />}</Wait>
      )}
    </Wait>
  );
}

function Latest({ of: b }: { of: Briefing }) {
  return (
    <ul class="article-list">
      {b.articles.slice(0, 3).map((a) => (
        <li key={a.id}>
          <a href={`/articles/${encodeURIComponent(a.id)}`}>{called(a)}</a>
          <div class="meta">{[a.publisher, day(a.published), count(a.events, 'event'), count(a.statements, 'statement')].filter((x) => x).join(' · ')}</div>
        </li>
      ))}
    </ul>
  );
}

/** The time that the network is drawn for. */
function during({ since, until }: { since: string | null; until: string | null }): string {
  if (!since && !until) return '';
  if (since && until) return `${day(since)} to ${day(until)}`;
  return since ? `since ${day(since)}` : `until ${day(until)}`;
}

function spanOf(about: About): number {
  const { from, to } = about.published;
  return from && to ? (Date.parse(to) - Date.parse(from)) / 86_400_000 + 365 : 999;
}

function Brief({ of: b }: { of: Briefing }) {
  const name = useNames([...b.events.flatMap((e) => [...e.source, ...e.target]), ...b.denied.map((d) => d.denied_by), ...b.promised.map((p) => p.speaker), ...[...b.denied, ...b.alleged].flatMap((c) => [...c.source, ...c.target])]);
  // One matter may be told several times over, in the same words.
  const claims = new Map([...b.denied, ...b.alleged].map((c) => [`${c.text} ${c.denied_by}`, c]));
  const contested = [...claims.values()].slice(0, 8);
  const sides = (c: Claim) => (c.source.length + c.target.length === 0 ? null : <>{c.source.map(name).join(', ') || 'somebody'}{c.target.length > 0 && <><span class="arrow">→</span>{c.target.map(name).join(', ')}</>}</>);
  return (
    <div class="three">
        <section class="sheet">
          <h2>New</h2>
          <ul class="brief">
            {b.events.slice(0, 8).map((e) => (
              <li key={e.id}>
                <a href={recordLink(e.article, e.id)}><i class={`dot q${e.quad ?? 0}`} /> {e.source.map(name).join(', ')}<span class="arrow">→</span>{e.target.map(name).join(', ')}</a>
                <div class="meta"><span>{eventName({ ...e, other_type: null })}</span><span>“{e.trigger}”</span><span>{day(e.date_value ?? e.date_from)}</span></div>
              </li>
            ))}
          </ul>
          {b.events.length === 0 && <p class="note">No event with a known day and two sides yet.</p>}
        </section>
        <section class="sheet">
          <h2>Contested</h2>
          <ul class="brief">
            {contested.map((c) => (
              <li key={c.event}>
                <a href={recordLink(c.article, c.event)}>{sides(c) ?? capital(c.text)}</a>
                <div class="meta">{sides(c) && <span>“{c.text}”</span>}<span>{c.denied_by ? `denied by ${name(c.denied_by)}` : b.denied.includes(c) ? 'denied' : 'alleged'}</span><span>{day(c.date_from)}</span></div>
              </li>
            ))}
          </ul>
          {contested.length === 0 && <p class="note">Nothing is denied or only alleged.</p>}
        </section>
        <section class="sheet">
          <h2>Promised</h2>
          <ul class="brief">
            {b.promised.slice(0, 8).map((p) => (
              <li key={p.event}>
                <a href={recordLink(p.article, p.statement)}>{capital(p.content)}</a>
                <div class="meta"><span>{p.speaker ? name(p.speaker) : 'unnamed speaker'}</span>{p.due_from && <span>due {day(p.due_from)}</span>}</div>
              </li>
            ))}
          </ul>
          {b.promised.length === 0 && <p class="note">No promise is open.</p>}
        </section>
    </div>
  );
}

import { type Loaded, query, useApi } from '../lib/api';
import { count, day, kindName, sectorName, words } from '../lib/format';
import { useNames } from '../lib/names';
import type { ActorRow, EventRow, FigureRow, StatementRow, TieRow } from '../lib/types';
import { Balance } from '../parts/balance';
import { ActorLink, Downloads, Missing, recordLink, Title, Wait } from '../parts/common';
import { Points, Spans } from '../parts/spans';
import { lastDay, type Period, Timeline } from '../parts/timeline';
import { EventTable } from './events';
import { FigureTable } from './figures';
import { StatementList } from './statements';

interface Role {
  title: string;
  of: string | null;
  of_name: string | null;
  status: string;
  first: string | null;
  last: string | null;
  articles: number;
  article: string;
}

interface Found {
  actor: ActorRow;
  names: { text: string; type: string; count: number }[];
  roles: Role[];
  partners: { id: string; name: string; kind: string; events: number; cooperation: number; conflict: number }[];
}

export function ActorPage({ id }: { id: string }) {
  const found = useApi<Found>(`/actors/${encodeURIComponent(id)}`);
  if (found.state === 'failed') return <Missing name="Actor" problem={found.problem} list="/actors" all="All actors" />;
  return <Wait of={found}>{(data) => <Sheet found={data} />}</Wait>;
}

function Sheet({ found: { actor, names, roles, partners } }: { found: Found }) {
  const id = actor.id;
  const others = names.filter((n) => n.text !== actor.name && n.type === 'name').slice(0, 8).map((n) => n.text);
  const eventPath = `/events${query({ actor: id, collapse_duplicates: 'true', limit: 15 })}`;
  const events = useApi<EventRow[]>(eventPath);
  const saidPath = `/statements${query({ source: id, limit: 8 })}`;
  const said = useApi<StatementRow[]>(saidPath);
  const figurePath = `/figures${query({ actor: id, limit: 10 })}`;
  const figures = useApi<FigureRow[]>(figurePath);
  const tiePath = `/ties${query({ actor: id, limit: 20 })}`;
  const ties = useApi<TieRow[]>(tiePath);
  const timePath = `/timeline${query({ actor: id, collapse_duplicates: 'true', by: 'month' })}`;
  const timeline = useApi<Period[]>(timePath);
  const positionPath = `/actors/${encodeURIComponent(id)}/positions`;
  const positions = useApi<PositionRow[]>(positionPath);
  const here = encodeURIComponent(id);
  // People hold offices; of others an article may say something alike, and mostly does not.
  const withOffices = actor.kind === 'person' || roles.length > 0;
  const none = [
    ...(partners.length === 0 ? ['partners'] : []), ...(isNone(positions) ? ['positions'] : []), ...(isNone(events) ? ['events'] : []),
    ...(isNone(said) ? ['statements'] : []), ...(isNone(ties) ? ['ties'] : []), ...(isNone(figures) ? ['figures'] : []),
  ];
  return (
    <>
      <Title name={actor.name} />
      <p class="lead">
        {[kindName(actor.kind), actor.country, actor.sectors.map(sectorName).join(', ')].filter((x) => x).join(' · ')}
        {' · '}{count(actor.mentions, 'mention')} in {count(actor.articles, 'article')}
        {others.length > 0 && <><br />Also {others.join(', ')}</>}
      </p>
      <div class={withOffices ? 'two' : 'alone'}>
        <section class="sheet">
          <div class="chart-head"><h2>Events over time</h2><Downloads path={timePath} /></div>
          <Wait of={timeline}>{(rows) => rows.length === 0 ? <p class="note">No event of it has a known day.</p> : <Timeline rows={rows} by="month" href={(p, by) => `/events${query({ actor: id, since: p, until: lastDay(p, by) })}`} />}</Wait>
        </section>
        {withOffices && (
          <section class="sheet">
            <div class="chart-head"><h2>Offices over time</h2><a class="soft" href={`/api/v1/actors/${here}`} target="_blank" rel="noreferrer">JSON</a></div>
            <Offices roles={roles} />
          </section>
        )}
      </div>
      {!isNone(positions) && (
        <section class="sheet">
          <div class="chart-head"><h2>Positions over time</h2><Downloads path={positionPath} /></div>
          <Wait of={positions}>{(rows) => <Positions rows={rows} by={id} />}</Wait>
        </section>
      )}
      {partners.length > 0 && (
        <section class="section">
          <h2>Partners and opponents <a class="soft" href={`/api/v1/actors/${here}`} target="_blank" rel="noreferrer">JSON</a></h2>
          <div class="scroll" tabIndex={0} role="region" aria-label="Partners">
            <table>
              <thead><tr><th>Actor</th><th>Kind</th><th class="num">Events</th><th>Cooperation and conflict</th><th /></tr></thead>
              <tbody>
                {partners.slice(0, 12).map((p) => (
                  <tr key={p.id}>
                    <td><ActorLink id={p.id} name={p.name} /></td><td>{kindName(p.kind)}</td><td class="num">{p.events}</td>
                    <td><Balance {...p} /></td>
                    <td class="nowrap"><a href={`/dyads/${here}/${encodeURIComponent(p.id)}`}>Between the two</a></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {!isNone(events) && (
        <section class="section">
          <h2>Events <a class="soft" href={`/events?actor=${here}`}>all</a> <Downloads path={eventPath} /></h2>
          <Wait of={events}>{(rows) => <EventTable rows={rows} together />}</Wait>
        </section>
      )}
      {!isNone(said) && (
        <section class="section">
          <h2>Statements <a class="soft" href={`/statements?speaker=${here}`}>all</a> <Downloads path={saidPath} /></h2>
          <Wait of={said}>{(rows) => <StatementList rows={rows} />}</Wait>
        </section>
      )}
      {!isNone(ties) && (
        <section class="section">
          <h2>Ties <Downloads path={tiePath} /></h2>
          <Wait of={ties}>{(rows) => <Ties rows={rows} />}</Wait>
        </section>
      )}
      {!isNone(figures) && (
        <section class="section">
          <h2>Figures <a class="soft" href={`/figures?actor=${here}`}>all</a> <Downloads path={figurePath} /></h2>
          <Wait of={figures}>{(rows) => <FigureTable rows={rows} />}</Wait>
        </section>
      )}
      {none.length > 0 && <p class="note">The articles give no {none.join(', no ')} of {actor.name}.</p>}
    </>
  );
}

/** Whether what was asked for is there, and empty. */
const isNone = (of: Loaded<unknown[]>): boolean => of.state === 'there' && of.answer.data.length === 0;

/** Since when, until when articles give an office. */
function Offices({ roles }: { roles: Role[] }) {
  if (roles.length === 0) return <p class="note">No office is given.</p>;
  const dated = roles.filter((r) => r.first);
  const full = (r: Role) => `${r.title}${r.of ? `, ${r.of_name ?? r.of}` : ''}${['current', 'unknown'].includes(r.status) ? '' : ` (${r.status})`}`;
  return (
    <>
      {dated.length > 0 && (
        <Spans label="Offices, from the first to the last article that gives them"
          rows={dated.slice(0, 12).map((r) => ({
            key: `${r.title} ${r.of} ${r.status}`, name: full(r), from: r.first ?? '', to: r.last ?? r.first ?? '', href: `/articles/${encodeURIComponent(r.article)}?list=actors`,
            note: `${day(r.first)}${r.last !== r.first ? ` to ${day(r.last)}` : ''}, ${count(r.articles, 'article')}`, soft: r.status === 'former',
          }))} />
      )}
      {roles.length > dated.length && <p class="note">In undated articles: {roles.filter((r) => !r.first).slice(0, 6).map(full).join('; ')}.</p>}
    </>
  );
}

interface PositionRow {
  topic: string;
  name: string;
  day: string | null;
  own_day: number;
  side: 'for' | 'against' | 'neither';
  turn: 'only' | 'first' | 'changed' | 'latest' | 'between';
  act: string;
  content: string;
  statement: string;
  article: string;
}

/** On so many others positions are drawn. */
const TOPICS = 10;
const TONES = { for: 'q2', against: 'q4', neither: 'q0' };

/** Which side is taken towards whom, and when it changes. */
function Positions({ rows, by }: { rows: PositionRow[]; by: string }) {
  const topics = [...new Set(rows.map((p) => p.topic))];
  const shown = rows.filter((p) => topics.indexOf(p.topic) < TOPICS);
  const placed = shown.flatMap((p) => (p.day ? [{ ...p, day: p.day }] : []));
  const dated = topics.slice(0, TOPICS).filter((t) => placed.some((p) => p.topic === t));
  const undated = shown.length - placed.length;
  const hollow = placed.filter((p) => p.own_day === 0).length;
  const short = (text: string) => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
  const side = (p: PositionRow) => (p.side === 'neither' ? 'takes no side' : p.side);
  const rest = [
    topics.length > TOPICS ? `${count(topics.length - TOPICS, 'more actor')} in the files` : '',
    undated > 0 ? `${count(undated, 'statement')} without a date` : '',
  ].filter((x) => x);
  return (
    <>
      {placed.length > 0 && (
        <Points label="Statements by whom they are about, over time"
          rows={dated.map((t) => ({ key: t, name: rows.find((p) => p.topic === t)?.name ?? t, href: `/dyads/${encodeURIComponent(by)}/${encodeURIComponent(t)}` }))}
          points={placed.map((p) => ({
            key: `${p.statement} ${p.topic}`, row: p.topic, at: p.day, href: recordLink(p.article, p.statement), tone: `${TONES[p.side]}${p.own_day ? '' : ' hollow'}`, ringed: p.turn === 'changed',
            note: `${p.own_day ? '' : 'printed '}${day(p.day)}, ${p.turn === 'changed' ? `now ${p.side}` : side(p)} (${words(p.act)}): ${short(p.content)}`,
          }))} />
      )}
      <p class="legend-line">
        <span><i class="dot q2" />for</span><span><i class="dot q4" />against</span><span><i class="dot q0" />takes no side</span><span><i class="dot changed" />changes sides</span>
        {hollow > 0 && <span><i class="dot hollow" />day of printing: not known when it was said</span>}
      </p>
      {rest.length > 0 && <p class="note">{rest.join('; ')}.</p>}
    </>
  );
}

function Ties({ rows }: { rows: TieRow[] }) {
  const name = useNames(rows.flatMap((t) => [t.a, t.b]));
  return (
    <ul class="brief columns">
      {rows.map((t) => (
        <li key={t.id}>
          <strong>{words(t.type)}</strong> <ActorLink id={t.a} name={name(t.a)} /><span class="arrow">{t.directed ? '→' : '↔'}</span><ActorLink id={t.b} name={name(t.b)} />
          <div class="meta"><a href={recordLink(t.article, t.id)} class="quoted-words">“{t.text}”</a></div>
        </li>
      ))}
    </ul>
  );
}

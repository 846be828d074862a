import { query, useApi } from '../lib/api';
import { count, day, kindName, words } from '../lib/format';
import { useNames } from '../lib/names';
import type { ActorRow, ArticleRow, EventRow, FigureRow, StatementRow, TieRow } from '../lib/types';
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
  const others = names.filter((n) => n.text !== actor.name).slice(0, 8).map((n) => n.text);
  const events = useApi<EventRow[]>(`/events${query({ actor: id, limit: 15 })}`);
  const said = useApi<StatementRow[]>(`/statements${query({ source: id, limit: 8 })}`);
  const figures = useApi<FigureRow[]>(`/figures${query({ actor: id, limit: 10 })}`);
  const ties = useApi<TieRow[]>(`/ties${query({ actor: id, limit: 20 })}`);
  const timePath = `/timeline${query({ actor: id, by: 'month' })}`;
  const timeline = useApi<Period[]>(timePath);
  const positionPath = `/statements${query({ source: id, attitudes: 'true', limit: 300 })}`;
  const positions = useApi<StatementRow[]>(positionPath);
  const here = encodeURIComponent(id);
  return (
    <>
      <Title name={actor.name} />
      <p class="lead">
        {[kindName(actor.kind), actor.country, actor.sectors.join(', ')].filter((x) => x).join(' · ')}
        {' · '}{count(actor.mentions, 'mention')} in {count(actor.articles, 'article')}
        {others.length > 0 && <><br />Also {others.join(', ')}</>}
      </p>
      <div class="two">
        <section class="sheet">
          <div class="chart-head"><h2>Events over time</h2><Downloads path={timePath} /></div>
          <Wait of={timeline}>{(rows) => rows.length === 0 ? <p class="note">No dated event.</p> : <Timeline rows={rows} by="month" href={(p, by) => `/events${query({ actor: id, since: p, until: lastDay(p, by) })}`} />}</Wait>
        </section>
        <section class="sheet">
          <div class="chart-head"><h2>Offices over time</h2><a class="soft" href={`/api/v1/actors/${here}`} target="_blank" rel="noreferrer">JSON</a></div>
          <Offices roles={roles} />
        </section>
      </div>
      <section class="sheet">
        <div class="chart-head"><h2>Positions over time</h2><Downloads path={positionPath} /></div>
        <Wait of={positions}>{(rows) => <Positions rows={rows} />}</Wait>
      </section>
      <section class="section">
        <h2>Partners and opponents</h2>
        {partners.length === 0 ? <p class="note">No event with anybody else.</p> : (
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
        )}
      </section>
      <section class="section">
        <h2>Events <a class="soft" href={`/events?actor=${here}`}>all</a></h2>
        <Wait of={events}>{(rows) => rows.length === 0 ? <p class="note">No event.</p> : <EventTable rows={rows} />}</Wait>
      </section>
      <section class="section">
        <h2>Statements <a class="soft" href={`/statements?speaker=${here}`}>all</a></h2>
        <Wait of={said}>{(rows) => rows.length === 0 ? <p class="note">No statement.</p> : <StatementList rows={rows} />}</Wait>
      </section>
      <section class="section">
        <h2>Ties</h2>
        <Wait of={ties}>{(rows) => <Ties rows={rows} />}</Wait>
      </section>
      <section class="section">
        <h2>Figures</h2>
        <Wait of={figures}>{(rows) => rows.length === 0 ? <p class="note">No figure.</p> : <FigureTable rows={rows} />}</Wait>
      </section>
    </>
  );
}

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

const TONES: Record<string, string> = { promise: 'q1', praise: 'q2', demand: 'q3', denial: 'q3', accusation: 'q4', refusal: 'q4' };

/** What was said and held, by what it does. */
function Positions({ rows }: { rows: StatementRow[] }) {
  // Where it is not known when something was said, its place is the day of printing, and it is drawn hollow.
  const undated = [...new Set(rows.filter((s) => !s.date_from).map((s) => s.article))].slice(0, 80);
  const articles = useApi<ArticleRow[]>(undated.length > 0 ? `/articles${query({ id: undated, limit: 80 })}` : null);
  const printed = new Map('answer' in articles && articles.answer ? articles.answer.data.map((a) => [a.id, a.published]) : []);
  const placed = rows.flatMap((s) => {
    const at = s.date_from ?? printed.get(s.article);
    return at ? [{ s, at, said: s.date_from !== null }] : [];
  });
  if (placed.length === 0) return <p class="note">No dated statement.</p>;
  const hollow = placed.filter((p) => !p.said).length;
  const kind = (s: StatementRow) => (s.cue_class === 'attitude' ? `holds` : words(s.act));
  const short = (text: string) => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
  return (
    <>
      <Points label="Statements by what they do, over time"
        points={placed.map(({ s, at, said }) => ({
          key: s.id, row: kind(s), at, href: recordLink(s.article, s.id), note: `${said ? '' : 'printed '}${day(at)}, ${kind(s)}: ${short(s.content)}`, tone: `${TONES[s.act] ?? 'q0'}${said ? '' : ' hollow'}`,
        }))} />
      <p class="note">{count(placed.length, 'statement')}{hollow > 0 && `; hollow dots (${hollow}) stand at the day of printing, because it is not known when they were made`}. Each dot opens the words.</p>
    </>
  );
}

function Ties({ rows }: { rows: TieRow[] }) {
  const name = useNames(rows.flatMap((t) => [t.a, t.b]));
  if (rows.length === 0) return <p class="note">No lasting relation is stated.</p>;
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

import { query, useApi } from '../lib/api';
import { count, day, words } from '../lib/format';
import { useNames } from '../lib/names';
import type { ActorRow, EventRow, FigureRow, StatementRow, TieRow } from '../lib/types';
import { ActorLink, recordLink, Title, Wait } from '../parts/common';
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
  return <Wait of={found}>{(data) => <Sheet found={data} />}</Wait>;
}

function Sheet({ found: { actor, names, roles, partners } }: { found: Found }) {
  const id = actor.id;
  const others = names.filter((n) => n.text !== actor.name).slice(0, 8).map((n) => n.text);
  const events = useApi<EventRow[]>(`/events${query({ actor: id, limit: 15 })}`);
  const said = useApi<StatementRow[]>(`/statements${query({ source: id, limit: 8 })}`);
  const figures = useApi<FigureRow[]>(`/figures${query({ actor: id, limit: 10 })}`);
  const ties = useApi<TieRow[]>(`/ties${query({ actor: id, limit: 20 })}`);
  const timeline = useApi<Period[]>(`/timeline${query({ actor: id, by: 'month' })}`);
  const here = encodeURIComponent(id);
  return (
    <>
      <Title name={actor.name} />
      <p class="lead">
        {[words(actor.kind), actor.country, actor.sectors.join(', ')].filter((x) => x).join(' · ')}
        {' · '}{count(actor.mentions, 'mention')} in {count(actor.articles, 'article')}
        {others.length > 0 && <><br />Also {others.join(', ')}</>}
      </p>
      <div class="two">
        <section class="sheet">
          <h2>Over time</h2>
          <Wait of={timeline}>{(rows) => rows.length === 0 ? <p class="note">No dated event.</p> : <Timeline rows={rows} by="month" href={(p) => `/events${query({ actor: id, since: p, until: lastDay(p, 'month') })}`} />}</Wait>
        </section>
        <section class="sheet">
          <h2>Offices</h2>
          {roles.length === 0 ? <p class="note">No office is given.</p> : (
            <ul class="brief">
              {roles.slice(0, 12).map((r, i) => (
                <li key={i}>
                  {r.title}{r.of && <>, {r.of_name ? <ActorLink id={r.of} name={r.of_name} /> : r.of}</>} {r.status !== 'unknown' && <span class="tag">{r.status}</span>}
                  <div class="meta"><span>{r.first ? `${day(r.first)}${r.last !== r.first ? ` to ${day(r.last)}` : ''}` : 'undated'}</span><span>{count(r.articles, 'article')}</span></div>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <section class="section">
        <h2>Partners and opponents</h2>
        {partners.length === 0 ? <p class="note">No event with anybody else.</p> : (
          <div class="scroll" tabIndex={0} role="region" aria-label="Partners">
            <table>
              <thead><tr><th>Actor</th><th>Kind</th><th class="num">Events</th><th>Cooperation and conflict</th><th /></tr></thead>
              <tbody>
                {partners.slice(0, 12).map((p) => (
                  <tr key={p.id}>
                    <td><ActorLink id={p.id} name={p.name} /></td><td>{words(p.kind)}</td><td class="num">{p.events}</td>
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

function Ties({ rows }: { rows: TieRow[] }) {
  const name = useNames(rows.flatMap((t) => [t.a, t.b]));
  if (rows.length === 0) return <p class="note">No lasting relation is stated.</p>;
  return (
    <ul class="brief">
      {rows.map((t) => (
        <li key={t.id}>
          <strong>{words(t.type)}</strong> <ActorLink id={t.a} name={name(t.a)} /><span class="arrow">{t.directed ? '→' : '↔'}</span><ActorLink id={t.b} name={name(t.b)} />
          <div class="meta"><a href={recordLink(t.article, t.id)} class="quoted-words">“{t.text}”</a></div>
        </li>
      ))}
    </ul>
  );
}

export function Balance({ cooperation, conflict }: { cooperation: number; conflict: number }) {
  const all = cooperation + conflict;
  if (all === 0) return <span class="soft">neither</span>;
  const label = `${cooperation} cooperative, ${conflict} in conflict`;
  return (
    <span class="bar" role="img" aria-label={label} title={label}>
      <i class="q2" style={{ width: `${(100 * cooperation) / all}%` }} />
      <i class="q4" style={{ width: `${(100 * conflict) / all}%` }} />
    </span>
  );
}

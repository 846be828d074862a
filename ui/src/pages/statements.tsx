import { query, useApi } from '../lib/api';
import { day, words } from '../lib/format';
import { useNames } from '../lib/names';
import { usePlace } from '../lib/router';
import type { StatementRow } from '../lib/types';
import { ActorLink, Downloads, Empty, Field, Pager, recordLink, Title, Wait } from '../parts/common';
import { type FacetAnswer, type FacetSpec, Facets, total } from '../parts/facets';
import { asked } from './events';

const FACETS: FacetSpec[] = [
  { column: 'speaker', param: 'speaker', name: 'Speaker', actors: true },
  { column: 'act', param: 'type', name: 'Act' },
  { column: 'cue_class', param: 'cue', name: 'Said how' },
  { column: 'manner', param: 'mode', name: 'Manner' },
];

const PARAMS = ['speaker', 'type', 'cue', 'mode', 'actor', 'text', 'since', 'until'];

export function Statements() {
  const { query: q } = usePlace();
  const filter = asked(q, PARAMS);
  const path = `/statements${query({ ...filter, after: q.get('after'), limit: 40 })}`;
  const rows = useApi<StatementRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/statements${query({ ...filter, columns: FACETS.map((f) => f.column).join(',') })}`);
  return (
    <>
      <Title name="Statements" />
      <p class="lead">Search in what was said, not in what was written around it.</p>
      <div class="with-facets">
        <Facets of={facets} specs={FACETS} />
        <div>
          <div class="filters said" role="search">
            <Field name="text" label="Words that were said" placeholder="“peace talks”" grow />
            <Field name="speaker" label="Speaker" />
            <Field name="actor" label="About or by" />
            <Field name="since" label="From" type="date" />
            <Field name="until" label="To" type="date" />
          </div>
          <div class="result-head">
            <span role="status">{total(facets, 'statement')}</span>
            <Downloads path={path} />
          </div>
          <Wait of={rows}>
            {(data, next) => data.length === 0 ? <Empty title="Nobody said that"><p>Try fewer words, or <code>peac*</code> for all that begins so.</p></Empty> : <><StatementList rows={data} /><Pager next={next} /></>}
          </Wait>
        </div>
      </div>
    </>
  );
}

export function StatementList({ rows }: { rows: StatementRow[] }) {
  const name = useNames(rows.flatMap((s) => [s.speaker, s.via, ...s.addressees]));
  return (
    <ul class="statement-list">
      {rows.map((s) => (
        <li key={s.id}>
          <div class="meta">
            {s.speaker ? <strong><ActorLink id={s.speaker} name={name(s.speaker)} /></strong> : <strong>Unnamed speaker</strong>} {s.cue}
            {s.addressees.length > 0 && <> to {s.addressees.map(name).join(', ')}</>}{s.via && <> through {name(s.via)}</>}
          </div>
          <blockquote>{s.manner === 'direct' ? `“${s.quote ?? s.content}”` : s.content}</blockquote>
          <div class="meta">{[day(s.date_value), words(s.act)].filter((x) => x).join(' · ')} · <a href={recordLink(s.article, s.id)}>in the article</a></div>
        </li>
      ))}
    </ul>
  );
}

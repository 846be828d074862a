import { query, useApi } from '../lib/api';
import { kindName, sectorName } from '../lib/format';
import { usePlace } from '../lib/router';
import type { ActorRow } from '../lib/types';
import { ActorLink, Downloads, Empty, Field, Pager, Title, Wait } from '../parts/common';
import { type FacetAnswer, type FacetSpec, Facets, total } from '../parts/facets';
import { asked } from './events';

const FACETS: FacetSpec[] = [
  { column: 'kind', param: 'type', name: 'Kind' },
  { column: 'country', param: 'country', name: 'Country' },
  { column: 'sectors', param: 'sector', name: 'Sector' },
];

export function Actors() {
  const { query: q } = usePlace();
  const filter = asked(q, ['type', 'country', 'sector', 'text']);
  const path = `/actors${query({ ...filter, after: q.get('after'), limit: 60 })}`;
  const rows = useApi<ActorRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/actors${query({ ...filter, columns: 'kind,country,sectors' })}`);
  return (
    <>
      <Title name="Actors" />
      <div class="with-facets">
        <Facets of={facets} specs={FACETS} />
        <div>
          <div class="filters" role="search"><Field name="text" label="Name" grow /></div>
          <div class="result-head"><span role="status">{total(facets, 'actor')}</span><Downloads path={path} /></div>
          <Wait of={rows}>
            {(data, next) => data.length === 0 ? <Empty title="No actor fits"><p>Try the beginning of a name: <code>Zelen*</code></p></Empty> : (
              <>
                <div class="scroll" tabIndex={0} role="region" aria-label="Actors">
                  <table>
                    <thead><tr><th>Name</th><th>Kind</th><th>Country</th><th>Sectors</th><th class="num">Articles</th><th class="num">Mentions</th></tr></thead>
                    <tbody>
                      {data.map((a) => (
                        <tr key={a.id}>
                          <td><ActorLink id={a.id} name={a.name} /></td><td>{kindName(a.kind)}</td><td>{a.country}</td><td>{a.sectors.map(sectorName).join(', ')}</td>
                          <td class="num">{a.articles}</td><td class="num">{a.mentions}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                <Pager next={next} />
              </>
            )}
          </Wait>
        </div>
      </div>
    </>
  );
}

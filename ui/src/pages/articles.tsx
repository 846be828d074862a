import { query, useApi } from '../lib/api';
import { called, count, day } from '../lib/format';
import { usePlace } from '../lib/router';
import type { ArticleRow } from '../lib/types';
import { type FacetAnswer, type FacetSpec, Facets, total } from '../parts/facets';
import { Downloads, Empty, Field, Pager, Title, Wait } from '../parts/common';
import { Once } from './events';

const FACETS: FacetSpec[] = [{ column: 'publisher', param: 'publisher', name: 'Publisher' }];

export function Articles() {
  const place = usePlace();
  const q = place.query;
  const asked = { text: q.get('text'), publisher: q.getAll('publisher'), collapse_duplicates: q.get('collapse_duplicates'), since: q.get('since'), until: q.get('until') };
  const path = `/articles${query({ ...asked, after: q.get('after'), limit: 40 })}`;
  const rows = useApi<ArticleRow[]>(path);
  const facets = useApi<FacetAnswer>(`/facets/articles${query({ ...asked, columns: 'publisher' })}`);
  return (
    <>
      <Title name="Articles" />
      <p class="lead">What was read, the latest first.</p>
      <div class="with-facets">
      <Facets of={facets} specs={FACETS} />
      <div>
      <div class="filters" role="search">
        <Field name="text" label="Words" placeholder={'“trade talks” sanction*'} grow />
        <Field name="since" label="From" type="date" />
        <Field name="until" label="To" type="date" />
        <Once place={place} />
      </div>
      <div class="result-head">
        <span role="status">{total(facets, 'article')}</span>
        <Downloads path={path} />
      </div>
      <Wait of={rows}>
        {(data, next) =>
          data.length === 0 ? (
            <Empty title="No article fits">
              <p>Take out a word or a date, or read more articles: <code>legation read FOLDER</code></p>
            </Empty>
          ) : (
            <>
              <ul class="article-list">
                {data.map((a) => (
                  <li key={a.id}>
                    <a href={`/articles/${encodeURIComponent(a.id)}`}>{called(a)}</a>
                    <div class="meta">
                      {[a.publisher, a.published ? day(a.published) : 'date not known', `${Math.round(a.characters / 6).toLocaleString('en')} words`, a.reader_remarks?.length ? count(a.reader_remarks.length, 'remark') : null].filter((x) => x).join(' · ')}
                      {a.duplicate_of && <> · a copy of <a class="plain-link" href={`/articles/${encodeURIComponent(a.duplicate_of)}`}>an earlier article</a></>}
                    </div>
                  </li>
                ))}
              </ul>
              <Pager next={next} />
            </>
          )
        }
      </Wait>
      </div>
      </div>
    </>
  );
}

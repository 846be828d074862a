import { useEffect } from 'preact/hooks';
import { useApi } from '../lib/api';
import { shortUri } from '../lib/format';
import type { Article } from '../lib/types';
import { Wait } from '../parts/common';
import { Reader } from '../parts/reader';

export function ArticlePage({ id }: { id: string }) {
  const article = useApi<Article>(`/articles/${encodeURIComponent(id)}`);
  const doc = 'answer' in article ? article.answer?.data.document : undefined;
  useEffect(() => {
    if (doc) document.title = `${doc.title ?? shortUri(doc.uri)} – Legation`;
  }, [doc]);
  return <Wait of={article}>{(data) => <Reader article={data} />}</Wait>;
}

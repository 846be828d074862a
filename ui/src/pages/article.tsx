import { useEffect } from 'preact/hooks';
import { useApi } from '../lib/api';
import { shortUri } from '../lib/format';
import type { Article } from '../lib/types';
import { Missing, Wait } from '../parts/common';
import { Reader } from '../parts/reader';

export function ArticlePage({ id }: { id: string }) {
  const article = useApi<Article>(`/articles/${encodeURIComponent(id)}`);
  const doc = 'answer' in article ? article.answer?.data.document : undefined;
  useEffect(() => {
    if (doc) document.title = `${doc.title ?? shortUri(doc.uri)} – Legation`;
  }, [doc]);
  if (article.state === 'failed') return <Missing name="Article" problem={article.problem} list="/articles" all="All articles" />;
  return <Wait of={article}>{(data) => <Reader article={data} />}</Wait>;
}

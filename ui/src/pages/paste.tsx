import { useState } from 'preact/hooks';
import { post, type Problem } from '../lib/api';
import type { Article } from '../lib/types';
import { Failed, Title } from '../parts/common';
import { Reader } from '../parts/reader';

/** An article to try it with. */
const EXAMPLE = {
  published: '2023-03-15',
  text: `Arvenia withdraws envoy as border talks with Belmark collapse

Arvenia on Monday withdrew its ambassador from Belmark, hours after talks on reopening the Sava bridge broke down, the Arvenian foreign ministry said.

“We will not negotiate under threat,” Foreign Minister Ana Doric told reporters. She accused Belmark of massing at least 4,000 troops along the frontier, a charge that Belmark denied.

According to the state news agency, President Pavel Orsk of Belmark said that his government had promised Germany to withdraw the soldiers by the end of April.

Germany, which had mediated the talks, urged Arvenia and Belmark to return to the table. Trade between the two fell 12 percent last year, to about $1.3 billion.`,
};

export function Paste() {
  const [text, setText] = useState('');
  const [published, setPublished] = useState('');
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [article, setArticle] = useState<Article | null>(null);

  const send = async (words: string) => {
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await post<Article>('/code', { text: words, title, published });
      setArticle(data);
      scrollTo(0, 0);
    } catch (failed) {
      setProblem(failed as Problem);
    } finally {
      setBusy(false);
    }
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const words = await file.text();
    setText(words);
    if (words.trim() !== '') await send(words);
  };

  if (article) {
    return (
      <>
        <p class="actions"><button type="button" class="button quiet" onClick={() => setArticle(null)}>Another article</button><span class="note">Coded on this machine; nothing was kept.</span></p>
        <Reader article={article} />
      </>
    );
  }
  return (
    <>
      <Title name="Paste an article" />
      <p class="lead">It is read on this machine while you wait, and nothing is kept. A day of publication lets “on Friday” become a date.</p>
      <form class="form paste" onSubmit={(e) => { e.preventDefault(); void send(text); }}
        onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); void take(e.dataTransfer?.files[0]); }}>
        <label>Text, or drop a file here: plain text, Markdown or a saved page
          <textarea name="text" required value={text} onInput={(e) => setText(e.currentTarget.value)} placeholder="Paste the article, headline first." />
        </label>
        <div class="row">
          <label>Published <input type="date" value={published} onInput={(e) => setPublished(e.currentTarget.value)} /></label>
          <label>Headline, if not in the text <input type="text" value={title} onInput={(e) => setTitle(e.currentTarget.value)} /></label>
        </div>
        <div class="actions">
          <button type="submit" class="button" disabled={busy || text.trim() === ''}>{busy ? 'Reading…' : 'Read it'}</button>
          <button type="button" class="button quiet" disabled={busy} onClick={() => { setText(EXAMPLE.text); setPublished(EXAMPLE.published); setTitle(''); }}>Fill in an example</button>
          <input type="file" accept=".txt,.md,.html,.htm,text/plain,text/html" aria-label="Choose a file" onChange={(e) => void take(e.currentTarget.files?.[0])} />
        </div>
      </form>
      {busy && <p class="note" role="status">The first article takes a few seconds longer: the language model is opened.</p>}
      {problem && <Failed problem={problem} />}
    </>
  );
}

// The shell: navigation, search, and the view that the address names.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useApi } from './lib/api';
import { go, usePlace } from './lib/router';
import { Title } from './parts/common';
import { Running } from './parts/running';
import { ActorPage } from './pages/actor';
import { Actors } from './pages/actors';
import { ArticlePage } from './pages/article';
import { Articles } from './pages/articles';
import { Data } from './pages/data';
import { Dyad } from './pages/dyad';
import { Events } from './pages/events';
import { Figures } from './pages/figures';
import { Overview } from './pages/overview';
import { Paste } from './pages/paste';
import { Review } from './pages/review';
import { Statements } from './pages/statements';

const NAV = [
  ['/', 'Overview'],
  ['/articles', 'Articles'],
  ['/events', 'Events'],
  ['/statements', 'Statements'],
  ['/figures', 'Figures'],
  ['/actors', 'Actors'],
  ['/paste', 'Paste'],
  ['/review', 'Review'],
  ['/data', 'Data'],
] as const;

function view(path: string) {
  const [page, id, more] = path.split('/').slice(1).map(decode);
  if (page === '') return <Overview />;
  if (page === 'articles') return id ? <ArticlePage id={id} /> : <Articles />;
  if (page === 'events') return <Events />;
  if (page === 'statements') return <Statements />;
  if (page === 'figures') return <Figures />;
  if (page === 'actors') return id ? <ActorPage id={id} /> : <Actors />;
  if (page === 'dyads' && id && more) return <Dyad a={id} b={more} />;
  if (page === 'paste') return <Paste />;
  if (page === 'review') return <Review />;
  if (page === 'data') return <Data />;
  return <><Title name="There is no such page" /><p class="lead">The address may have been cut. <a href="/">Start from the overview</a>.</p></>;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export interface About {
  program: string;
  counts: Record<string, number>;
  published: { from: string | null; to: string | null };
  publishers: number;
  may_write: boolean;
  may_code: boolean;
}

export function App() {
  const { path } = usePlace();
  // Counts up where what is shown should be asked for anew.
  const [again, setAgain] = useState(0);
  const about = useApi<About>('/about', again);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // A new view is where the keyboard goes on.
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
    // On a phone not all of the navigation is in sight.
    const bar = document.querySelector('.top nav');
    const here = bar?.querySelector<HTMLElement>('[aria-current]');
    if (bar && here) bar.scrollLeft = here.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
  }, [path]);
  const here = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
  return (
    <>
      <a class="skip" href="#main">Skip to content</a>
      <header class="top">
        <a class="brand" href="/">
          <svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#22404f" /><path d="M9 7v18h14" fill="none" stroke="#fbfaf7" stroke-width="3.4" /><path d="M14 13h9M14 18h6" stroke="#e0a458" stroke-width="2.6" /></svg>
          Legation
        </a>
        <nav aria-label="Main">
          {NAV.map(([to, name]) => <a key={to} href={to} aria-current={here(to) ? 'page' : undefined}>{name}</a>)}
        </nav>
        <form role="search" onSubmit={(e) => {
          e.preventDefault();
          const text = String(new FormData(e.currentTarget).get('text') ?? '').trim();
          go(text ? `/articles?text=${encodeURIComponent(text)}` : '/articles');
        }}>
          <input type="search" name="text" placeholder="Search articles" aria-label="Search articles" />
        </form>
      </header>
      <Running onShow={() => setAgain((n) => n + 1)} />
      <main id="main" ref={main} tabIndex={-1} key={again}>{view(path)}</main>
      <footer class="foot">
        {'answer' in about && about.answer && <span>{about.answer.data.program}</span>}
        <a href="/api/v1/openapi.json" target="_blank" rel="noreferrer">API</a>
        <span>Everything here is answered by this machine.</span>
      </footer>
    </>
  );
}

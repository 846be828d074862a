// Small parts that all pages use.

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Loaded, Problem } from '../lib/api';
import { go, usePlace, withQuery } from '../lib/router';

export function Title({ children, name }: { children?: ComponentChildren; name: string }) {
  useEffect(() => {
    document.title = `${name} – Legation`;
  }, [name]);
  return <h1>{children ?? name}</h1>;
}

export function Failed({ problem }: { problem: Problem }) {
  return (
    <div class="problem" role="alert">
      <h2>{sentence(problem.error)}</h2>
      <p>{sentence(problem.remedy)}</p>
    </div>
  );
}

/** A page about something that is not there: says so, and leads to what is. */
export function Missing({ name, problem, list, all }: { name: string; problem: Problem; list: string; all: string }) {
  return (
    <>
      <Title name={name} />
      <Failed problem={problem} />
      <p class="centred"><a class="button quiet" href={list}>{all}</a></p>
    </>
  );
}

export const sentence = (text: string): string => {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(whole) ? whole : `${whole}.`;
};

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Shows what was asked for, once it is there; what was there before stays visible meanwhile. */
export function Wait<T>({ of, children }: { of: Loaded<T>; children: (data: T, next: string | null) => ComponentChildren }) {
  if (of.state === 'failed') return <Failed problem={of.problem} />;
  if (of.answer === null) return <p class="loading" role="status">Loading</p>;
  return <div class={of.state === 'loading' ? 'stale' : undefined}>{children(of.answer.data, of.answer.next)}</div>;
}

/** The next page, and back to the first. */
export function Pager({ next }: { next: string | null }) {
  const place = usePlace();
  const after = place.query.get('after');
  if (!next && !after) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {after && <a class="button quiet" href={withQuery(place, { after: null })}>First page</a>}
      {next && <a class="button quiet" href={withQuery(place, { after: next })}>Next page</a>}
    </nav>
  );
}

export function Downloads({ path }: { path: string }) {
  const [base, query] = path.split('?');
  const to = (ending: string) => `/api/v1${base}.${ending}${query ? `?${query}` : ''}`;
  return (
    <span class="downloads">
      <a href={to('csv')} download>CSV</a>
      <a href={to('json')} target="_blank" rel="noreferrer">JSON</a>
    </span>
  );
}

/** A text field that changes the address when the user is done with it. */
export function Field({ name, label, type = 'text', placeholder, grow }: { name: string; label: string; type?: 'text' | 'date'; placeholder?: string; grow?: boolean }) {
  const place = usePlace();
  const value = place.query.get(name) ?? '';
  const change = (to: string) => {
    if (to !== value) go(withQuery(place, { [name]: to, after: null }));
  };
  return (
    <label class={grow ? 'grow' : undefined}>
      {label}
      <input {...(type === 'date' ? { type: 'date' as const } : { type: 'text' as const })} value={value} placeholder={placeholder} onChange={(e) => change(e.currentTarget.value)}
        onKeyDown={(e) => e.key === 'Enter' && change(e.currentTarget.value)} />
    </label>
  );
}

export function ActorLink({ id, name }: { id: string; name: string }) {
  return <a href={`/actors/${encodeURIComponent(id)}`}>{name}</a>;
}

export function Who({ ids, name }: { ids: string[]; name: (id: string) => string }) {
  return <>{ids.map((id, i) => <span key={id}>{i > 0 && ', '}<ActorLink id={id} name={name(id)} /></span>)}</>;
}

export const recordLink = (article: string, record: string): string =>
  `/articles/${encodeURIComponent(article)}?r=${encodeURIComponent(record)}`;

/** Links between several ways to look at the same rows. */
export function Views({ of, now }: { of: [string, string][]; now: string }) {
  const place = usePlace();
  return (
    <nav class="views" aria-label="Views">
      {of.map(([key, name], i) => (
        <a key={key} href={withQuery(place, { view: i === 0 ? null : key, after: null })} aria-current={key === now ? 'page' : undefined}>{name}</a>
      ))}
    </nav>
  );
}

// Every view is an address. A link changes the address, the address decides the view.

import { useEffect, useState } from 'preact/hooks';

export interface Place {
  path: string;
  query: URLSearchParams;
}

const here = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
});

const listeners = new Set<() => void>();

export function go(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return;
  if (how === 'push') history.pushState(null, '', to);
  else history.replaceState(null, '', to);
  listeners.forEach((l) => l());
}

export function usePlace(): Place {
  const [place, set] = useState(here);
  useEffect(() => {
    const listen = () => set(here());
    listeners.add(listen);
    addEventListener('popstate', listen);
    return () => {
      listeners.delete(listen);
      removeEventListener('popstate', listen);
    };
  }, []);
  return place;
}

/** The address with some parameters changed; empty values take a parameter out. */
export function withQuery(place: Place, changes: Record<string, string | string[] | null>): string {
  const query = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of value === null ? [] : Array.isArray(value) ? value : [value]) {
      if (one !== '') query.append(name, one);
    }
  }
  const text = query.toString();
  return text === '' ? place.path : `${place.path}?${text}`;
}

/** Follows links within the pages without loading them anew. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.pathname.startsWith('/api/') || link.getAttribute('href')?.startsWith('#')) return;
    event.preventDefault();
    const changed = link.pathname !== location.pathname;
    go(link.pathname + link.search);
    if (changed) scrollTo(0, 0);
  });
}

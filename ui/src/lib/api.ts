// The one way to the API: every answer is {ok, data, next} or {ok: false, error, remedy}.

import { useEffect, useState } from 'preact/hooks';

export interface Problem {
  error: string;
  remedy: string;
}

export interface Answer<T> {
  data: T;
  next: string | null;
}

const BASE = '/api/v1';

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'error' in value && 'remedy' in value;
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as Answer<T>;
  if (isProblem(body)) throw body;
  const problem: Problem = { error: `the server answered ${response.status}`, remedy: 'reload the page' };
  throw problem;
}

function unreachable(error: unknown): never {
  if (isProblem(error) || (error as Error).name === 'AbortError') throw error;
  const problem: Problem = { error: 'the server cannot be reached', remedy: 'is legation serve still running?' };
  throw problem;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<Answer<T>> {
  return fetch(BASE + path, { signal, headers: { accept: 'application/json' } }).then(read<T>).catch(unreachable);
}

export function post<T>(path: string, body: unknown): Promise<Answer<T>> {
  return fetch(BASE + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
    .then(read<T>)
    .catch(unreachable);
}

export type Loaded<T> =
  | { state: 'loading'; answer: Answer<T> | null }
  | { state: 'there'; answer: Answer<T> }
  | { state: 'failed'; problem: Problem };

/** Asks whenever the path changes; `null` asks nothing. The old answer stays until the new one is there. */
export function useApi<T>(path: string | null, again = 0): Loaded<T> {
  const [loaded, set] = useState<Loaded<T> & { path?: string }>({ state: 'loading', answer: null });
  useEffect(() => {
    if (path === null) return;
    const stop = new AbortController();
    const base = path.split('?')[0];
    set((old) => ({
      state: 'loading',
      answer: 'answer' in old && old.path?.split('?')[0] === base ? old.answer : null,
      path,
    }));
    get<T>(path, stop.signal).then(
      (answer) => set({ state: 'there', answer, path }),
      (problem) => {
        if (!stop.signal.aborted) set({ state: 'failed', problem, path });
      },
    );
    return () => stop.abort();
  }, [path, again]);
  return loaded;
}

/** A query string from values that are there. */
export function query(values: Record<string, string | number | null | undefined | string[]>): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') out.append(name, String(one));
    }
  }
  const text = out.toString();
  return text === '' ? '' : `?${text}`;
}

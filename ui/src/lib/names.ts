// Lists give actors by id; people want names. Asked for in batches, kept for the session.

import { useEffect, useState } from 'preact/hooks';
import { get, query } from './api';
import type { ActorRow } from './types';

const known = new Map<string, ActorRow>();
const BATCH = 60;

async function fetchNames(ids: string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += BATCH) {
    const batch = ids.slice(i, i + BATCH);
    const { data } = await get<ActorRow[]>(`/actors${query({ id: batch, limit: BATCH })}`);
    for (const actor of data) known.set(actor.id, actor);
  }
}

/** A function that gives the name of an actor, as far as it is known by now. */
export function useNames(ids: (string | null | undefined)[]): (id: string | null | undefined) => string {
  const [, redraw] = useState(0);
  const missing = [...new Set(ids.filter((id): id is string => !!id && !known.has(id)))].sort();
  useEffect(() => {
    if (missing.length === 0) return;
    let live = true;
    fetchNames(missing).then(
      () => live && redraw((n) => n + 1),
      () => undefined,
    );
    return () => void (live = false);
  }, [missing.join(' ')]);
  return (id) => (id ? (known.get(id)?.name ?? fallback(id)) : '');
}

const fallback = (id: string): string => id.split(':').at(-1) ?? id;

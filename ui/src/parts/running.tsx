// A line under the head of the page while articles are coming in; afterwards, an offer to show them.

import { useEffect, useRef, useState } from 'preact/hooks';
import { count, number } from '../lib/format';
import { useProgress } from '../lib/progress';

export function Running({ onShow }: { onShow: () => void }) {
  const now = useProgress();
  const shown = useRef<number | null>(null);
  const [, redraw] = useState(0);
  useEffect(() => {
    if (now && shown.current === null) {
      shown.current = now.articles;
      redraw((n) => n + 1);
    }
  }, [now]);
  if (!now || shown.current === null) return null;
  const come = now.articles - shown.current;
  if (!now.reading && come <= 0) return null;
  return (
    <div class="running" role="status">
      {now.reading && <span class="pulse" aria-hidden="true" />}
      <span>
        {now.reading
          ? `Reading: ${count(now.new, 'new article')} so far, ${number(now.per_second)} a second; ${number(now.events)} events and ${number(now.statements)} statements in the store`
          : `${count(come, 'new article')} came in`}
      </span>
      {come > 0 && <button type="button" class="button quiet" onClick={() => { shown.current = now.articles; onShow(); }}>Show</button>}
    </div>
  );
}

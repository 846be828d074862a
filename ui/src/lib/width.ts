// Charts are drawn at the width they have, so that their letters keep their size.

import { useEffect, useRef, useState } from 'preact/hooks';

export function useWidth<T extends Element>(start: number) {
  const ref = useRef<T>(null);
  const [width, set] = useState(start);
  useEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      const now = Math.round(entry?.contentRect.width ?? 0);
      if (now > 0) set(Math.max(now, 260));
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}

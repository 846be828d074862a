// What the server tells while articles are being read into the store. Only a page that is looked at listens: browsers keep few
// connections to one server.

import { useEffect, useState } from 'preact/hooks';

export interface Progress {
  reading: boolean;
  articles: number;
  events: number;
  statements: number;
  new: number;
  per_second: number;
}

export function useProgress(): Progress | null {
  const [now, set] = useState<Progress | null>(null);
  useEffect(() => {
    let source: EventSource | null = null;
    const listen = () => {
      if (document.visibilityState !== 'visible') {
        source?.close();
        source = null;
      } else if (!source) {
        source = new EventSource('/api/v1/progress');
        source.addEventListener('progress', (event) => {
          const told: unknown = JSON.parse(String((event as MessageEvent).data));
          if (typeof told === 'object' && told !== null && 'reading' in told) set(told as Progress);
        });
      }
    };
    listen();
    document.addEventListener('visibilitychange', listen);
    return () => {
      source?.close();
      document.removeEventListener('visibilitychange', listen);
    };
  }, []);
  return now;
}

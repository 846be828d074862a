// A strip under a time series: drag to choose a time, or move its two ends with the arrow keys.

import { useRef, useState } from 'preact/hooks';
import { day } from '../lib/format';

export interface Extent {
  from: number;
  to: number;
}

interface Props {
  /** The first day of each period, without gaps. */
  periods: string[];
  /** The chosen periods, both included. */
  chosen: Extent | null;
  left: number;
  width: number;
  top: number;
  onChange: (extent: Extent | null) => void;
}

const H = 22;

export function Brush({ periods, chosen, left, width, top, onChange }: Props) {
  const last = periods.length - 1;
  const step = width / Math.max(periods.length, 1);
  const [drag, setDrag] = useState<Extent | null>(null);
  const begin = useRef<number | null>(null);
  const strip = useRef<SVGRectElement>(null);
  const shown = drag ?? chosen ?? { from: 0, to: last };
  const at = (event: PointerEvent): number => {
    const box = strip.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - box.left) / Math.max(box.width, 1)) * periods.length)));
  };
  const span = (a: number, b: number): Extent => ({ from: Math.min(a, b), to: Math.max(a, b) });
  const tell = (extent: Extent) => onChange(extent.from === 0 && extent.to === last ? null : extent);
  const down = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    begin.current = at(event);
    setDrag(span(begin.current, begin.current));
    event.preventDefault();
  };
  const move = (event: PointerEvent) => {
    if (begin.current !== null) setDrag(span(begin.current, at(event)));
  };
  const up = (event: PointerEvent) => {
    if (begin.current === null) return;
    const extent = span(begin.current, at(event));
    begin.current = null;
    setDrag(null);
    tell(extent);
  };
  const key = (end: 'from' | 'to') => (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -periods.length, End: periods.length };
    if (event.key === 'Escape') return onChange(null);
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const to = { ...shown };
    to[end] = Math.max(end === 'to' ? shown.from : 0, Math.min(end === 'from' ? shown.to : last, shown[end] + by));
    tell(to);
  };
  const x = (n: number) => left + n * step;
  return (
    <g class="brush">
      <rect class="brush-strip" ref={strip} x={left} y={top} width={width} height={H} rx={3} onPointerDown={down} onPointerMove={move} onPointerUp={up} />
      <rect class="brush-chosen" x={x(shown.from)} y={top} width={Math.max(x(shown.to + 1) - x(shown.from), 2)} height={H} rx={3} />
      {(['from', 'to'] as const).map((end) => (
        <rect key={end} class="brush-end" role="slider" tabindex={0} aria-label={end === 'from' ? 'First period' : 'Last period'} aria-valuemin={0} aria-valuemax={last}
          aria-valuenow={shown[end]} aria-valuetext={day(periods[shown[end]])} x={(end === 'from' ? x(shown.from) : x(shown.to + 1)) - 3} y={top + 3} width={6} height={H - 6} rx={3} onKeyDown={key(end)} />
      ))}
    </g>
  );
}

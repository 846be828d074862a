// Events over time: cooperation above the line, conflict below it.

import { day } from '../lib/format';
import { useWidth } from '../lib/width';

export interface Period {
  period: string;
  events: number;
  verbal_cooperation: number;
  material_cooperation: number;
  verbal_conflict: number;
  material_conflict: number;
}

const H = 200;
const PAD = { left: 30, right: 8, top: 8, bottom: 22 };

export function Timeline({ rows, by, href }: { rows: Period[]; by: string; href: (period: string) => string }) {
  const [box, W] = useWidth<HTMLDivElement>(640);
  const all = fill(rows, by);
  const above = Math.max(1, ...all.map((r) => r.verbal_cooperation + r.material_cooperation));
  const below = Math.max(1, ...all.map((r) => r.verbal_conflict + r.material_conflict));
  const inner = H - PAD.top - PAD.bottom;
  const unit = inner / (above + below);
  const zero = PAD.top + above * unit;
  const step = (W - PAD.left - PAD.right) / Math.max(all.length, 1);
  const width = Math.max(1.5, Math.min(step * 0.78, 26));
  const every = Math.max(1, Math.ceil(all.length / Math.max(2, Math.floor(W / 96))));
  return (
    <div ref={box}>
      <svg class="chart" viewBox={`0 0 ${W} ${H}`} role="group" aria-label={`Events by ${by}, cooperation above and conflict below the line`}>
        <line class="axis" x1={PAD.left} x2={W - PAD.right} y1={zero} y2={zero} />
        <text x={PAD.left - 6} y={PAD.top + 9} text-anchor="end">{above}</text>
        <text x={PAD.left - 6} y={H - PAD.bottom - 1} text-anchor="end">{below}</text>
        {all.map((r, i) => {
          const x = PAD.left + i * step + (step - width) / 2;
          const bars: [number, string, number][] = [
            [r.material_cooperation, 'q2', zero - r.material_cooperation * unit],
            [r.verbal_cooperation, 'q1', zero - (r.material_cooperation + r.verbal_cooperation) * unit],
            [r.material_conflict, 'q4', zero],
            [r.verbal_conflict, 'q3', zero + r.material_conflict * unit],
          ];
          return (
            <a key={r.period} href={href(r.period)} aria-label={`${day(r.period)}: ${r.events} events`}>
              <title>{`${day(r.period)}: ${r.events} events`}</title>
              <rect x={x} y={PAD.top} width={width} height={inner} fill="transparent" />
              {bars.map(([n, q, y]) => n > 0 && <rect key={q} class={`fill-${q}`} x={x} y={y} width={width} height={Math.max(n * unit - 0.5, 0.5)} />)}
            </a>
          );
        })}
        {all.map((r, i) => i % every === 0 && <text key={r.period} x={PAD.left + i * step + step / 2} y={H - 6} text-anchor="middle">{label(r.period, by)}</text>)}
      </svg>
      <p class="legend-line">
        <span><i class="dot q1" />verbal cooperation</span><span><i class="dot q2" />material cooperation</span>
        <span><i class="dot q3" />verbal conflict</span><span><i class="dot q4" />material conflict</span>
      </p>
    </div>
  );
}

const label = (period: string, by: string): string => (by === 'year' ? period.slice(0, 4) : by === 'month' ? day(period.slice(0, 7)) : day(period));

/** The last day of the period that begins on a day. */
export function lastDay(period: string, by: string): string {
  const date = new Date(`${period}T00:00:00Z`);
  if (by === 'week') date.setUTCDate(date.getUTCDate() + 6);
  if (by === 'month') date.setUTCMonth(date.getUTCMonth() + 1, 0);
  if (by === 'year') date.setUTCFullYear(date.getUTCFullYear() + 1, 0, 0);
  return date.toISOString().slice(0, 10);
}

function after(period: string, by: string): string {
  const date = new Date(`${lastDay(period, by)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** Periods without events belong on the axis too, as long as they are not too many to draw. */
export function fill(rows: Period[], by: string): Period[] {
  const out: Period[] = [];
  for (const row of rows) {
    for (let last = out.at(-1); last && after(last.period, by) < row.period; last = out.at(-1)) {
      if (out.length > 400) return rows;
      out.push({ period: after(last.period, by), events: 0, verbal_cooperation: 0, material_cooperation: 0, verbal_conflict: 0, material_conflict: 0 });
    }
    out.push(row);
  }
  return out;
}

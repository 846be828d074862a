// Things that last, on one time axis: a row for each, a bar from its first to its last day.

import { useWidth } from '../lib/width';
import { day } from '../lib/format';

export interface Lasting {
  key: string;
  name: string;
  from: string;
  to: string;
  href: string;
  note: string;
  soft?: boolean;
}

const ROW = 24;
const FOOT = 22;

export const time = (date: string): number => Date.parse(`${date.slice(0, 10).padEnd(10, '-01')}T00:00:00Z`);

/** Some round days between two times, for the axis. */
export function ticks(from: number, to: number, most: number): { at: number; label: string }[] {
  const years = (to - from) / 31_557_600_000;
  const months = years > 12 ? 60 : years > 5 ? 24 : years > 2 ? 12 : years > 0.8 ? 3 : 1;
  const start = new Date(from);
  const first = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  const out: { at: number; label: string }[] = [];
  for (let m = first; out.length < 40; m += months) {
    const at = Date.UTC(Math.floor(m / 12), m % 12, 1);
    if (at > to) break;
    if (at >= from) out.push({ at, label: months % 12 === 0 ? String(Math.floor(m / 12)) : day(`${Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`) });
  }
  const every = Math.max(1, Math.ceil(out.length / Math.max(most, 1)));
  return out.filter((_, i) => i % every === 0);
}

export function Spans({ rows, label }: { rows: Lasting[]; label: string }) {
  const [box, W] = useWidth<HTMLDivElement>(560);
  const left = Math.min(230, W * 0.42);
  const [from, to] = [Math.min(...rows.map((r) => time(r.from))), Math.max(...rows.map((r) => time(r.to)))];
  const pad = Math.max((to - from) * 0.04, 15 * 86_400_000);
  const [start, end] = [from - pad, to + pad];
  const x = (t: number) => left + ((t - start) / (end - start)) * (W - left - 8);
  const height = rows.length * ROW + FOOT;
  const letters = Math.floor(left / 6.4);
  return (
    <div ref={box}>
      <svg class="chart spans" viewBox={`0 0 ${W} ${height}`} role="group" aria-label={label}>
        {ticks(start, end, Math.floor((W - left) / 80)).map((t) => (
          <g key={t.at}>
            <line class="axis" x1={x(t.at)} x2={x(t.at)} y1={0} y2={height - FOOT} />
            <text x={Math.min(x(t.at), W - 26)} y={height - 6} text-anchor="middle">{t.label}</text>
          </g>
        ))}
        {rows.map((r, i) => {
          const y = i * ROW + ROW / 2;
          const [a, b] = [x(time(r.from)), x(time(r.to))];
          return (
            <a key={r.key} href={r.href} aria-label={`${r.name}: ${r.note}`}>
              <title>{`${r.name}: ${r.note}`}</title>
              <rect x={0} y={y - ROW / 2} width={W} height={ROW} fill="transparent" />
              <text class="row-name" x={0} y={y + 4}>{r.name.length > letters ? `${r.name.slice(0, letters - 1)}…` : r.name}</text>
              <rect class={r.soft ? 'lasting soft' : 'lasting'} x={Math.min(a, b) - 4} y={y - 4} width={Math.abs(b - a) + 8} height={8} rx={4} />
            </a>
          );
        })}
      </svg>
    </div>
  );
}

export interface Point {
  key: string;
  row: string;
  at: string;
  href: string;
  note: string;
  tone: string;
  /** Whether it is one to look at. */
  ringed?: boolean;
}

/** What a row of points is called, and where it leads. */
export interface PointRow {
  key: string;
  name: string;
  href: string;
}

/** Single things on one time axis: a row for each kind, a dot for each thing. */
export function Points({ points, rows, label }: { points: Point[]; rows: PointRow[]; label: string }) {
  const [box, W] = useWidth<HTMLDivElement>(560);
  const left = Math.min(190, W * 0.34);
  const letters = Math.floor((left - 26) / 6.4);
  const counts = new Map<string, number>();
  for (const p of points) counts.set(p.row, (counts.get(p.row) ?? 0) + 1);
  const times = points.map((p) => time(p.at));
  const pad = Math.max((Math.max(...times) - Math.min(...times)) * 0.04, 15 * 86_400_000);
  const [start, end] = [Math.min(...times) - pad, Math.max(...times) + pad];
  const x = (t: number) => left + ((t - start) / (end - start)) * (W - left - 8);
  const height = rows.length * ROW + FOOT;
  // Points on one day stand beside each other.
  const taken = new Map<string, number>();
  return (
    <div ref={box}>
      <svg class="chart spans" viewBox={`0 0 ${W} ${height}`} role="group" aria-label={label}>
        {ticks(start, end, Math.floor((W - left) / 80)).map((t) => (
          <g key={t.at}>
            <line class="axis" x1={x(t.at)} x2={x(t.at)} y1={0} y2={height - FOOT} />
            <text x={Math.min(x(t.at), W - 26)} y={height - 6} text-anchor="middle">{t.label}</text>
          </g>
        ))}
        {rows.map((row, i) => (
          <g key={row.key}>
            <a href={row.href} aria-label={`${row.name}: ${counts.get(row.key) ?? 0}`}>
              <title>{row.name}</title>
              <text class="row-name" x={0} y={i * ROW + ROW / 2 + 4}>{row.name.length > letters ? `${row.name.slice(0, letters - 1)}…` : row.name} <tspan class="n">{counts.get(row.key) ?? 0}</tspan></text>
            </a>
            <line class="axis" x1={left} x2={W - 8} y1={i * ROW + ROW / 2} y2={i * ROW + ROW / 2} />
          </g>
        ))}
        {points.map((p) => {
          const spot = `${p.row} ${Math.round(x(time(p.at)) / 4)}`;
          const n = taken.get(spot) ?? 0;
          taken.set(spot, n + 1);
          const y = rows.findIndex((r) => r.key === p.row) * ROW + ROW / 2 + (n === 0 ? 0 : (n % 2 === 1 ? -1 : 1) * Math.min(Math.ceil(n / 2) * 3, 8));
          return (
            <a key={p.key} href={p.href} aria-label={p.note}>
              <title>{p.note}</title>
              {p.ringed && <circle class="ring" cx={x(time(p.at))} cy={y} r={8} />}
              <circle class={`point ${p.tone}`} cx={x(time(p.at))} cy={y} r={4.5} />
            </a>
          );
        })}
      </svg>
    </div>
  );
}

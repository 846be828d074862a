// Events over time: cooperation above the line, conflict below it.

import { day } from '../lib/format';
import { useWidth } from '../lib/width';
import { Brush, type Extent } from './brush';

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

interface Props {
  rows: Period[];
  by: string;
  /** Where a period leads; `by` is its length, which may be longer than the one asked for. */
  href: (period: string, by: string) => string;
  /** The chosen days, where a time can be chosen. */
  chosen?: { since: string | null; until: string | null };
  onChoose?: (since: string | null, until: string | null) => void;
  /** Draws a line at this day. */
  mark?: string | null;
  /** The days that the axis goes over at least. */
  over?: [string, string];
}

export function Timeline({ rows: asked, by: wanted, href, chosen, onChoose, mark, over }: Props) {
  const [box, W] = useWidth<HTMLDivElement>(640);
  const { rows, by } = coarse(over ? widen(asked, over) : asked, wanted, Math.min(MOST, Math.floor(W / 4)));
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
      <svg class="chart" viewBox={`0 0 ${W} ${H + (onChoose ? STRIP : 0)}`} role="group" aria-label={`Events by ${by}, cooperation above and conflict below the line`}>
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
            <a key={r.period} href={href(r.period, by)} aria-label={`${day(r.period)}: ${r.events} events`}>
              <title>{`${day(r.period)}: ${r.events} events`}</title>
              <rect x={x} y={PAD.top} width={width} height={inner} fill="transparent" />
              {bars.map(([n, q, y]) => n > 0 && <rect key={q} class={`fill-${q}`} x={x} y={y} width={width} height={Math.max(n * unit - 0.5, 0.5)} />)}
            </a>
          );
        })}
        {mark && <Mark x={PAD.left + place(all, by, mark) * step} day={mark} />}
        {all.map((r, i) => i % every === 0 && <text key={r.period} x={i === 0 ? Math.max(PAD.left + step / 2, 36) : PAD.left + i * step + step / 2} y={H - 6} text-anchor="middle">{label(r.period, by)}</text>)}
        {onChoose && (
          <Brush periods={all.map((r) => r.period)} chosen={extent(all, by, chosen)} left={PAD.left} width={W - PAD.left - PAD.right} top={H + 4}
            onChange={(e) => onChoose(e ? (all[e.from]?.period ?? null) : null, e ? lastDay(all[e.to]?.period ?? '', by) : null)} />
        )}
      </svg>
      <p class="legend-line">
        <span><i class="dot q1" />verbal cooperation</span><span><i class="dot q2" />material cooperation</span>
        <span><i class="dot q3" />verbal conflict</span><span><i class="dot q4" />material conflict</span>
        {onChoose && <span class="hint">Drag along the strip to choose a time.</span>}
      </p>
    </div>
  );
}

const STRIP = 30;

function Mark({ x, day: at }: { x: number; day: string }) {
  return (
    <g class="mark">
      <line x1={x} x2={x} y1={PAD.top} y2={H - PAD.bottom} />
      <title>{day(at)}</title>
    </g>
  );
}

/** Where on the axis a day begins, in periods. */
function place(all: Period[], by: string, at: string): number {
  const whole = all.filter((r) => lastDay(r.period, by) < at).length;
  const within = all[whole];
  if (!within || within.period >= at) return whole;
  const [from, to] = [Date.parse(within.period), Date.parse(lastDay(within.period, by)) + 86_400_000];
  return whole + (Date.parse(at) - from) / (to - from);
}

/** Which periods the chosen days are. */
function extent(all: Period[], by: string, chosen: Props['chosen']): Extent | null {
  if (!chosen || (!chosen.since && !chosen.until)) return null;
  const from = all.findIndex((r) => lastDay(r.period, by) >= (chosen.since ?? ''));
  const to = all.findLastIndex((r) => r.period <= (chosen.until ?? '9999'));
  return from < 0 || to < from ? null : { from, to };
}

const NOTHING = { events: 0, verbal_cooperation: 0, material_cooperation: 0, verbal_conflict: 0, material_conflict: 0 };

/** Adds empty periods at both ends, so that two series have the same axis. */
function widen(rows: Period[], [from, to]: [string, string]): Period[] {
  const first = rows[0]?.period;
  const last = rows.at(-1)?.period;
  return [
    ...(first === undefined || from < first ? [{ period: from, ...NOTHING }] : []),
    ...rows,
    ...(to !== from && (last === undefined || to > last) ? [{ period: to, ...NOTHING }] : []),
  ];
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

/** More periods than this cannot be told apart. */
const MOST = 260;
const START: Record<string, (day: string) => string> = { month: (day) => `${day.slice(0, 7)}-01`, year: (day) => `${day.slice(0, 4)}-01-01` };

/** The same events by longer periods, where there would be too many to draw. */
export function coarse(rows: Period[], by: string, most = MOST): { rows: Period[]; by: string } {
  const [first, last] = [rows[0]?.period, rows.at(-1)?.period];
  if (!first || !last) return { rows, by };
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000;
  const length: Record<string, number> = { day: 1, week: 7, month: 30.4, year: 365.2 };
  if (days / (length[by] ?? 1) <= most || by === 'year') return { rows, by };
  const longer = by === 'month' || days / 30.4 > most ? 'year' : 'month';
  const sums = new Map<string, Period>();
  for (const row of rows) {
    const period = START[longer]?.(row.period) ?? row.period;
    const sum = sums.get(period) ?? { period, ...NOTHING };
    sums.set(period, {
      period,
      events: sum.events + row.events,
      verbal_cooperation: sum.verbal_cooperation + row.verbal_cooperation,
      material_cooperation: sum.material_cooperation + row.material_cooperation,
      verbal_conflict: sum.verbal_conflict + row.verbal_conflict,
      material_conflict: sum.material_conflict + row.material_conflict,
    });
  }
  return { rows: [...sums.values()], by: longer };
}

/** Periods without events belong on the axis too, as long as they are not too many to draw. */
export function fill(rows: Period[], by: string): Period[] {
  const out: Period[] = [];
  for (const row of rows) {
    for (let last = out.at(-1); last && after(last.period, by) < row.period; last = out.at(-1)) {
      if (out.length > 400) return rows;
      out.push({ period: after(last.period, by), ...NOTHING });
    }
    out.push(row);
  }
  return out;
}

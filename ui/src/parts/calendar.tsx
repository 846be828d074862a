// Events on a calendar: the months that have any, each day coloured by what prevails and marked with how much.

import { count, day } from '../lib/format';
import { tiltClass } from './map';
import type { Period } from './timeline';

/** The most months at one time. */
const MOST = 12;
const WEEK = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** The weeks of a month, Monday first; 0 is no day. */
export function weeks(month: string): number[][] {
  const first = new Date(`${month}-01T00:00:00Z`);
  const before = (first.getUTCDay() + 6) % 7;
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const days = [...Array<number>(before).fill(0), ...Array.from({ length: last }, (_, i) => i + 1)];
  while (days.length % 7 !== 0) days.push(0);
  return Array.from({ length: days.length / 7 }, (_, i) => days.slice(i * 7, i * 7 + 7));
}

export function Calendar({ rows, href, earlier }: { rows: Period[]; href: (day: string) => string; earlier: (until: string) => string }) {
  const by = new Map(rows.map((r) => [r.period, r]));
  const months = [...new Set(rows.map((r) => r.period.slice(0, 7)))].reverse();
  const shown = months.slice(0, MOST);
  const most = Math.max(1, ...rows.filter((r) => shown.includes(r.period.slice(0, 7))).map((r) => r.events));
  const next = months[MOST];
  return (
    <>
      <div class="calendar">
        {shown.map((month) => (
          <table key={month} class="month">
            <caption>{day(month)}</caption>
            <thead><tr>{WEEK.map((d) => <th key={d} scope="col">{d}</th>)}</tr></thead>
            <tbody>
              {weeks(month).map((week, i) => (
                <tr key={i}>
                  {week.map((d, j) => {
                    if (d === 0) return <td key={j} />;
                    const date = `${month}-${String(d).padStart(2, '0')}`;
                    const found = by.get(date);
                    return <td key={j}>{found ? <DayLink of={found} n={d} most={most} href={href(date)} /> : <span>{d}</span>}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
      <p class="legend-line">
        <span><i class="dot q2" />mostly cooperation</span><span><i class="dot q0" />mixed</span><span><i class="dot q4" />mostly conflict</span>
        <span>The fuller the bar, the more events; {count(most, 'event')} at most.</span>
        {next && <a href={earlier(`${next}-31`)}>Earlier months</a>}
      </p>
    </>
  );
}

function DayLink({ of, n, most, href }: { of: Period; n: number; most: number; href: string }) {
  const cooperation = of.verbal_cooperation + of.material_cooperation;
  const conflict = of.verbal_conflict + of.material_conflict;
  const label = `${day(of.period)}: ${count(of.events, 'event')}`;
  return (
    <a href={href} aria-label={label} title={label}>
      {n}
      <i class={tiltClass({ cooperation, conflict })} style={{ width: `${Math.max(18, (100 * of.events) / most)}%` }} />
    </a>
  );
}

import { expect, it } from 'vitest';
import { weeks } from './calendar';
import { coarse, fill, lastDay, type Period } from './timeline';

const row = (period: string, events: number): Period => ({ period, events, verbal_cooperation: events, material_cooperation: 0, verbal_conflict: 0, material_conflict: 0 });

it('periods end where they should', () => {
  expect(lastDay('2024-02-01', 'month')).toBe('2024-02-29');
  expect(lastDay('2022-12-26', 'week')).toBe('2023-01-01');
  expect(lastDay('2022-01-01', 'year')).toBe('2022-12-31');
});

it('empty periods stand on the axis', () => {
  expect(fill([row('2024-01-01', 1), row('2024-04-01', 2)], 'month').map((r) => r.events)).toEqual([1, 0, 0, 2]);
});

it('a long time is drawn by longer periods, and nothing is lost', () => {
  const rows = [row('1903-01-01', 1), row('2016-03-01', 2), row('2016-05-01', 4)];
  expect(coarse(rows, 'month')).toEqual({ by: 'year', rows: [row('1903-01-01', 1), row('2016-01-01', 6)] });
  expect(coarse(rows.slice(1), 'month').by).toBe('month');
  expect(coarse([], 'day').by).toBe('day');
});

it('weeks begin on Monday', () => {
  expect(weeks('2024-03')[0]).toEqual([0, 0, 0, 0, 1, 2, 3]);
  expect(weeks('2024-02').at(-1)).toEqual([26, 27, 28, 29, 0, 0, 0]);
});

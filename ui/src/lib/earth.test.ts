import { expect, it } from 'vitest';
import world from '../data/world.json';
import { project } from './earth';

it('places lie in their countries', () => {
  const near = (code: string, lat: number, lon: number) => {
    const outline = world.countries.find((c) => c.code === code);
    const [x, y] = project(world, lat, lon);
    expect(outline, code).toBeDefined();
    const numbers = (outline?.d.match(/-?[\d.]+/g) ?? []).map(Number);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    const ys = numbers.filter((_, i) => i % 2 === 1);
    expect(x).toBeGreaterThanOrEqual(Math.min(...xs));
    expect(x).toBeLessThanOrEqual(Math.max(...xs));
    expect(y).toBeGreaterThanOrEqual(Math.min(...ys));
    expect(y).toBeLessThanOrEqual(Math.max(...ys));
  };
  near('FRA', 48.86, 2.35);
  near('IND', 28.61, 77.21);
  near('AUS', -35.28, 149.13);
  near('BRA', -15.79, -47.88);
  near('JPN', 35.68, 139.69);
  near('USA', 38.9, -77.04);
});

it('the map knows the countries by their codes', () => {
  const known = world.countries.filter((c) => c.code !== null);
  expect(known.length).toBeGreaterThan(160);
  expect(new Set(known.map((c) => c.code)).size).toBe(known.length);
});

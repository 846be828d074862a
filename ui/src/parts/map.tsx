// Events on a map: countries shaded by how many events their actors take part in, places as circles.

import { useEffect, useState } from 'preact/hooks';
import { count, number } from '../lib/format';
import { project, type World } from '../lib/earth';
import { Failed } from './common';

export interface CountryCount {
  country: string;
  events: number;
  cooperation: number;
  conflict: number;
}

export interface PlaceCount extends CountryCount {
  place: string;
  lat: number | null;
  lon: number | null;
}

/** Shades, from few events to many. */
const STEPS = 5;

interface Props {
  countries: CountryCount[];
  places: PlaceCount[];
  countryHref: (code: string) => string;
  placeHref: (name: string) => string;
}

let loaded: World | null = null;

/**
 * The outlines, fetched when a map is first looked at. They may have come between the drawing of a part and its effect, because
 * another part asked for them: so the effect always says what is there.
 */
function useWorld(): { world: World | null; failed: boolean } {
  const [world, set] = useState(loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let live = true;
    if (loaded) set(loaded);
    else {
      import('../data/world.json').then(
        (file) => {
          loaded = file.default;
          if (live) set(loaded);
        },
        () => live && setFailed(true),
      );
    }
    return () => void (live = false);
  }, []);
  return { world, failed };
}

/** The name of a country, as far as the map knows it. */
export function useCountryName(): (code: string) => string {
  const { world } = useWorld();
  return (code) => world?.countries.find((c) => c.code === code)?.name ?? code;
}

export const tiltClass = (c: { cooperation: number; conflict: number }): string => {
  const tilt = (c.cooperation - c.conflict) / Math.max(c.cooperation + c.conflict, 1);
  return tilt > 0.25 ? 'q2' : tilt < -0.25 ? 'q4' : 'q0';
};

export function WorldMap({ countries, places, countryHref, placeHref }: Props) {
  const { world, failed } = useWorld();
  if (failed) return <Failed problem={{ error: 'the outlines of the map cannot be fetched', remedy: 'is legation serve still running? The tables below hold the same counts' }} />;
  if (!world) return <p class="loading" role="status">Loading</p>;
  const by = new Map(countries.map((c) => [c.country, c]));
  const most = Math.max(1, ...countries.map((c) => c.events));
  const shade = (n: number) => Math.max(1, Math.ceil(STEPS * (Math.log1p(n) / Math.log1p(most))));
  const busiest = Math.max(1, ...places.map((p) => p.events));
  const dots = places.flatMap((p) => (p.lat === null || p.lon === null ? [] : [{ p, at: project(world, p.lat, p.lon) }]));
  const title = (name: string, c: CountryCount) => `${name}: ${count(c.events, 'event')}, ${c.cooperation} cooperative, ${c.conflict} in conflict`;
  const steps = [...new Set(Array.from({ length: STEPS }, (_, i) => Math.round(Math.expm1((Math.log1p(most) * (i + 1)) / STEPS))))];
  return (
    <>
      <svg class="chart world" viewBox={`0 0 ${world.width} ${world.height}`} role="group" aria-label="Map: events by country of those who take part, and by place">
        {world.countries.map((c) => {
          const found = c.code ? by.get(c.code) : undefined;
          if (!c.code || !found) return <path key={c.name} class="land" d={c.d} />;
          return (
            <a key={c.name} href={countryHref(c.code)} aria-label={title(c.name, found)}>
              <title>{title(c.name, found)}</title>
              <path class={`land shade${shade(found.events)}`} d={c.d} />
            </a>
          );
        })}
        {dots.map(({ p, at: [x, y] }) => (
          <a key={`${p.place} ${p.country}`} href={placeHref(p.place)} aria-label={title(p.place, p)}>
            <title>{title(p.place, p)}</title>
            <circle class={`place fill-${tiltClass(p)}`} cx={x} cy={y} r={3 + 9 * Math.sqrt(p.events / busiest)} />
          </a>
        ))}
      </svg>
      <p class="legend-line">
        <span>Events of a country’s actors, up to</span>
        {steps.map((n) => <span key={n}><i class={`swatch shade${shade(n)}`} />{number(n)}</span>)}
        <span><i class="dot q2" />place, mostly cooperation</span><span><i class="dot q0" />mixed</span><span><i class="dot q4" />mostly conflict</span>
      </p>
    </>
  );
}

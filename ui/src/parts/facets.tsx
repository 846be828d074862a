// Values with their counts; a click narrows, another one widens again.

import type { Loaded } from '../lib/api';
import { count, kindName, number, quadName, sectorName, words } from '../lib/format';
import { useNames } from '../lib/names';
import { go, usePlace, withQuery } from '../lib/router';

export interface FacetAnswer {
  count: number;
  /** Whether there are more rows than were counted. */
  more: boolean;
  facets: Record<string, { value: string | number | null; count: number }[]>;
}

/** "12 events", "more than 5,000 events". */
export const total = (of: Loaded<FacetAnswer>, one: string): string => {
  if (!('answer' in of) || !of.answer) return '';
  const { count: n, more } = of.answer.data;
  return `${more ? 'more than ' : ''}${count(n, one)}`;
};

export interface FacetSpec {
  column: string;
  param: string;
  name: string;
  actors?: boolean;
}

export function Facets({ of, specs }: { of: Loaded<FacetAnswer>; specs: FacetSpec[] }) {
  const place = usePlace();
  const facets = 'answer' in of && of.answer ? of.answer.data.facets : {};
  const ready = 'answer' in of && of.answer !== null;
  // What is chosen stays to be taken out, also where nothing fits it.
  const listed = (spec: FacetSpec) => {
    const known = (facets[spec.column] ?? []).filter((v) => v.value !== null && v.value !== '');
    const chosen = place.query.getAll(spec.param);
    const shown = known.filter((v, i) => i < 10 || chosen.includes(String(v.value)));
    const gone = ready ? chosen.filter((c) => !known.some((v) => String(v.value) === c)) : [];
    return [...shown, ...gone.map((value) => ({ value, count: 0 }))];
  };
  const actorIds = specs.filter((s) => s.actors).flatMap((s) => listed(s).map((v) => String(v.value)));
  const name = useNames(actorIds);
  const show = (spec: FacetSpec, value: string) =>
    spec.actors ? name(value) : spec.param === 'quad' ? quadName(Number(value)) : spec.column === 'kind' ? kindName(value) : spec.column === 'sectors' ? sectorName(value) : spec.column === 'type' ? words(value.toLowerCase()) : words(value);
  if (ready && specs.every((spec) => listed(spec).length === 0)) return null;
  return (
    <details class="facets" open={!matchMedia('(max-width: 900px)').matches}>
      <summary>Narrow down</summary>
      <div class="facet-lists" role="region" aria-label="Narrow down" tabIndex={0}>
      {specs.map((spec) => {
        const chosen = place.query.getAll(spec.param);
        const values = listed(spec);
        if (values.length === 0) return null;
        return (
          <section key={spec.column}>
            <h2>{spec.name}</h2>
            {values.map(({ value, count: n }) => {
              const text = String(value);
              const on = chosen.includes(text);
              return (
                <button type="button" key={text} class="facet" aria-pressed={on}
                  onClick={() => go(withQuery(place, { [spec.param]: on ? chosen.filter((c) => c !== text) : [...chosen, text], after: null }))}>
                  <span class="value">{spec.param === 'quad' && <i class={`dot q${text}`} />}{show(spec, text)}</span>
                  <span class="n">{n.toLocaleString('en')}</span>
                </button>
              );
            })}
          </section>
        );
      })}
      {ready && of.answer?.data.more && <p class="note">Counted among the first {number(of.answer.data.count)}.</p>}
      </div>
    </details>
  );
}

// Makes src/data/world.json: the outlines of countries as SVG paths in the Equal Earth projection, by ISO 3166 alpha-3 code.
// Run with `npm run world` after changing the projection, the size or the packages; the result is committed.
// Outlines: Natural Earth 1:110m (public domain) through world-atlas (ISC). They take no side in disputes.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

const here = dirname(fileURLToPath(import.meta.url));
const atlas = JSON.parse(readFileSync(join(here, '../node_modules/world-atlas/countries-110m.json'), 'utf8'));

/** Numeric to alpha-3 codes, from the program's own table of states. */
function codes() {
  const lines = readFileSync(join(here, '../../knowledge/states.tsv'), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'));
  const columns = lines[0].split('\t');
  const [iso3, number, to] = ['id', 'isonum', 'to'].map((name) => columns.indexOf(name));
  const known = lines.slice(1).map((l) => l.split('\t')).filter((f) => f[number] && !f[to]);
  return new Map(known.map((f) => [f[number].padStart(3, '0'), f[iso3]]));
}

const WIDTH = 960;
const projection = geoEqualEarth().rotate([-11, 0]);
const land = feature(atlas, atlas.objects.countries);
land.features = land.features.filter((f) => f.properties.name !== 'Antarctica');
projection.fitWidth(WIDTH, land);
const path = geoPath(projection).digits(1);
const height = Math.ceil(path.bounds(land)[1][1]);
const alpha3 = codes();
const countries = land.features.map((f) => {
  const [lon, lat] = geoCentroid(f);
  const code = alpha3.get(f.id) ?? (f.properties.name === 'Kosovo' ? 'XKX' : null);
  return { code, name: f.properties.name, at: projection([lon, lat]).map((x) => Math.round(x)), d: path(f) };
});
const missing = countries.filter((c) => c.code === null).map((c) => c.name);
console.log(`${countries.length} outlines, ${WIDTH} by ${height}; without a code: ${missing.join(', ')}`);
const [scale, translate] = [projection.scale(), projection.translate()];
writeFileSync(join(here, '../src/data/world.json'), `${JSON.stringify({ width: WIDTH, height, scale, translate, rotate: -11, countries })}\n`);

// The Equal Earth projection (Šavrič, Patterson, Jenny 2018), for the places on the map; tools/world.mjs made the outlines with it.

export interface Outline {
  code: string | null;
  name: string;
  at: number[];
  d: string;
}

export interface World {
  width: number;
  height: number;
  scale: number;
  translate: number[];
  rotate: number;
  countries: Outline[];
}

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
const RADIANS = Math.PI / 180;

/** Where a place lies on the map. */
export function project(world: World, lat: number, lon: number): [number, number] {
  const turned = ((((lon + world.rotate + 180) % 360) + 360) % 360) - 180;
  const l = Math.asin(M * Math.sin(lat * RADIANS));
  const l2 = l * l;
  const l6 = l2 * l2 * l2;
  const x = (turned * RADIANS * Math.cos(l)) / (M * (A1 + 3 * A2 * l2 + l6 * (7 * A3 + 9 * A4 * l2)));
  const y = l * (A1 + A2 * l2 + l6 * (A3 + A4 * l2));
  const [left, top] = world.translate;
  return [(left ?? 0) + world.scale * x, (top ?? 0) - world.scale * y];
}

// Who has to do with whom: a force layout computed once, with the same start on every load, drawn as SVG.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';
import { useMemo, useState } from 'preact/hooks';
import { count } from '../lib/format';
import { useWidth } from '../lib/width';

export interface Pair {
  a: string;
  a_name: string;
  a_kind: string;
  b: string;
  b_name: string;
  b_kind: string;
  events: number;
  cooperation: number;
  conflict: number;
}

interface Node extends SimulationNodeDatum {
  id: string;
  name: string;
  kind: string;
  events: number;
  r: number;
}

interface Label {
  x: number;
  y: number;
  anchor: 'middle' | 'start' | 'end';
}

/** More actors than this cannot be told apart. */
const MOST = 26;

/** The busiest actors, and the pairs among them. */
function busiest(pairs: Pair[]): Pair[] {
  const events = new Map<string, number>();
  const add = (id: string, n: number) => events.set(id, (events.get(id) ?? 0) + n);
  for (const p of pairs) {
    add(p.a, p.events);
    add(p.b, p.events);
  }
  const ranked = [...events].sort((x, y) => y[1] - x[1] || (x[0] < y[0] ? -1 : 1)).slice(0, MOST);
  const kept = new Set(ranked.map(([id]) => id));
  return pairs.filter((p) => kept.has(p.a) && kept.has(p.b));
}

function layout(all: Pair[], W: number, H: number) {
  const pairs = busiest(all);
  const nodes = new Map<string, Node>();
  const add = (id: string, name: string, kind: string, events: number) => {
    const node = nodes.get(id) ?? { id, name, kind, events: 0, r: 0 };
    node.events += events;
    nodes.set(id, node);
  };
  for (const p of pairs) {
    add(p.a, p.a_name, p.a_kind, p.events);
    add(p.b, p.b_name, p.b_kind, p.events);
  }
  const list = [...nodes.values()];
  const most = Math.max(1, ...list.map((n) => n.events));
  for (const n of list) n.r = 5 + 12 * Math.sqrt(n.events / most);
  const links = pairs.map((p) => ({ source: p.a, target: p.b, pair: p }));
  forceSimulation(list)
    .force('link', forceLink<Node, (typeof links)[number]>(links).id((n) => n.id).distance(90).strength(0.3))
    .force('charge', forceManyBody().strength(-420))
    .force('collide', forceCollide<Node>((n) => n.r + 22))
    .force('x', forceX(0).strength(0.07 * (H / W)))
    .force('y', forceY(0).strength(0.1))
    .stop()
    .tick(300);
  fit(list, W, H);
  return { pairs, nodes: list, byId: nodes, labels: place(list, W) };
}

/** Spreads the nodes over the whole picture. */
function fit(list: Node[], W: number, H: number): void {
  const xs = list.map((n) => n.x ?? 0);
  const ys = list.map((n) => n.y ?? 0);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.min(64, W / 8);
  for (const n of list) {
    n.x = side + (((n.x ?? 0) - left) / Math.max(right - left, 1)) * (W - 2 * side);
    n.y = 24 + (((n.y ?? 0) - top) / Math.max(bottom - top, 1)) * (H - 66);
  }
}

/** Names where there is room: the busiest choose first; who finds none is named when looked at. */
function place(list: Node[], W: number): Map<string, Label> {
  const labels = new Map<string, Label>();
  const taken = list.map((n) => box((n.x ?? 0) - n.r, (n.y ?? 0) - n.r, 2 * n.r, 2 * n.r, n.id));
  for (const n of [...list].sort((a, b) => b.events - a.events)) {
    const [x, y] = [n.x ?? 0, n.y ?? 0];
    const w = 7 * short(n.name).length;
    const places: Label[] = [
      { x, y: y + n.r + 13, anchor: 'middle' },
      { x, y: y - n.r - 5, anchor: 'middle' },
      { x: x + n.r + 5, y: y + 4, anchor: 'start' },
      { x: x - n.r - 5, y: y + 4, anchor: 'end' },
      { x: x + n.r * 0.7 + 3, y: y + n.r * 0.7 + 10, anchor: 'start' },
      { x: x - n.r * 0.7 - 3, y: y + n.r * 0.7 + 10, anchor: 'end' },
      { x: x + n.r * 0.7 + 3, y: y - n.r * 0.7 - 3, anchor: 'start' },
      { x: x - n.r * 0.7 - 3, y: y - n.r * 0.7 - 3, anchor: 'end' },
    ];
    for (const label of places) {
      const from = label.anchor === 'middle' ? label.x - w / 2 : label.anchor === 'start' ? label.x : label.x - w;
      const own = box(from, label.y - 11, w, 14, n.id);
      if (from < 0 || from + w > W || label.y < 12 || taken.some((t) => t.id !== n.id && meets(t, own))) continue;
      taken.push({ ...own, id: `${n.id} name` });
      labels.set(n.id, label);
      break;
    }
  }
  return labels;
}

const box = (x: number, y: number, w: number, h: number, id: string) => ({ x, y, w, h, id });
type Box = ReturnType<typeof box>;
const meets = (a: Box, b: Box) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const short = (name: string) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

export function Network({ pairs: all }: { pairs: Pair[] }) {
  const [frame, W] = useWidth<HTMLDivElement>(640);
  const H = Math.round(Math.min(740, Math.max(320, W * (W < 500 ? 0.9 : 1.12))));
  const { pairs, nodes, byId, labels } = useMemo(() => layout(all, W, H), [all, W, H]);
  const [focus, setFocus] = useState<string | null>(null);
  const most = Math.max(1, ...pairs.map((p) => p.events));
  const near = (p: Pair) => focus === null || p.a === focus || p.b === focus;
  return (
    <div ref={frame}>
    <svg class="chart network" viewBox={`0 0 ${W} ${H}`} role="group" aria-label="Network of actors; lines are events between two of them">
      {pairs.map((p) => {
        const [a, b] = [byId.get(p.a), byId.get(p.b)];
        if (!a || !b) return null;
        const tilt = (p.cooperation - p.conflict) / Math.max(p.cooperation + p.conflict, 1);
        const colour = tilt > 0.25 ? 'var(--q2)' : tilt < -0.25 ? 'var(--q4)' : 'var(--q0)';
        const label = `${p.a_name} and ${p.b_name}: ${count(p.events, 'event')}, ${p.cooperation} cooperative, ${p.conflict} in conflict`;
        return (
          <a key={`${p.a} ${p.b}`} href={`/dyads/${encodeURIComponent(p.a)}/${encodeURIComponent(p.b)}`} aria-label={label}>
            <title>{label}</title>
            <line x1={a.x} y1={a.y} x2={b.x} y2={b.y} stroke={colour} stroke-opacity={near(p) ? 0.75 : 0.12} stroke-width={1.2 + 5 * Math.sqrt(p.events / most)} stroke-linecap="round" />
          </a>
        );
      })}
      {nodes.map((n) => (
        <a key={n.id} href={`/actors/${encodeURIComponent(n.id)}`} aria-label={`${named(n.name)}, ${count(n.events, 'event')}`}
          onMouseEnter={() => setFocus(n.id)} onMouseLeave={() => setFocus(null)} onFocus={() => setFocus(n.id)} onBlur={() => setFocus(null)}>
          <circle class={`node node-${n.kind}`} cx={n.x} cy={n.y} r={n.r} />
          <Name node={n} label={labels.get(n.id)} shown={focus === n.id} />
        </a>
      ))}
    </svg>
    </div>
  );
}

/** The accessible name of a node: it holds what is shown, also where that is cut short. */
function named(name: string): string {
  const shown = short(name);
  return shown === name ? name : `${shown} (${name})`;
}

function Name({ node, label, shown }: { node: Node; label: Label | undefined; shown: boolean }) {
  if (!label && !shown) return null;
  const at = label ?? { x: node.x ?? 0, y: (node.y ?? 0) + node.r + 13, anchor: 'middle' };
  return <text class="name" x={at.x} y={at.y} text-anchor={at.anchor}>{short(node.name)}</text>;
}

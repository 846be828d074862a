// Who has to do with whom: a force layout computed once, with the same start on every load, drawn as SVG.

import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from 'd3-force';
import { useMemo, useState } from 'preact/hooks';
import { count } from '../lib/format';

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

const W = 720;
const H = 460;

function layout(pairs: Pair[]) {
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
  for (const n of list) n.r = 5 + 13 * Math.sqrt(n.events / most);
  const links = pairs.map((p) => ({ source: p.a, target: p.b, pair: p }));
  const simulation = forceSimulation(list)
    .force('link', forceLink<Node, (typeof links)[number]>(links).id((n) => n.id).distance(86).strength(0.35))
    .force('charge', forceManyBody().strength(-260))
    .force('collide', forceCollide<Node>((n) => n.r + 16))
    .force('center', forceCenter(W / 2, H / 2))
    .force('x', forceX(W / 2).strength(0.06))
    .force('y', forceY(H / 2).strength(0.11))
    .stop();
  simulation.tick(260);
  const xs = list.map((n) => n.x ?? 0);
  const ys = list.map((n) => n.y ?? 0);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const kx = (W - 150) / Math.max(right - left, 1);
  const ky = (H - 70) / Math.max(bottom - top, 1);
  for (const n of list) {
    n.x = 75 + ((n.x ?? 0) - left) * Math.min(kx, 1.6);
    n.y = 35 + ((n.y ?? 0) - top) * Math.min(ky, 1.6);
  }
  return { nodes: list, byId: nodes };
}

export function Network({ pairs }: { pairs: Pair[] }) {
  const { nodes, byId } = useMemo(() => layout(pairs), [pairs]);
  const [focus, setFocus] = useState<string | null>(null);
  const most = Math.max(1, ...pairs.map((p) => p.events));
  const near = (p: Pair) => focus === null || p.a === focus || p.b === focus;
  return (
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
        <a key={n.id} href={`/actors/${encodeURIComponent(n.id)}`} aria-label={`${n.name}, ${count(n.events, 'event')}`}
          onMouseEnter={() => setFocus(n.id)} onMouseLeave={() => setFocus(null)} onFocus={() => setFocus(n.id)} onBlur={() => setFocus(null)}>
          <circle class={`node node-${n.kind}`} cx={n.x} cy={n.y} r={n.r} />
          <text class="name" x={n.x} y={(n.y ?? 0) + n.r + 13} text-anchor="middle">{n.name.length > 26 ? `${n.name.slice(0, 25)}…` : n.name}</text>
        </a>
      ))}
    </svg>
  );
}

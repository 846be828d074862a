// Spans of the API count Unicode code points; JavaScript's strings count UTF-16 units. This is the one place where the
// one becomes the other.

export type Span = [number, number];

export class CodePoints {
  readonly #at: Uint32Array | null;

  constructor(readonly text: string) {
    // Only texts with characters outside the basic plane need a table.
    if (!/[\ud800-\udbff]/.test(text)) {
      this.#at = null;
      return;
    }
    const at: number[] = [];
    for (let i = 0; i < text.length; ) {
      at.push(i);
      i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
    }
    at.push(text.length);
    this.#at = Uint32Array.from(at);
  }

  /** The UTF-16 position of a code point; positions past the end are the end. */
  unit(point: number): number {
    if (this.#at === null) return Math.min(Math.max(point, 0), this.text.length);
    return this.#at[Math.min(Math.max(point, 0), this.#at.length - 1)] ?? this.text.length;
  }

  span([from, to]: Span): Span {
    return [this.unit(from), this.unit(to)];
  }

  slice(span: Span): string {
    const [from, to] = this.span(span);
    return this.text.slice(from, to);
  }
}

/** A span (in UTF-16 units) that means something. */
export interface Mark {
  span: Span;
  kind: string;
  id: string;
}

/** A run of text under the same marks, the longest first. */
export interface Segment {
  from: number;
  to: number;
  marks: Mark[];
}

/** Cuts [from, to) wherever a mark begins or ends. */
export function segments(from: number, to: number, marks: Mark[]): Segment[] {
  const inside = marks.filter((m) => m.span[0] < to && m.span[1] > from && m.span[0] < m.span[1]);
  const cuts = new Set([from, to]);
  for (const { span } of inside) {
    if (span[0] > from) cuts.add(span[0]);
    if (span[1] < to) cuts.add(span[1]);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const length = (m: Mark) => m.span[1] - m.span[0];
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i] ?? from;
    const over = inside.filter((m) => m.span[0] <= start && m.span[1] >= end);
    return { from: start, to: end, marks: over.sort((a, b) => length(b) - length(a)) };
  });
}

/** The paragraphs of a text: runs of lines that are not blank. */
export function paragraphs(text: string): Span[] {
  const out: Span[] = [];
  for (const found of text.matchAll(/[^\n]+/g)) {
    if (found[0].trim() !== '') out.push([found.index, found.index + found[0].length]);
  }
  return out;
}

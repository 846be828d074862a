// An article's records as the reader shows them: in the order of the text, with the words they stand on.

import { CodePoints, type Mark, type Span } from './spans';
import type { Actor, Article, Assessment, Event, Figure, Statement, Tie, Timex } from './types';

export type Kind = 'event' | 'statement' | 'figure' | 'tie' | 'assessment' | 'actor' | 'date' | 'remark';

export type Rec =
  | { kind: 'event'; id: string; at: Span; data: Event }
  | { kind: 'statement'; id: string; at: Span; data: Statement; attitude: boolean }
  | { kind: 'figure'; id: string; at: Span; data: Figure }
  | { kind: 'tie'; id: string; at: Span; data: Tie }
  | { kind: 'assessment'; id: string; at: Span; data: Assessment }
  | { kind: 'actor'; id: string; at: Span; data: Actor }
  | { kind: 'date'; id: string; at: Span; data: Timex }
  | { kind: 'remark'; id: string; at: Span; data: Article['remarks'][number] };

/** The kinds of highlights, as in the legend. */
export const HIGHLIGHTS = [
  { key: 'actors', name: 'Actors', marks: ['actor', 'pronoun'] },
  { key: 'events', name: 'Events', marks: ['event'] },
  { key: 'quotes', name: 'Statements', marks: ['said', 'quote', 'cue'] },
  { key: 'figures', name: 'Figures', marks: ['figure'] },
  { key: 'dates', name: 'Dates', marks: ['date'] },
] as const;

export interface Model {
  article: Article;
  points: CodePoints;
  records: Rec[];
  byId: Map<string, Rec>;
  marks: Mark[];
  boilerplate: Span[];
}

export function build(article: Article): Model {
  const points = new CodePoints(article.document.text);
  const at = (span: Span): Span => points.span(span);
  const records: Rec[] = [
    ...article.events.map((data): Rec => ({ kind: 'event', id: data.id, at: at(data.trigger.span), data })),
    ...article.statements.map(
      (data): Rec => ({ kind: 'statement', id: data.id, at: at(data.span), data, attitude: false }),
    ),
    ...article.attitudes.map(
      (data): Rec => ({ kind: 'statement', id: data.id, at: at(data.span), data, attitude: true }),
    ),
    ...article.figures.map((data): Rec => ({ kind: 'figure', id: data.id, at: at(data.span), data })),
    ...article.ties.map((data): Rec => ({ kind: 'tie', id: data.id, at: at(data.span), data })),
    ...article.assessments.map((data): Rec => ({ kind: 'assessment', id: data.id, at: at(data.span), data })),
    ...article.timexes.map((data): Rec => ({ kind: 'date', id: data.id, at: at(data.span), data })),
    ...article.actors.map(
      (data): Rec => ({ kind: 'actor', id: `actor:${data.id}`, at: at(data.mentions[0]?.span ?? [0, 0]), data }),
    ),
    ...article.remarks.map((data, i): Rec => ({ kind: 'remark', id: `remark:${i}`, at: at(data.span), data })),
  ];
  records.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1]);
  const mark = (span: Span, kind: string, id: string): Mark => ({ span: at(span), kind, id });
  const marks: Mark[] = [
    ...article.actors.flatMap((a) => a.mentions.map((m) => mark(m.span, m.type === 'pronoun' ? 'pronoun' : 'actor', `actor:${a.id}`))),
    ...article.events.flatMap((e) =>
      [e.trigger, ...e.more_triggers].map((t) => mark(t.span, 'event', e.id)),
    ),
    ...[...article.statements, ...article.attitudes].flatMap((s) => [
      ...s.content.map((p) => mark(p.span, 'said', s.id)),
      ...s.quoted.map((p) => mark(p.span, 'quote', s.id)),
      ...(s.cue ? [s.cue, ...s.cue.more].map((p) => mark(p.span, 'cue', s.id)) : []),
    ]),
    ...article.figures.map((f) => mark(f.span, 'figure', f.id)),
    ...article.timexes.map((t) => mark(t.span, 'date', t.id)),
  ];
  return {
    article,
    points,
    records,
    byId: new Map(records.map((r) => [r.id, r])),
    marks,
    boilerplate: article.document.boilerplate.map(at),
  };
}

/** The address part of an actor: known ones are the same in all articles, others belong to theirs. */
export function actorKey(article: Article, id: string): string | null {
  const actor = article.actors.find((a) => a.id === id);
  if (!actor || article.document.uri === 'pasted') return null;
  return actor.known ? id : `${article.document.id}:${id}`;
}

/** The words that a record stands on, each with what it is to the record. */
export function evidence(model: Model, rec: Rec): { span: Span; role: string }[] {
  const at = (span: Span | null | undefined, role: string) =>
    span && span[1] > span[0] ? [{ span: model.points.span(span), role }] : [];
  const mentions = (ids: string[], role: string, within: Span) =>
    ids.flatMap((id) => {
      const actor = model.article.actors.find((a) => a.id === id);
      const inside = actor?.mentions.filter((m) => m.span[0] >= within[0] && m.span[1] <= within[1]) ?? [];
      return inside.flatMap((m) => at(m.span, role));
    });
  switch (rec.kind) {
    case 'event': {
      const e = rec.data;
      return [
        ...at(e.span, 'evidence'),
        ...[e.trigger, ...e.more_triggers].flatMap((t) => at(t.span, 'trigger')),
        ...mentions(e.source, 'source', e.span),
        ...mentions(e.target, 'target', e.span),
        ...at(e.date.timex_span, 'when'),
        ...at(e.place?.span, 'where'),
      ];
    }
    case 'statement': {
      const s = rec.data;
      return [
        ...s.content.flatMap((p) => at(p.span, 'evidence')),
        ...at(s.speaker_span, 'source'),
        ...(s.cue ? [s.cue, ...s.cue.more] : []).flatMap((p) => at(p.span, 'trigger')),
        ...at(s.date.timex_span, 'when'),
      ];
    }
    case 'actor':
      return rec.data.mentions.flatMap((m) => at(m.span, 'trigger'));
    case 'tie':
      return [
        ...at(rec.data.span, 'evidence'),
        ...mentions([rec.data.a], 'source', rec.data.span),
        ...mentions([rec.data.b], 'target', rec.data.span),
      ];
    case 'assessment':
      return [
        ...at(rec.data.span, 'evidence'),
        ...at(rec.data.hedge, 'trigger'),
        ...mentions(rec.data.about, 'target', rec.data.span),
      ];
    default:
      return [{ span: rec.at, role: 'trigger' }];
  }
}

/** The statements around a record, the outermost first. */
export function attribution(model: Model, rec: Rec): Statement[] {
  const all = [...model.article.statements, ...model.article.attitudes];
  const find = (id: string | null) => all.find((s) => s.id === id);
  const ids =
    rec.kind === 'statement' ? [rec.data.within] : 'attribution' in rec.data ? rec.data.attribution : [];
  const chain = ids.map(find).filter((s): s is Statement => s !== undefined);
  // Where the chain stops at a statement that is itself reported inside another one, go on outwards.
  for (let last = chain.at(-1); last?.within && chain.length < 12; last = chain.at(-1)) {
    const outer = find(last.within);
    if (!outer || chain.includes(outer)) break;
    chain.push(outer);
  }
  return chain.reverse();
}

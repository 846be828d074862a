// The shapes of the API, as far as the pages use them. openapi.json has them whole.

import type { Span } from './spans';

export interface DateValue {
  value: string | null;
  from: string | null;
  to: string | null;
  basis: string;
  timex_span: Span | null;
}

export interface Piece {
  span: Span;
  text: string;
}

export interface Actor {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  sectors: string[];
  roles: { title: string; of: string | null; status: string; span: Span | null }[];
  members: string[];
  known: boolean;
  mentions: { span: Span; text: string; type: string; rule: string }[];
  rule: string;
}

export interface Statement {
  id: string;
  span: Span;
  speaker: string | null;
  speaker_span: Span | null;
  cue: (Piece & { class: string; more: Piece[] }) | null;
  content: Piece[];
  quoted: Piece[];
  manner: string;
  act: string;
  addressees: string[];
  via: string | null;
  evidence: string;
  date: DateValue;
  within: string | null;
  rule: string;
}

export interface Event {
  id: string;
  span: Span;
  source: string[];
  target: string[];
  symmetric: boolean;
  type: string | null;
  mode: string | null;
  contexts: string[];
  quad: number | null;
  intensity: number | null;
  other_type: string | null;
  trigger: Piece;
  more_triggers: Piece[];
  date: DateValue;
  place: { name: string; country: string | null; span: Span } | null;
  factuality: string;
  attribution: string[];
  confidence: number;
  rule: string;
  why: string[];
}

export interface Figure {
  id: string;
  span: Span;
  text: string;
  value: number | null;
  value_to: number | null;
  unit: string | null;
  comparator: string;
  measures: string | null;
  subject: string[];
  object: string[];
  date: DateValue;
  compared_to: string | null;
  attribution: string[];
  rule: string;
}

export interface Tie {
  id: string;
  span: Span;
  a: string;
  b: string;
  directed: boolean;
  type: string;
  factuality: string;
  date: DateValue;
  figures: string[];
  attribution: string[];
  rule: string;
}

export interface Assessment {
  id: string;
  span: Span;
  text: string;
  holder: string | null;
  kind: string;
  about: string[];
  polarity: string;
  hedge: Span | null;
  options: Piece[];
  attribution: string[];
  rule: string;
}

export interface Timex {
  id: string;
  span: Span;
  text: string;
  type: string;
  value: string | null;
  from: string | null;
  to: string | null;
  rule: string;
}

export interface Article {
  document: {
    id: string;
    uri: string;
    text: string;
    title: string | null;
    publisher: string | null;
    byline: string[];
    language: string | null;
    published: { value: string | null; basis: string };
    boilerplate: Span[];
    duplicate_of: string | null;
  };
  sentences: Span[];
  actors: Actor[];
  timexes: Timex[];
  statements: Statement[];
  attitudes: Statement[];
  events: Event[];
  figures: Figure[];
  ties: Tie[];
  assessments: Assessment[];
  links: { kind: string; from: string; to: string; span: Span; rule: string }[];
  contexts: string[];
  remarks: { span: Span; code: string; text: string }[];
}

export interface ActorRow {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  sectors: string[];
  known: boolean;
  articles: number;
  mentions: number;
}

export interface ArticleRow {
  id: string;
  uri: string;
  title: string | null;
  headline: string | null;
  publisher: string | null;
  published: string | null;
  duplicate_of: string | null;
  characters: number;
  reader_remarks: string[] | null;
}

export interface EventRow {
  id: string;
  article: string;
  source: string[];
  target: string[];
  symmetric: boolean;
  type: string | null;
  mode: string | null;
  quad: number | null;
  intensity: number | null;
  other_type: string | null;
  trigger: string;
  date_value: string | null;
  date_from: string | null;
  date_basis: string;
  place: string | null;
  factuality: string;
  attribution: string[];
  confidence: number;
  rule: string;
  why: string[];
  text: string;
}

export interface StatementRow {
  id: string;
  article: string;
  speaker: string | null;
  cue: string | null;
  cue_class: string | null;
  manner: string;
  act: string;
  addressees: string[];
  via: string | null;
  content: string;
  quote: string | null;
  date_value: string | null;
  date_from: string | null;
  within: string | null;
}

export interface FigureRow {
  id: string;
  article: string;
  text: string;
  value: number | null;
  value_to: number | null;
  unit: string | null;
  comparator: string;
  measures: string | null;
  subject: string[];
  object: string[];
  date_value: string | null;
  attribution: string[];
}

export interface TieRow {
  id: string;
  article: string;
  a: string;
  b: string;
  directed: boolean;
  type: string;
  factuality: string;
  text: string;
  attribution: string[];
}

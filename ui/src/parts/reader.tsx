// The article with its records: words and records show each other.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { build, evidence, HIGHLIGHTS, type Model, type Rec } from '../lib/records';
import { go, usePlace, withQuery } from '../lib/router';
import { paragraphs, segments, type Mark, type Span } from '../lib/spans';
import type { Article } from '../lib/types';
import { count, day, shortUri } from '../lib/format';
import { RecordCard } from './card';

const TABS = [
  { key: 'all', name: 'All', kinds: ['event', 'statement', 'figure', 'tie', 'assessment'] },
  { key: 'events', name: 'Events', kinds: ['event'] },
  { key: 'statements', name: 'Statements', kinds: ['statement'] },
  { key: 'figures', name: 'Figures', kinds: ['figure'] },
  { key: 'ties', name: 'Ties', kinds: ['tie'] },
  { key: 'judgements', name: 'Judgements', kinds: ['assessment'] },
  { key: 'actors', name: 'Actors', kinds: ['actor'] },
  { key: 'dates', name: 'Dates', kinds: ['date'] },
  { key: 'left', name: 'Not coded', kinds: ['remark'] },
] as const;

export function Reader({ article }: { article: Article }) {
  const model = useMemo(() => build(article), [article]);
  const place = usePlace();
  const chosen = place.query.get('r');
  const hidden = (place.query.get('hide') ?? '').split(',').filter((h) => h !== '');
  const tabName = place.query.get('list') ?? 'all';
  const tab = TABS.find((t) => t.key === tabName) ?? TABS[0];
  const [hover, setHover] = useState<string | null>(null);
  const panel = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLElement>(null);

  const counts = useMemo(() => {
    const counts = new Map<string, number>();
    for (const r of model.records) counts.set(r.kind, (counts.get(r.kind) ?? 0) + 1);
    return counts;
  }, [model]);
  const shown = useMemo(() => {
    const list = model.records.filter((r) => (tab.kinds as readonly string[]).includes(r.kind));
    if (tab.key === 'actors') {
      const mentions = (r: Rec) => (r.kind === 'actor' ? r.data.mentions.length : 0);
      list.sort((a, b) => mentions(b) - mentions(a));
    }
    return list;
  }, [model, tab]);

  const choose = (id: string | null, from: 'text' | 'panel' | 'keys') => {
    const rec = id === null ? undefined : model.byId.get(id);
    const fits = rec && (tab.kinds as readonly string[]).includes(rec.kind);
    const list = !rec || fits ? place.query.get('list') : (TABS.find((t) => t.key !== 'all' && (t.kinds as readonly string[]).includes(rec.kind))?.key ?? null);
    go(withQuery(place, { r: id, list }), 'replace');
    if (from !== 'text' && id) requestAnimationFrame(() => scrollToWords(text.current, id));
  };

  // Where a record is chosen, its card is brought into view.
  useEffect(() => {
    if (!chosen) return;
    const card = panel.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(chosen)}"]`);
    if (card && panel.current) {
      const box = panel.current.getBoundingClientRect();
      const at = card.getBoundingClientRect();
      if (at.top < box.top || at.bottom > box.bottom) {
        panel.current.scrollTop += at.top - box.top - 12;
      }
    }
  }, [chosen, tab, model]);

  useEffect(() => {
    if (chosen) scrollToWords(text.current, chosen);
  }, [model]);

  // j and k walk through the records, Escape lets go.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const field = (event.target as Element).closest('input, textarea, select');
      if (field || event.metaKey || event.ctrlKey || event.altKey) return;
      if (event.key === 'Escape' && chosen) choose(null, 'keys');
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || shown.length === 0) return;
      const now = shown.findIndex((r) => r.id === chosen);
      const next = now < 0 ? (step > 0 ? 0 : shown.length - 1) : (now + step + shown.length) % shown.length;
      const rec = shown[next];
      if (rec) choose(rec.id, 'keys');
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });

  const toggle = (key: string) => {
    const next = hidden.includes(key) ? hidden.filter((h) => h !== key) : [...hidden, key];
    go(withQuery(place, { hide: next.join(',') }), 'replace');
  };
  const visible = useMemo(() => {
    const off = new Set<string>(HIGHLIGHTS.filter((h) => hidden.includes(h.key)).flatMap((h) => h.marks));
    return model.marks.filter((m) => !off.has(m.kind));
  }, [model, hidden.join()]);

  return (
    <div class="reader">
      <div class="reader-text">
        <Head model={model} />
        <div class="legend" role="group" aria-label="Highlights">
          {HIGHLIGHTS.map((h) => (
            <button type="button" key={h.key} class={`key key-${h.key}`} aria-pressed={!hidden.includes(h.key)} onClick={() => toggle(h.key)}>
              <span class="swatch" aria-hidden="true" />
              {h.name}
            </button>
          ))}
          <span class="hint"><kbd>j</kbd> <kbd>k</kbd> next, previous</span>
        </div>
        <Words model={model} marks={visible} chosen={chosen} hover={hover} onHover={setHover} onChoose={(id) => choose(id, 'text')} refTo={text} />
      </div>
      <aside class="panel" aria-label="Records">
        <div class="tabs" role="group" aria-label="Lists of records">
          {TABS.map((t) => {
            const n = (t.kinds as readonly string[]).reduce((sum, k) => sum + (counts.get(k) ?? 0), 0);
            if (n === 0 && t.key !== 'all') return null;
            return (
              <button type="button" key={t.key} class="tab" aria-pressed={t === tab} onClick={() => go(withQuery(place, { list: t.key === 'all' ? null : t.key }), 'replace')}>
                {t.name} <span class="n">{n}</span>
              </button>
            );
          })}
        </div>
        <div class="cards" ref={panel} tabIndex={0} role="region" aria-label={`${tab.name}: ${count(shown.length, 'record')}`}>
          {shown.length === 0 && <p class="empty">Nothing of this kind was found in the article.</p>}
          {shown.map((rec) => (
            <RecordCard key={rec.id} model={model} rec={rec} open={rec.id === chosen} lit={rec.id === hover}
              onHover={(on) => setHover(on ? rec.id : null)} onChoose={(id) => choose(id, 'panel')} />
          ))}
        </div>
      </aside>
    </div>
  );
}

function Head({ model }: { model: Model }) {
  const doc = model.article.document;
  const first = paragraphs(doc.text)[0];
  const opening = first ? doc.text.slice(first[0], first[1]).trim() : '';
  const facts = [
    doc.publisher,
    doc.byline.length > 0 ? `By ${doc.byline.join(', ')}` : null,
    doc.published.value ? day(doc.published.value) : 'date not known',
    doc.uri === 'pasted' ? null : shortUri(doc.uri),
  ].filter((f) => f);
  return (
    <header class="article-head">
      {doc.title && doc.title.trim() !== opening && <h1>{doc.title}</h1>}
      <p class="facts">{facts.join(' · ')}</p>
      {doc.duplicate_of && <p class="note">A near-duplicate of <a href={`/articles/${encodeURIComponent(doc.duplicate_of)}`}>an earlier article</a>.</p>}
    </header>
  );
}

interface WordsProps {
  model: Model;
  marks: Mark[];
  chosen: string | null;
  hover: string | null;
  onHover: (id: string | null) => void;
  onChoose: (id: string | null) => void;
  refTo: { current: HTMLElement | null };
}

function Words({ model, marks, chosen, hover, onHover, onChoose, refTo }: WordsProps) {
  const text = model.points.text;
  const blocks = useMemo(() => paragraphs(text), [text]);
  const title = model.article.document.title;
  const extra = useMemo(() => {
    const lit = (id: string | null, prefix: string): Mark[] => {
      const rec = id ? model.byId.get(id) : undefined;
      return rec ? evidence(model, rec).map((e) => ({ span: e.span, kind: `${prefix}-${e.role}`, id: rec.id })) : [];
    };
    return [...lit(chosen, 'on'), ...lit(hover === chosen ? null : hover, 'over')];
  }, [model, chosen, hover]);
  // Paragraphs are drawn anew only where something in them changed.
  const drawn = useMemo(() => blocks.map((b) => segments(b[0], b[1], marks)), [blocks, marks]);
  const spans = (i: number) => {
    const block = blocks[i];
    if (!block) return null;
    const parts = touches(block, extra) ? segments(block[0], block[1], [...marks, ...extra]) : (drawn[i] ?? []);
    return parts.map((s) => {
      const own = text.slice(s.from, s.to);
      if (s.marks.length === 0) return own;
      const names = [...new Set(s.marks.map((m) => m.kind))].map((k) => `m-${k}`).join(' ');
      return <span key={s.from} class={names} data-r={nearest(s.marks)}>{own}</span>;
    });
  };
  const isTitle = (i: number) => {
    const line = text.slice(...(blocks[i] ?? [0, 0])).trim();
    return i === 0 && (title === null ? isHeadline(line) : title.trim() === line);
  };
  const target = (event: Event): string | null => {
    const words = (event.target as Element).closest<HTMLElement>('[data-r]');
    return words?.dataset.r ?? null;
  };
  return (
    <article class="words" ref={refTo} onClick={(e) => {
      if (!getSelection()?.isCollapsed) return;
      const id = target(e);
      onChoose(id === chosen ? null : id);
    }} onMouseOver={(e) => onHover(target(e))} onMouseLeave={() => onHover(null)}>
      {groups(blocks, model.boilerplate).map((group) =>
        group.aside ? (
          <details class="boilerplate" key={group.blocks[0]} open={group.blocks.some((i) => touches(blocks[i], extra))}>
            <summary>Not part of the article</summary>
            {group.blocks.map((i) => <p key={i}>{spans(i)}</p>)}
          </details>
        ) : (
          group.blocks.map((i) => (isTitle(i) ? <h1 key={i}>{spans(i)}</h1> : <p key={i}>{spans(i)}</p>))
        ),
      )}
    </article>
  );
}

const touches = (block: Span | undefined, marks: Mark[]): boolean =>
  block !== undefined && marks.some((m) => m.span[0] < block[1] && m.span[1] > block[0]);

/** Paragraphs in runs: what is the article, and what only stands around it. */
function groups(blocks: Span[], boilerplate: Span[]): { aside: boolean; blocks: number[] }[] {
  const out: { aside: boolean; blocks: number[] }[] = [];
  blocks.forEach((block, i) => {
    const aside = boilerplate.some((b) => b[0] <= block[0] && b[1] >= block[1]);
    const last = out.at(-1);
    if (last?.aside === aside) last.blocks.push(i);
    else out.push({ aside, blocks: [i] });
  });
  return out;
}

/** Which record a click on words means: the shortest mark, but events before actors and both before what is said. */
function nearest(marks: Mark[]): string | undefined {
  const rank = (m: Mark) => (m.kind === 'event' || m.kind === 'cue' ? 0 : m.kind === 'figure' || m.kind === 'date' ? 1 : m.kind === 'actor' || m.kind === 'pronoun' ? 2 : 3);
  const own = marks.filter((m) => !m.kind.startsWith('on-') && !m.kind.startsWith('over-'));
  return own.sort((a, b) => rank(a) - rank(b) || size(a.span) - size(b.span))[0]?.id;
}

const size = (s: Span) => s[1] - s[0];

const isHeadline = (line: string) => line.length < 160 && !/[.?!]["”’]?\s*$/.test(line);

function scrollToWords(root: HTMLElement | null, id: string) {
  const words = root?.querySelector<HTMLElement>('.m-on-trigger') ?? root?.querySelector<HTMLElement>(`[data-r="${CSS.escape(id)}"]`);
  if (!words) return;
  const box = words.getBoundingClientRect();
  if (box.top < 90 || box.bottom > innerHeight - 60) {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    words.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  }
}

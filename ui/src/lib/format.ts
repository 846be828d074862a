// Words for people.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A TIMEX3 value or ISO date in words: `30 Dec 2022`, `Dec 2022`, `week 51, 2022`. */
export function day(value: string | null | undefined): string {
  if (!value) return '';
  const [from, to] = value.split('/');
  if (from && to) return `${day(from)} to ${day(to)}`;
  const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(value);
  if (date) return `${Number(date[3])} ${MONTHS[Number(date[2]) - 1] ?? date[2]} ${date[1]}`;
  const month = /^(\d{4})-(\d\d)$/.exec(value);
  if (month) return `${MONTHS[Number(month[2]) - 1] ?? month[2]} ${month[1]}`;
  const week = /^(\d{4})-W(\d\d)$/.exec(value);
  if (week) return `week ${Number(week[2])}, ${week[1]}`;
  const yearless = /^XXXX-(\d\d)(?:-(\d\d))?$/.exec(value);
  if (yearless) return `${yearless[2] ? `${Number(yearless[2])} ` : ''}${MONTHS[Number(yearless[1]) - 1] ?? yearless[1]}, year not known`;
  const season = /^(\d{4})-(SP|SU|FA|WI)$/.exec(value);
  const seasons: Record<string, string> = { SP: 'spring', SU: 'summer', FA: 'autumn', WI: 'winter' };
  if (season) return `${seasons[season[2] ?? '']} ${season[1]}`;
  const refs: Record<string, string> = { PRESENT_REF: 'now', PAST_REF: 'in the past', FUTURE_REF: 'in the future' };
  return refs[value] ?? value;
}

/** `refuse_comment` as `refuse comment`. */
export const words = (name: string | null | undefined): string => (name === 'cbrn' ? 'CBRN' : (name ?? '').replaceAll('_', ' '));

/** PLOVER types are capitals in the data, small words for people. */
export function eventName(event: { type: string | null; mode: string | null; other_type: string | null }): string {
  const type = event.type ? event.type.toLowerCase() : words(event.other_type) || 'other';
  return event.mode ? `${type} · ${words(event.mode)}` : type;
}

const KINDS: Record<string, string> = { igo: 'international organisation', ngo: 'non-governmental organisation' };

/** What sort of actor. */
export const kindName = (kind: string): string => KINDS[kind] ?? words(kind);

const SECTORS: Record<string, string> = {
  COP: 'police', GOV: 'government', JUD: 'courts', LEG: 'legislature', MIL: 'military', PRM: 'paramilitaries', PTY: 'parties', REB: 'rebels', SPY: 'intelligence', UAF: 'unidentified forces',
  UNK: 'not known', AGR: 'farming', BUS: 'business', CRM: 'criminals', CVL: 'civilians', EDU: 'education', ELI: 'former officials', JRN: 'media', LAB: 'labour', MED: 'health',
  REF: 'refugees', OPP: 'opposition', PRE: 'partly recognised', REL: 'religion', SOC: 'civil society', UNO: 'United Nations', EUR: 'European Union', IGO: 'international bodies',
  NGO: 'international NGOs', ISM: 'international movements', IMG: 'armed groups across borders', MNC: 'multinationals',
};

/** PLOVER's code for a sector in words. */
export const sectorName = (code: string): string => SECTORS[code] ?? code;

const QUADS = ['', 'verbal cooperation', 'material cooperation', 'verbal conflict', 'material conflict'];
export const quadName = (quad: number | null): string => QUADS[quad ?? 0] ?? '';

const COMPARATORS: Record<string, string> = {
  about: 'about',
  more_than: 'more than',
  at_least: 'at least',
  less_than: 'less than',
  at_most: 'at most',
  between: 'between',
  record: 'a record',
};

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

const LARGE = new Intl.NumberFormat('en', { notation: 'compact', compactDisplay: 'long', maximumFractionDigits: 2 });

export function figure(f: { value: number | null; value_to: number | null; unit: string | null; comparator: string; text: string }): string {
  if (f.value === null) return f.text;
  const share = f.unit === 'share';
  const one = (v: number) => (share ? `${NUMBER.format(Math.round(v * 1000) / 10)} %` : (Math.abs(v) >= 1e6 ? LARGE : NUMBER).format(v));
  const range = f.value_to !== null ? `${one(f.value)} – ${one(f.value_to)}` : one(f.value);
  const unit = share || !f.unit ? '' : ` ${words(f.unit)}`;
  const comparator = COMPARATORS[f.comparator] ?? '';
  return `${comparator} ${range}${unit}`.trim();
}

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${NUMBER.format(n)} ${n === 1 ? one : many}`;

export const number = (n: number): string => NUMBER.format(n);

/** The last part of an address, for articles without a title. */
export function shortUri(uri: string): string {
  const parts = uri.split(/[/\\]/).filter((p) => p !== '');
  return parts.at(-1) ?? uri;
}

/** What to call an article. */
export const called = (article: { headline: string | null; uri: string }): string => article.headline ?? shortUri(article.uri);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

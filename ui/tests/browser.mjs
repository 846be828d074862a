// The pages in Chromium: every page loads without errors, asks nobody else, is accessible; and the main flows work.
// Usage: node tests/browser.mjs PROGRAM [folder for screenshots]; PART=pages or PART=flows runs one half.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.argv[2];
const shots = process.argv[3];
if (!program) throw new Error('give the path of a built legation');
if (shots) mkdirSync(shots, { recursive: true });

const folder = mkdtempSync(join(tmpdir(), 'legation-ui-'));
const db = join(folder, 'store.db');
const axe = readFileSync(join(here, '../node_modules/axe-core/axe.min.js'), 'utf8');

execFileSync(program, ['read', join(here, 'articles'), join(here, '../../examples'), '--db', db], { stdio: 'inherit' });
const server = spawn(program, ['serve', '--db', db, '--port', '0', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] });
const address = await new Promise((resolve, reject) => {
  let text = '';
  server.stdout.on('data', (part) => {
    text += part;
    const found = /http:\S+/.exec(text);
    if (found) resolve(found[0]);
  });
  server.on('exit', () => reject(new Error('the server ended')));
});
const base = new URL(address).origin;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
console.log(`chromium ${browser.version()}`);

const wrong = [];

/** A page that writes down every error and every request to somebody else. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.on('console', (m) => m.type() === 'error' && !/status of 4\d\d/.test(m.text()) && wrong.push(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => wrong.push(`${page.url()}: ${e.message}`));
  page.on('request', (r) => r.url().startsWith(base) || wrong.push(`asked ${r.url()}`));
  page.on('dialog', (d) => (wrong.push(`${page.url()}: a dialog: ${d.message()}`), d.dismiss()));
  return page;
}

/** Opens a page and waits until nothing on it is loading; one that is never ready is named, with what it waits for. */
async function settled(page, path) {
  await page.goto(base + path);
  await page.locator('main h1, main .words').first().waitFor();
  try {
    await page.waitForFunction(() => document.querySelectorAll('.loading, .stale').length === 0);
  } catch (error) {
    const left = await page.evaluate(() => [...document.querySelectorAll('.loading, .stale')].map((n) => n.parentElement?.innerText.slice(0, 80)));
    throw new Error(`${path} is never ready: ${JSON.stringify(left)}`, { cause: error });
  }
}

/** What axe finds: WCAG 2.2 A and AA, contrast included. */
async function accessible(page, name) {
  const results = await page.evaluate(`(() => { ${axe}; return axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }); })()`);
  for (const v of results.violations) {
    wrong.push(`${name}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any[0]?.message ?? ''}`).join(' | ')}`);
  }
}

const api = async (path) => (await (await fetch(`${base}/api/v1${path}`)).json()).data;
const articles = await api('/articles');
const talks = articles.find((a) => a.uri.endsWith('talks.md'));
const odd = articles.find((a) => a.uri.endsWith('odd.md'));
const daysOf = async (p) => (await api(`/timeline?by=day&dyad=${encodeURIComponent(`${p.a},${p.b}`)}`)).map((r) => r.period);
/** The two pairs with most events, of those that have dated ones to draw. */
const drawn = [];
for (const p of await api('/network?limit=40')) if (drawn.length < 2 && (await daysOf(p)).length > 0) drawn.push(p);
const [pair, other] = drawn;
const days = await daysOf(pair);
const middle = days[Math.floor(days.length / 2)] ?? '2024-01-01';
const [actor] = await api('/actors?limit=1');
const e = encodeURIComponent;

const PAGES = {
  overview: '/',
  reader: `/articles/${talks.id}`,
  odd: `/articles/${odd.id}`,
  articles: '/articles',
  events: '/events',
  statements: '/statements',
  figures: '/figures',
  actors: '/actors',
  actor: `/actors/${e(actor.id)}`,
  dyad: `/dyads/${e(pair.a)}/${e(pair.b)}`,
  compare: `/dyads/${e(pair.a)}/${e(pair.b)}?by=week&at=${middle}&vs=${e(`${other.a},${other.b}`)}`,
  map: '/events?view=map',
  calendar: '/events?view=calendar',
  ledger: '/figures?view=contested',
  paste: '/paste',
  review: '/review',
  data: `/data?query=${e('SELECT type, count(*) AS n FROM events GROUP BY type')}`,
  none: '/events?type=NOTHING',
  missing: '/actors/nobody',
};

async function everyPage(name, options, only = Object.keys(PAGES)) {
  const page = await open(options);
  for (const [key, path] of Object.entries(PAGES)) {
    if (!only.includes(key)) continue;
    await settled(page, path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 1) wrong.push(`${name} ${key}: ${wide} px too wide`);
    await accessible(page, `${name} ${key}`);
    if (shots) await page.screenshot({ path: join(shots, `${key}-${name}.png`), fullPage: name !== 'phone' });
  }
  await page.context().close();
}

async function everyPages() {
  await everyPage('light', { colorScheme: 'light' });
  await everyPage('dark', { colorScheme: 'dark' }, ['overview', 'reader', 'events', 'map', 'calendar', 'statements', 'ledger', 'actor', 'compare', 'review', 'data']);
  await everyPage('phone', { viewport: { width: 390, height: 844 }, hasTouch: true });
}

const FLOWS = {
  async 'words and records show each other'() {
    const page = await open();
    await settled(page, PAGES.reader);
    const words = page.locator('.words > p .m-event').first();
    await words.click();
    const id = new URL(page.url()).searchParams.get('r');
    assert.ok(id, 'the chosen record is part of the address');
    const card = page.locator(`[data-card="${id}"]`);
    await card.locator('dl').waitFor();
    assert.match(await card.innerText(), /Why was this coded/);
    await page.keyboard.press('Escape');
    assert.equal(new URL(page.url()).searchParams.get('r'), null);
    await page.keyboard.press('j');
    await page.locator('.card.open').waitFor();
    assert.equal(await page.locator('.m-on-trigger, .m-on-evidence').count() > 0, true);
    await page.reload({ waitUntil: 'networkidle' });
    await page.locator('.card.open').waitFor();
  },
  async 'hovering over a card lights its words'() {
    const page = await open();
    await settled(page, PAGES.reader);
    await page.locator('.card-event').first().hover();
    await page.locator('.m-over-trigger').first().waitFor();
    await page.locator('.words > p .m-cue').first().hover();
    await page.locator('.card.lit').first().waitFor();
  },
  async 'the legend switches kinds off'() {
    const page = await open();
    await settled(page, PAGES.reader);
    assert.ok((await page.locator('.m-actor').count()) > 0);
    await page.getByRole('button', { name: 'Actors', exact: true }).click();
    await page.waitForFunction(() => document.querySelectorAll('.m-actor').length === 0);
    assert.ok((await page.locator('.m-event').count()) > 0);
    await page.getByRole('button', { name: /^Statements \d/ }).click();
    assert.match(page.url(), /list=statements/);
    assert.equal(await page.locator('.card:not(.card-statement)').count(), 0);
  },
  async 'spans fall on the right words in any script'() {
    const page = await open();
    await settled(page, PAGES.odd);
    const whole = await api(`/articles/${odd.id}`);
    const points = [...whole.document.text];
    const last = whole.document.boilerplate.at(-1)?.[1] ?? 0;
    const found = whole.events.filter((x) => x.trigger.span[0] > last);
    assert.ok(found.length > 0, 'nothing was coded in the odd article');
    for (const event of found) {
      const [from, to] = event.trigger.span;
      await page.goto(`${base}/articles/${odd.id}?r=${event.id}`);
      await page.locator('.m-on-trigger').first().waitFor();
      const marked = await page.locator('.m-on-trigger').allInnerTexts();
      assert.ok(marked.join('').includes(points.slice(from, to).join('').trim().slice(0, 4)), `${marked} is not ${event.trigger.text}`);
    }
    assert.notEqual(await page.title(), 'broken');
    assert.equal(await page.locator('main script, main img, main b b').count(), 0);
  },
  async 'facets narrow, and the address keeps it'() {
    const page = await open();
    await settled(page, PAGES.events);
    const count = page.locator('.result-head [role="status"]');
    const before = await count.innerText();
    await page.locator('.facet').first().click();
    await page.waitForFunction(() => location.search.includes('quad='));
    const pressed = page.locator('.facet[aria-pressed="true"]');
    await pressed.waitFor();
    const left = (await pressed.locator('.n').innerText()).trim();
    await page.waitForFunction((n) => document.querySelector('.result-head [role="status"]')?.textContent === `${n} events`, left);
    await page.goBack();
    await page.waitForFunction((n) => document.querySelector('.result-head [role="status"]')?.textContent === n, before);
  },
  async 'copies count once, until the address says otherwise'() {
    const page = await open();
    const asked = [];
    page.on('request', (r) => r.url().includes('/api/v1/events?') && asked.push(r.url()));
    await settled(page, PAGES.events);
    const once = page.getByLabel('Copies count once');
    assert.ok(await once.isChecked());
    assert.match(asked.at(-1), /collapse_duplicates=true/);
    await once.click();
    await page.waitForFunction(() => location.search.includes('collapse_duplicates=false'));
    await page.reload();
    await settled(page, page.url().slice(base.length));
    assert.ok(!(await once.isChecked()));
    assert.doesNotMatch(asked.at(-1), /collapse_duplicates=true/);
    await once.click();
    await page.waitForFunction(() => !location.search.includes('collapse_duplicates'));
  },
  async 'statements are searched by what was said'() {
    const page = await open();
    await settled(page, PAGES.statements);
    await page.getByLabel('Words that were said').fill('sanctions');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.search.includes('text=sanctions'));
    await page.locator('.statement-list li').first().waitFor();
    for (const quote of await page.locator('.statement-list blockquote').allInnerTexts()) assert.match(quote, /sanction/i);
  },
  async 'an article is coded live'() {
    const page = await open();
    await settled(page, PAGES.paste);
    await page.getByLabel(/^Text/).fill('Germany recalled its ambassador to Turkey on Monday. “We are patient,” President Ana Doric said.');
    await page.getByLabel('Published').fill('2024-03-15');
    await page.getByRole('button', { name: 'Read it' }).click();
    await page.locator('.words .m-event').first().waitFor({ timeout: 60_000 });
    assert.ok((await page.locator('.card').count()) > 1);
  },
  async 'a wrong record is rejected with the token, and only then'() {
    const without = await open();
    await settled(without, PAGES.review);
    assert.ok(await without.getByRole('button', { name: /Reject/ }).isDisabled());
    const page = await open();
    await page.goto(address);
    await page.waitForFunction(() => location.hash === '');
    await settled(page, PAGES.review);
    const [first] = await api('/review');
    await page.getByLabel(/Decisions are made by/).fill('Test');
    await page.getByRole('button', { name: /Reject/ }).click();
    await page.getByRole('button', { name: /Undo: rejected/ }).waitFor();
    assert.ok((await api('/review')).every((e) => e.id !== first.id));
    assert.equal((await api('/corrections')).at(-1).action, 'reject');
  },
  async 'mistakes in SQL are explained'() {
    const page = await open();
    await settled(page, '/data');
    await page.getByLabel('SQL').fill('DELETE FROM events');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('alert').waitFor();
    assert.match(await page.getByRole('alert').innerText(), /only/i);
  },
  async 'the map leads to the events of a country, the calendar to those of a day'() {
    const page = await open();
    await settled(page, PAGES.map);
    await page.locator('.world a').first().waitFor();
    await page.locator('.two.even td a').first().click();
    await page.waitForFunction(() => /country=[A-Z]{3}/.test(location.search) && !location.search.includes('view='));
    await page.locator('tbody tr').first().waitFor();
    await page.locator('.chosen a').click();
    await page.waitForFunction(() => !location.search.includes('country='));
    await settled(page, PAGES.calendar);
    await page.locator('.month a').first().click();
    await page.waitForFunction(() => /since=(\d{4}-\d\d-\d\d)&until=\1/.test(location.search));
    await page.locator('tbody tr').first().waitFor();
  },
  async 'a map is drawn though its outlines come between its first drawing and its effects'() {
    const page = await open();
    // Effects run late, and the outlines come when the map has just been drawn without them.
    await page.addInitScript(() => {
      const later = window.setTimeout;
      window.requestAnimationFrame = (f) => later(() => f(performance.now()), 600);
      window.setTimeout = (f, ms, ...more) => later(f, ms === 35 ? 600 : ms, ...more);
    });
    await page.route(/assets\/world-/, async (route) => {
      await page.locator('main .with-facets .loading').first().waitFor();
      await page.waitForFunction(() => document.querySelectorAll('main .with-facets h2').length > 6);
      await route.continue();
    });
    await settled(page, PAGES.map);
    await page.locator('.world a').first().waitFor();
  },
  async 'the network is drawn for the time that is chosen'() {
    const page = await open();
    await settled(page, '/');
    const strip = await page.locator('.brush-strip').boundingBox();
    await page.mouse.move(strip.x + 4, strip.y + 8);
    await page.mouse.down();
    await page.mouse.move(strip.x + strip.width / 3, strip.y + 8, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(() => /since=.*until=/.test(location.search));
    const until = new URL(page.url()).searchParams.get('until');
    await page.getByRole('slider', { name: 'Last period' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((u) => new URLSearchParams(location.search).get('until') > u, until);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.search.includes('until='));
  },
  async 'two pairs are compared, before and after a day'() {
    const page = await open();
    await settled(page, PAGES.compare);
    assert.equal(await page.locator('svg.chart').count(), 2);
    assert.ok((await page.locator('.mark').count()) >= 1);
    assert.match(await page.locator('table.compact').first().innerText(), /Before/);
  },
  async 'events are accepted, corrected and merged by keyboard, and it can be undone'() {
    const page = await open();
    await page.goto(address);
    await page.waitForFunction(() => location.hash === '');
    await settled(page, PAGES.review);
    await page.getByLabel(/Decisions are made by/).fill('Test');
    await page.locator('main').focus();
    const [first, second] = await api('/review');
    /** Waits until the queue begins with an event, in the store and on the page. */
    const becomes = async (event) => {
      await page.locator(`.actions a[href$="${event.id}"]`).waitFor();
      assert.equal((await api('/review'))[0].id, event.id);
    };
    const before = (await api('/corrections')).length;
    await page.keyboard.press('a');
    await becomes(second);
    await page.keyboard.press('u');
    await becomes(first);
    await page.keyboard.press('e');
    const type = page.getByLabel('Status');
    await type.selectOption((await type.inputValue()) === 'alleged' ? 'occurred' : 'alleged');
    await page.getByRole('button', { name: 'Save' }).click();
    await becomes(second);
    await page.locator('main').focus();
    await page.keyboard.press('m');
    await page.getByLabel('is the same as').fill('ar');
    await page.locator('.choices button').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.choices').waitFor({ state: 'detached' });
    const made = (await api('/corrections')).slice(before);
    assert.deepEqual(made.map((c) => c.action), ['edit', 'undo', 'edit']);
    assert.ok(made.every((c) => c.made_by === 'Test'));
  },
  async 'a running read is told, and what came in is shown on request'() {
    const page = await open();
    await settled(page, '/articles');
    await page.waitForTimeout(800);
    const before = await page.locator('.article-list li').count();
    const late = join(folder, 'late.txt');
    writeFileSync(late, 'Arvenia and Belmark will hold talks in Vienna on Friday, the Arvenian foreign ministry said.');
    execFileSync(program, ['read', '--db', db, '-q', '--published', '2024-03-20', late], { stdio: 'inherit' });
    await page.getByRole('status').filter({ hasText: /new article/ }).waitFor();
    await page.getByRole('button', { name: 'Show' }).click();
    await page.waitForFunction((n) => document.querySelectorAll('.article-list li').length > n, before);
  },
  async 'questions are kept in the browser'() {
    const page = await open();
    page.removeAllListeners('dialog');
    page.on('dialog', (d) => d.accept('Mine'));
    await settled(page, PAGES.data);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.reload();
    await page.getByRole('link', { name: 'Mine' }).waitFor();
    await page.getByRole('button', { name: 'Forget Mine' }).click();
    await page.getByRole('link', { name: 'Mine' }).waitFor({ state: 'detached' });
  },
  async 'the keyboard alone is enough'() {
    const page = await open();
    await settled(page, '/');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to content');
    await page.getByRole('link', { name: 'Events', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.pathname === '/events' && document.activeElement?.id === 'main');
  },
};

try {
  if (process.env.PART !== 'flows') await everyPages();
  for (const [name, flow] of process.env.PART === 'pages' ? [] : Object.entries(FLOWS)) {
    try {
      await flow();
      console.log(`ok ${name}`);
    } catch (error) {
      wrong.push(`${name}: ${error.message}`);
    }
  }
} finally {
  await browser.close();
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}
if (wrong.length > 0) {
  console.error([...new Set(wrong)].join('\n'));
  process.exit(1);
}
console.log(`${Object.keys(PAGES).length} pages, light, dark and on a phone, ${Object.keys(FLOWS).length} flows: all as they should be`);

// How soon the pages can be used: bytes over the wire, first paint, and when the page is drawn and the main thread is free,
// in Chromium, also on a processor four times as slow (a phone).
// Usage: node tests/measure.mjs ADDRESS   (of a running legation serve)

import { chromium } from 'playwright-core';

const base = process.argv[2]?.replace(/\/$/, '');
if (!base) throw new Error('give the address of a running legation serve');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const [article] = (await (await fetch(`${base}/api/v1/articles?limit=1`)).json()).data;
const PAGES = { overview: '/', reader: `/articles/${article.id}`, events: '/events', map: '/events?view=map', statements: '/statements', data: '/data' };

async function measure(path, slower) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  if (slower > 1) await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  let bytes = 0;
  devtools.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
  await page.addInitScript(() => {
    globalThis.busyUntil = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.busyUntil = Math.max(globalThis.busyUntil, e.startTime + e.duration)))).observe({ type: 'longtask', buffered: true });
    globalThis.drawnAt = 0;
    const look = () => {
      const ready = document.querySelector('main h1, main .words') && document.querySelectorAll('.loading').length === 0;
      if (ready) globalThis.drawnAt = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(base + path);
  await page.waitForFunction(() => globalThis.drawnAt > 0);
  await page.waitForTimeout(600);
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    usable: Math.max(globalThis.drawnAt, globalThis.busyUntil),
  }));
  await context.close();
  return { bytes, ...times };
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
console.log('| page | kB over the wire | first paint ms | usable ms | usable ms, processor ÷ 4 |\n|---|---|---|---|---|');
for (const [name, path] of Object.entries(PAGES)) {
  const fast = [];
  const slow = [];
  for (let i = 0; i < 3; i += 1) {
    fast.push(await measure(path, 1));
    slow.push(await measure(path, 4));
  }
  const of = (list, key) => Math.round(median(list.map((m) => m[key])));
  console.log(`| ${name} | ${Math.round(of(fast, 'bytes') / 1000)} | ${of(fast, 'paint')} | ${of(fast, 'usable')} | ${of(slow, 'usable')} |`);
}
await browser.close();

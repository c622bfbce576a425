// npm run bench:console -- [--rows 100000]
// Opens the console in Chromium on a gateway with so many payments: how long the first paint takes on loopback, and
// how long the longest task of the page is while it scrolls through a list that has loaded all of them.

import type { Page } from 'playwright-core';
import { en } from '../apps/console/src/i18n/en.ts';
import { describeCommand, wholeNumber } from '../scripts/command-line.mjs';
import { startApi } from '../test/support/api-process.ts';
import { findBrowser, startBrowser } from '../test/support/browser.ts';
import { openWindow } from '../test/support/console-browser.ts';
import { adminToken } from '../test/support/tokens.ts';
import { loadMore, readPaint, readRowCount, startTaskLog, takeTasks } from './console-page.mjs';
import { startBenchPostgres } from './database.ts';
import { fillAndReport } from './filling.ts';
import { median } from './report.ts';

const STARTS = 7;
const WHEELS = 600;
/** As a fast wheel turns, px. */
const WHEEL = 1_200;
const LOAD_MS = 600_000;

const { rows } = describeCommand(
  'bench:console',
  "How soon the console paints, and the longest task while a list of many rows scrolls: Chromium's own figures.",
)
  .option('--rows <n>', 'payments that the list loads', wholeNumber(1_000), 100_000)
  .parse()
  .opts<{ rows: number }>();

const executable = findBrowser();
if (executable === null) throw new Error('no Chromium on the PATH');
const postgres = await startBenchPostgres();
try {
  const databaseUrl = await postgres.newDatabase();
  await fillAndReport(databaseUrl, { orders: rows + 1_000, shops: 20 });
  await measure(databaseUrl, executable);
} finally {
  await postgres.stop();
}

async function measure(databaseUrl: string, browserPath: string): Promise<void> {
  // One person with the traffic of a hundred: what protects a gateway from such is off.
  const env = { CONSOLE: '1', MERCHANT_RATE: '0' };
  const api = await startApi({ databaseUrl, redisUrl: '' }, env);
  const browser = await startBrowser(browserPath);
  try {
    const { page, open } = await openWindow(browser, { url: api.url, token: await adminToken() });
    await reportPaint(page, open);
    await open('/payments');
    await reportScrolling(page);
  } finally {
    await browser.close();
    await api.stop();
  }
}

async function reportPaint(page: Page, open: (path: string) => Promise<void>): Promise<void> {
  const paints: number[] = [];
  for (let at = 0; at < STARTS; at += 1) {
    await open('/search');
    paints.push(await page.evaluate(readPaint));
  }
  const [first = 0, ...others] = paints;
  console.log(
    `first contentful paint, ms: ${first.toFixed(0)} with nothing in the browser's cache,`,
  );
  console.log(`  ${median(others).toFixed(0)} (median of ${others.length}) with its files there`);
}

async function reportScrolling(page: Page): Promise<void> {
  const startedAt = performance.now();
  const wanted = [rows, en.lists.loadMore] as const;
  await page.waitForFunction(loadMore, wanted, { timeout: LOAD_MS, polling: 'raf' });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(`${await page.evaluate(readRowCount)} rows loaded in ${seconds} s`);
  await page.evaluate(startTaskLog);
  const box = await page.getByRole('table').or(page.getByRole('grid')).first().boundingBox();
  await page.mouse.move((box?.x ?? 0) + 200, (box?.y ?? 0) + 200);
  for (const direction of [-1, 1]) {
    for (let at = 0; at < WHEELS; at += 1) await page.mouse.wheel(0, direction * WHEEL);
  }
  const { frames, longTasks } = await page.evaluate(takeTasks);
  const longest = Math.max(0, ...longTasks);
  console.log(`tasks over 50 ms in ${2 * WHEELS} turns of the wheel: ${longTasks.length}`);
  console.log(`  the longest: ${longest === 0 ? 'none' : `${longest.toFixed(0)} ms`}`);
  console.log(`  frames: ${frames.count}, p99 ${frames.p99.toFixed(0)} ms apart`);
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { CANARY, PLANTED } from './hostile-texts.ts';
import {
  hasArrived,
  readEffects,
  readOverflow,
  readTexts,
  reportViolations,
  runAxe,
} from './in-page.mjs';

/** How the console is to appear. */
export interface Appearance {
  readonly language: 'en' | 'zh';
  readonly scheme: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A browser's window of its own, with cookies of its own, that remembers every complaint. */
export interface ConsoleWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly appearance: Appearance;
  /** Opens a path below `/console` and waits until the page has what it asked for. */
  open(path: string): Promise<void>;
  /** Every complaint since this was asked last; see {@link watch}. */
  troubles(): string[];
  /** The bodies of the API's answers since this was asked last. */
  answers(): Promise<string>;
  close(): Promise<void>;
}

/** Who is logged in: a token, or nobody. */
export type Visitor = { readonly url: string; readonly token: string | null };

const LOCALES = { en: 'en-US', zh: 'zh-CN' } as const;
/** How long anything on a page may take, on two busy cores. */
const PATIENCE_MS = 20_000;
const DESK = { width: 1_440, height: 900 };
const require = createRequire(import.meta.url);
let axeSource: string | null = null;

/**
 * Opens a window of this appearance, with a session of this token.
 *
 * @throws {Error} when the token is refused
 */
export async function openWindow(
  browser: Browser,
  { url, token }: Visitor,
  appearance: Appearance = { language: 'en', scheme: 'light' },
): Promise<ConsoleWindow> {
  const context = await browser.newContext({
    locale: LOCALES[appearance.language],
    colorScheme: appearance.scheme,
    viewport: appearance.viewport ?? DESK,
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url });
  await context.addInitScript(reportViolations);
  if (token !== null) await logIn(context, url, token);
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const watched = watch(page, url);
  return {
    context,
    page,
    appearance,
    ...watched,
    open: async (path) => {
      await page.goto(`${url}/console${path}`);
      await arrive(page);
    },
    close: async () => await context.close(),
  };
}

/** Opens a session as the log-in page does; the cookie stays in the context. */
async function logIn(context: BrowserContext, url: string, token: string): Promise<void> {
  const answer = await context.request.post(`${url}/console/login`, {
    data: { token },
    headers: { 'x-payserver-console': '1', 'sec-fetch-site': 'same-origin', origin: url },
  });
  if (answer.status() === 201) return;
  throw new Error(`log-in: ${answer.status()} ${await answer.text()}`);
}

/** Waits until the page shows what it asked for: a heading, and nothing that is still loading. */
export async function arrive(page: Page): Promise<void> {
  await page.waitForFunction(hasArrived);
}

/**
 * Remembers the errors and warnings of the page's console, its errors, requests that failed and those to another host.
 * A stream that the page closes itself, and answers that a page asked for before it left, are no failures.
 */
function watch(page: Page, url: string): Pick<ConsoleWindow, 'troubles' | 'answers'> {
  let troubles: string[] = [];
  let answers: Promise<string>[] = [];
  page.on('console', (line) => {
    if (['error', 'warning'].includes(line.type())) troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') troubles.push(`failed: ${request.url()} ${why}`);
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(`${url}/`) && !/^(?:data|blob):/.test(to)) troubles.push(`elsewhere: ${to}`);
  });
  page.on('response', (response) => {
    const isApi = response.url().includes('/api/') || response.url().endsWith('/options');
    if (isApi && /json/.test(response.headers()['content-type'] ?? ''))
      answers.push(response.text().catch(() => ''));
  });
  return {
    troubles: () => {
      const all = troubles;
      troubles = [];
      return all;
    },
    answers: async () => {
      const all = answers;
      answers = [];
      return (await Promise.all(all)).join('\n');
    },
  };
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** Rules of axe-core that the page breaks, of WCAG 2.2 AA and those before it, with the elements that break them. */
export async function axeProblems(page: Page): Promise<string[]> {
  axeSource ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  // A script element would need the policy's leave; what the debugger evaluates does not.
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(axeSource);
  return await page.evaluate(runAxe, WCAG);
}

/** Every text that the page shows or says, of text nodes and attributes. */
export async function visibleTexts(page: Page): Promise<string[]> {
  return await page.evaluate(readTexts);
}

/** By how much the page is wider than its window, px. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate(readOverflow);
}

/** Whether something of a hostile text ran, or became an element. */
export async function hostileEffects(page: Page): Promise<string[]> {
  return await page.evaluate(readEffects, [CANARY, PLANTED] as const);
}

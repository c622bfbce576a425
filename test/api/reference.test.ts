import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { findBrowser, startBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { operationsOf } from '../support/openapi.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { merchantToken } from '../support/tokens.ts';

const PREFIX = '/payServer';
const executable = findBrowser();
/** A browser on two busy cores takes its time. */
const PATIENCE_MS = 120_000;

test('there is a browser to look at /docs with', ({ skip }) => {
  if (executable === null && process.env['CI'] === undefined) {
    skip('no Chromium on the PATH: nobody looks at /docs in this run');
  }
  expect(executable).not.toBeNull();
});

test('the description is served as JSON, below /docs with the URLs of its origin, and in no other form', async () => {
  const { url } = sharedGateway();
  const stranger = createClient(url, null);
  const read = async (path: string) => (await stranger.get(path)).body;
  const [plain, own, again] = [
    await read('/openapi.json'),
    await read('/docs/json'),
    await read('/docs/json'),
  ];
  expect(plain.servers).toMatchObject([{ url: `${url}/api/v1.0.0` }]);
  expect(own.servers).toMatchObject([{ url: '/api/v1.0.0' }]);
  expect({ ...own, servers: null, paths: null }).toEqual({ ...plain, servers: null, paths: null });
  expect(again).toEqual(own);
  expect(await read('/docs/yaml')).toMatchObject({ code: 9003 });
});

describe.skipIf(executable === null)('/docs', { timeout: PATIENCE_MS }, () => {
  let api: ApiProcess;
  let browser: Browser;
  beforeAll(async () => {
    // Another name than the browser uses: calls of the page must not leave the origin it came from.
    const extra = { ROUTE_PREFIX: PREFIX, PUBLIC_URL: 'https://pay.example' };
    api = await startApi(sharedGateway(), extra);
    browser = await startBrowser(executable ?? '');
  });
  afterAll(async () => {
    await browser.close();
    await api.stop();
  });

  /** Opens the reference; `troubles` is what it asked of other hosts, and every complaint of the browser. */
  async function open(path: string): Promise<{ page: Page; troubles: string[] }> {
    const page = await browser.newPage();
    onTestFinished(async () => await page.close());
    const troubles: string[] = [];
    page.on('console', (line) => {
      if (['error', 'warning'].includes(line.type())) troubles.push(line.text());
    });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
    await page.route('**/*', async (route) => {
      const url = route.request().url();
      if (url.startsWith(`${api.url}/`)) return await route.continue();
      troubles.push(`elsewhere: ${url}`);
      return await route.abort();
    });
    await page.goto(api.url + path);
    await page.locator('.opblock').first().waitFor({ timeout: PATIENCE_MS });
    return { page, troubles };
  }

  test.each(['/docs/', `${PREFIX}/docs`])(
    '%s shows every operation, asks no other host for anything, and the browser has no complaint',
    async (path) => {
      const { page, troubles } = await open(path);
      const described = await fetch(`${api.url}${PREFIX}/openapi.json`);
      const operations = operationsOf(
        (await described.json()) as { paths: object; webhooks: object },
      );
      const shown = await page.locator('.opblock-summary-description').allTextContents();
      const summaries: string[] = operations.map(({ operation }) => operation.summary);
      expect(shown.toSorted()).toEqual(summaries.toSorted());
      expect(troubles).toEqual([]);
    },
  );

  test('a call can be tried with a token, and its answer is shown', async () => {
    const { page, troubles } = await open(`${PREFIX}/docs`);
    await page.locator('button.authorize').first().click();
    await page.locator('.auth-container input').fill(await merchantToken(newMerchant()));
    await page.locator('.auth-btn-wrapper button[type=submit]').click();
    await page.locator('button.close-modal').click();
    const operation = page.locator('#operations-Pay_modes-listAllPayModes');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    expect(await answer.locator('.response-col_status').last().textContent()).toContain('200');
    expect(await answer.textContent()).toContain('hasCreated');
    expect(troubles).toEqual([]);
  });
});

test('GET / tells a browser and a program what this is, and where the API is described', async () => {
  const gateway = sharedGateway();
  const ask = async (accept?: string) =>
    await fetch(`${gateway.url}/`, accept === undefined ? {} : { headers: { accept } });
  const page = await ask('text/html,application/xhtml+xml,*/*;q=0.8');
  expect([page.status, page.headers.get('content-type')]).toEqual([
    200,
    'text/html; charset=utf-8',
  ]);
  expect(page.headers.get('vary')).toContain('accept');
  const link = /href="([^"]+docs)"/.exec(await page.text())?.[1] ?? '';
  expect((await fetch(new URL(link, page.url))).status).toBe(200);
  for (const accept of [undefined, '*/*', 'application/json']) {
    const answer = await ask(accept);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        name: 'PayServer',
        description: expect.stringContaining('payment gateway'),
        docs: { href: `${gateway.url}/docs` },
        openapi: { href: `${gateway.url}/openapi.json` },
        api: { href: `${gateway.url}/api/v1.0.0` },
        health: { href: `${gateway.url}/health/ready` },
      },
    ]);
  }
});

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { findBrowser, startBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { operationsOf } from '../support/openapi.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const PREFIX = '/payServer';
const executable = findBrowser();
/** A browser on two busy cores takes its time. */
const PATIENCE_MS = 120_000;

test('there is a browser to open /docs with', ({ skip }) => {
  if (executable === null && process.env['CI'] === undefined) {
    skip('no Chromium on the PATH: /docs is not opened in this run');
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

/** What must be asked for, or done, before there is anything to name. */
const NEEDS_AN_ORDER =
  /closePay|^(?:\/search$|\/(?:selections|views|payOrders|refundOrders|tradeRecords|exceptions|auditRecords|sessions|notifyDeliveries|notifyReplays)\/|\/notifyEndpoints|\/refund$)/;

interface Described {
  /** nothing where nobody need prove who he is */
  readonly security?: readonly object[];
  readonly parameters?: ReadonlyArray<{ readonly name?: string; readonly example?: string }>;
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: Record<string, { value: object }> }>;
  };
}

/** The requests that the page offers for an operation, as they stand there. */
function offeredOf(path: string, { parameters = [], requestBody }: Described) {
  const filled = parameters.reduce(
    (text, { name, example }) => text.replace(`{${name}}`, example ?? `{${name}}`),
    path,
  );
  const examples = Object.values(requestBody?.content['application/json']?.examples ?? {});
  const bodies = examples.length === 0 ? [null] : examples.map(({ value }) => value);
  return bodies.map((body) => ({ path: filled, body }));
}

test('every example that needs no order works for the demo shop as it is, as often as it is sent', async () => {
  const { url } = sharedGateway();
  const shop = createClient(url, await merchantToken('demo-shop'));
  const operator = createClient(url, await adminToken());
  const { paths } = (await shop.get('/openapi.json')).body as {
    paths: Record<string, Record<string, Described>>;
  };
  const offered = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { security = [] }]) => security.length > 0 && !NEEDS_AN_ORDER.test(path))
      .flatMap(([, operation]) => offeredOf(path, operation)),
  );
  expect(offered.length).toBeGreaterThan(25);
  const isOperators =
    /^\/(registerPayModeTemplate|exceptions|auditRecords|exports\/auditRecords|selections)/;
  const answers = [...offered, ...offered].map(({ path, body }) => async () => {
    const client = isOperators.test(path) ? operator : shop;
    const { status } = await (body === null ? client.get(path) : client.post(path, body));
    return `${body === null ? 'GET' : 'POST'} ${path}: ${status}`;
  });
  const said: string[] = [];
  for (const ask of answers) said.push(await ask());
  // The last example of a mode closes it: what is tried afterwards must find it open.
  await shop.post('/payModes/demoModeWechat00000001', { isOpened: 1 });
  expect(said.filter((line) => !/: 20[01]$/.test(line))).toEqual([]);
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

  /** What the page shows of the answer when the call is sent as it stands there. */
  async function execute(page: Page, id: string): Promise<{ status: string; text: string }> {
    const operation = page.locator(`#operations-${id}`);
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('button.execute').click();
    const answer = operation.locator('.live-responses-table');
    await answer.waitFor();
    const status = await answer.locator('.response-col_status').last().textContent();
    return { status: status ?? '', text: (await answer.textContent()) ?? '' };
  }

  test('with a token of the demo shop, Execute pays and lists without a change of anything', async () => {
    const { page, troubles } = await open(`${PREFIX}/docs`);
    await page.locator('button.authorize').first().click();
    await page.locator('.auth-container input').fill(await merchantToken('demo-shop'));
    await page.locator('.auth-btn-wrapper button[type=submit]').click();
    await page.locator('button.close-modal').click();
    for (const [id, said] of [
      ['Pay-pay', '"payed"'],
      ['Pay_modes-listAllPayModes', 'hasCreated'],
      ['Pay_modes-getPayMode', 'demoModeWechat00000001'],
    ] as const) {
      const { status, text } = await execute(page, id);
      expect([id, status.trim()]).toEqual([id, '200']);
      expect(text).toContain(said);
    }
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

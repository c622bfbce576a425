import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { arrive, axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleTill, openConsoleTill } from '../support/console-till.ts';
import { type PlannedConnector, startPlannedConnector } from '../support/planned-connector.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { payBody, TEMPLATES } from '../support/shop.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const { lists } = en;
/** More than a first page has. */
const ORDERS = 130;
const FORMULA = '=1+1';

describe.skipIf(EXECUTABLE === null)('lists', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let till: ConsoleTill;
  let connector: PlannedConnector;
  let window: ConsoleWindow;
  beforeAll(async () => {
    world = await openWorld();
    connector = await startPlannedConnector();
    const merchantUUID = newMerchant();
    till = await openConsoleTill(world.gateway, connector, { merchantUUID, operator: 'anna' });
    const cash = await till.openTemplate(TEMPLATES.cash);
    for (const part of [0, 1]) {
      const batchPayData = Array.from({ length: ORDERS / 2 }, (_, at) => ({
        ...payBody(merchantUUID, {
          ...{ payModeUUID: cash, clientPayNo: `list-${part * (ORDERS / 2) + at}` },
          amount: 1_234_567,
        }),
        payer: FORMULA,
      }));
      await till.client.post('/batchPay', { batchPayData });
    }
    const mode = await till.openMode({ name: '微信支付' });
    const plan = () => ({ ret: 'failed', thirdErrorReason: '余额不足' });
    await till.pay({ mode, no: 'list-failed', amount: 500, payer: '张伟', plan });
  }, PATIENCE_MS);
  afterAll(async () => {
    await connector.close();
    await world.stop();
  });
  beforeEach(async () => {
    window = await world.enter(await tokenOf('view'));
    onTestFinished(async () => await window.close());
  });

  const rows = () => window.page.getByRole('table').getByRole('link');

  test('the next page comes below the first, each row once', async () => {
    const { page, open, troubles } = window;
    await open('/payments');
    const first = await rows().count();
    expect(first).toBeLessThan(ORDERS);
    await page.getByRole('button', { name: lists.loadMore }).click();
    await page.getByText(lists.all(String(ORDERS + 1))).waitFor();
    const all = await rows().allInnerTexts();
    expect(new Set(all).size).toBe(ORDERS + 1);
    expect(troubles()).toEqual([]);
  });

  test('a filter is the URL: it is there after a reload, for whoever is sent it, and until it is removed', async () => {
    const { page, open, troubles } = window;
    await open('/payments?status=payFailed');
    await page.getByText('list-failed').waitFor();
    expect(await rows().count()).toBe(1);
    await page.reload();
    await arrive(page);
    expect([await rows().count(), page.url()]).toEqual([1, expect.stringContaining('payFailed')]);
    await page.getByRole('button', { name: lists.removeFilter(lists.fields.status) }).click();
    await page.getByText('list-0').or(page.getByText('list-129')).first().waitFor();
    expect(page.url()).not.toContain('payFailed');
    await page.goBack();
    await page.getByText('list-failed').waitFor();
    expect(troubles()).toEqual([]);
  });

  test('a view is saved, opened and deleted, by whoever saved it alone', async () => {
    const { page, open, troubles } = window;
    await open('/payments?status=payFailed');
    await page.getByRole('button', { name: lists.views }).click();
    await page.getByLabel(lists.saveView).fill('失败的支付');
    await page.getByRole('button', { name: en.common.save, exact: true }).click();
    await page.getByRole('link', { name: '失败的支付' }).waitFor();
    await open('/payments');
    await page.getByRole('button', { name: lists.views }).click();
    await page.getByRole('link', { name: '失败的支付' }).click();
    await page.getByText('list-failed').waitFor();
    expect(page.url()).toContain('status=payFailed');
    const other = await world.enter(await tokenOf('support'));
    onTestFinished(async () => await other.close());
    await other.open('/payments');
    await other.page.getByRole('button', { name: lists.views }).click();
    await other.page.getByText(lists.noViews).waitFor();
    await page.getByRole('button', { name: lists.views }).click();
    await page.getByRole('button', { name: lists.deleteView('失败的支付') }).click();
    await page.getByText(lists.noViews).waitFor();
    expect(troubles()).toEqual([]);
  });

  test('the CSV has every row of the filter, in yuan, with numbers as text and no formula', async () => {
    const { page, open } = window;
    await open('/payments?status=payed&cols=clientPayNo');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: lists.csv, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/payOrders.*\d{4}-?\d\d-?\d\d.*\.csv$/i);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const [heading = '', ...lines] = text.slice(1).trimEnd().split('\r\n');
    expect(heading).not.toMatch(/\p{Script=Han}/u);
    expect(lines).toHaveLength(ORDERS);
    for (const line of lines) {
      expect(line).toContain('12345.67');
      expect(line).toContain(`'${FORMULA}`);
    }
  });

  test('a CSV that the gateway refuses says why, and there is no file; once it is given, the words are gone', async () => {
    const { page, open, troubles } = window;
    await open('/payments');
    const message = 'more than 1000000 rows match: narrow the export';
    const refusal = { name: 'x', statusCode: 413, code: 9413, message, requestId: 'req-1' };
    await page.route(
      '**/exports/**',
      async (route) => await route.fulfill({ status: 413, json: refusal }),
    );
    const csv = page.getByRole('button', { name: lists.csv, exact: true });
    await csv.click();
    const alert = page.getByRole('alert').filter({ hasText: message });
    await alert.waitFor();
    expect(await axeProblems(page)).toEqual([]);
    await page.unroute('**/exports/**');
    await Promise.all([page.waitForEvent('download'), csv.click()]);
    expect(await alert.count()).toBe(0);
    expect(troubles().filter((line) => !line.includes('status of 413'))).toEqual([]);
  });
});

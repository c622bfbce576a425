import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { arrive, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleTill, type Numbers, openConsoleTill } from '../support/console-till.ts';
import { startPlannedConnector } from '../support/planned-connector.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const BARCODE = '134853566181206476';
const THIRD_PAY = '4200001928202611280317452918';
const THIRD_REFUND = '50300019282026112803174529';

describe.skipIf(EXECUTABLE === null)('finding', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let till: ConsoleTill;
  let window: ConsoleWindow;
  let payment: Numbers;
  let refund: Numbers;
  beforeAll(async () => {
    world = await openWorld();
    const connector = await startPlannedConnector();
    till = await openConsoleTill(world.gateway, connector, {
      ...{ merchantUUID: newMerchant(), operator: 'anna' },
    });
    const searchKeys = ['orderNo', 'payBarCode'];
    const mode = await till.openMode({ name: '微信支付', searchKeys });
    payment = await till.pay({
      ...{ mode, no: 'SHOP-20261128-0001', amount: 12_850, payer: '张伟' },
      ...{ payParams: { payBarCode: BARCODE }, clientExtraParams: { orderNo: 'POS-88231' } },
      plan: () => ({ ret: 'success', thirdOrderNo: THIRD_PAY }),
    });
    refund = await till.refund({
      ...{ of: payment, no: 'BACK-20261128-0001', amount: 850 },
      plan: () => ({ ret: 'success', thirdOrderNo: THIRD_REFUND }),
    });
    await till.pay({ mode, no: 'SHOP-20261128-0002', amount: 7_777, payer: '李秀英' });
    window = await world.enter(await tokenOf('view'));
  }, PATIENCE_MS);
  afterAll(async () => {
    await till.connector.close();
    await world.stop();
  });

  const box = () => window.page.getByRole('searchbox', { name: en.search.label });
  const numbers = () => window.page.getByLabel(en.payment.numbers);

  async function search(typed: string): Promise<void> {
    await box().fill(typed);
    await box().press('Enter');
    await arrive(window.page);
  }

  test.each<[string, () => string]>([
    ['gateway number', () => payment.tractionNo],
    ["shop's number", () => payment.clientNo],
    ['uuid', () => payment.uuid],
    ["provider's number", () => THIRD_PAY],
    ["shop's order number", () => 'POS-88231'],
    ['barcode', () => BARCODE],
    ["refund's gateway number", () => refund.tractionNo],
    ["shop's refund number", () => refund.clientNo],
    ["refund's uuid", () => refund.uuid],
    ["provider's refund number", () => THIRD_REFUND],
  ])('by its %s, from any page: the payment opens', async (_name, number) => {
    await window.open('/payments');
    await search(number());
    await numbers().getByText(payment.tractionNo, { exact: true }).waitFor();
    await numbers().getByText(payment.clientNo, { exact: true }).waitFor();
    expect(window.page.url()).toContain(`/payments/${payment.uuid}`);
    expect(window.troubles()).toEqual([]);
  });

  test('pasted with spaces around it, as from a spreadsheet, and typed by a scanner that ends with Enter', async () => {
    await window.open('/');
    await box().fill(`  \t${payment.tractionNo} `);
    await box().press('Enter');
    await numbers().waitFor();
    await window.open('/exceptions');
    // A scanner is a keyboard: `/` leads to the box, then it types.
    await window.page.keyboard.press('/');
    await window.page.keyboard.type(`${BARCODE}\n`);
    await numbers().getByText(THIRD_PAY, { exact: true }).waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('by the start of a number: both are listed, each says by what, and leads to its page', async () => {
    await window.open('/');
    await search('SHOP-20261128');
    const found = window.page.getByRole('main').getByRole('listitem');
    expect(await found.count()).toBe(2);
    const by = en.search.foundBy(en.search.matchedBy.clientPayNo);
    expect(await found.getByText(by).count()).toBe(2);
    await found.getByRole('link', { name: payment.tractionNo }).click();
    await numbers().getByText(payment.clientNo, { exact: true }).waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('by amount and time', async () => {
    await window.open('/');
    await window.page.getByLabel(en.search.amount).fill('77.77');
    await window.page
      .getByRole('main')
      .getByRole('button', { name: en.search.submit, exact: true })
      .last()
      .click();
    await window.page.getByText('SHOP-20261128-0002').waitFor();
    expect(await window.page.getByText('SHOP-20261128-0001').count()).toBe(0);
    expect(window.troubles()).toEqual([]);
  });

  test('what nothing has says so, and what it was looked up as', async () => {
    await window.open('/');
    await search('99999999999999999999');
    await window.page.getByText(en.search.none('99999999999999999999')).waitFor();
    await window.page.getByText(en.search.noneTip).waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('with the keyboard alone: from a list to a payment, its number copied, back, and on', async () => {
    const { page } = window;
    await window.open('/');
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { level: 1, name: en.nav.payments }).waitFor();
    await arrive(page);
    const rows = page.getByRole('table').getByRole('link');
    await rows.first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('c');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(payment.tractionNo);
    await page.keyboard.press('Enter');
    await numbers().getByText(payment.tractionNo, { exact: true }).waitFor();
    // Alt-Left is the browser's own, which without a window has no keys.
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: en.nav.payments }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText(en.keys.goTo(en.nav.refunds)).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.getByRole('heading', { level: 1, name: en.nav.refunds }).waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('while a person types, letters are letters', async () => {
    await window.open('/payments');
    await box().fill('');
    await box().pressSequentially('gr?jkc/');
    expect(await box().inputValue()).toBe('gr?jkc/');
    expect(window.page.url()).toMatch(/\/payments$/);
  });
});

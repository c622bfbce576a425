import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleTill, type Numbers, openConsoleTill } from '../support/console-till.ts';
import { makeFar } from '../support/far-order.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { type Plan, startPlannedConnector } from '../support/planned-connector.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const { acts, dialog } = en.payment;
const running: Plan = () => ({ ret: 'running' });
const late: Plan = ({ path }) =>
  path === 'refund' ? { ret: 'success' } : { ret: 'failed', thirdErrorReason: 'no money' };

describe.skipIf(EXECUTABLE === null)('explaining and mending', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let till: ConsoleTill;
  let mode: string;
  let window: ConsoleWindow;
  let made = 0;
  const restarts: RunningApp[] = [];
  beforeAll(async () => {
    world = await openWorld();
    const connector = await startPlannedConnector();
    const merchantUUID = newMerchant();
    till = await openConsoleTill(world.gateway, connector, { merchantUUID, operator: 'anna' });
    mode = await till.openMode({ name: '微信支付', lateSuccessPolicy: 'review' });
  }, PATIENCE_MS);
  afterAll(async () => {
    await expectRecordsHold(world.gateway);
    for (const app of restarts) await app.stop();
    await till.connector.close();
    await world.stop();
  });
  beforeEach(async () => {
    window = await world.enter(await tokenOf('operate'));
    onTestFinished(async () => await window.close());
  });

  async function pay(plan: Plan, staysOpen = false): Promise<Numbers> {
    made += 1;
    return await till.pay({
      ...{ mode, no: `mend-${made}`, amount: 12_850, payer: '张伟' },
      ...{ plan, staysOpen },
    });
  }

  const act = (name: string) => window.page.getByRole('button', { name, exact: true });
  const form = () => window.page.getByRole('dialog');
  const submit = (name: string) => form().getByRole('button', { name, exact: true });
  const status = (word: string): Locator =>
    window.page.getByRole('main').getByText(word, { exact: true }).first();
  const orderOf = async ({ uuid }: Numbers) => (await till.client.get(`/payOrders/${uuid}`)).body;

  test('an open payment tells what comes next, and shows its notice by itself when it arrives', async () => {
    const payment = await pay(running, true);
    await window.open(`/payments/${payment.uuid}`);
    const next = window.page.getByRole('list', { name: en.payment.next.title });
    await next.getByText(en.payment.next.attempt, { exact: true }).waitFor();
    await next.getByText(en.payment.next.review, { exact: true }).waitFor();
    await window.page.getByText(en.payment.live.live, { exact: true }).waitFor();
    await window.page.evaluate('window.isSamePage = true');
    await till.notify(payment, { ret: 'success', thirdOrderNo: 'T-LIVE-1' });
    await status(en.payStatus.payed).waitFor();
    await window.page.getByLabel(en.payment.numbers).getByText('T-LIVE-1').waitFor();
    await window.page.getByText(en.actor.notice, { exact: true }).first().waitFor();
    expect(await next.count()).toBe(0);
    expect(await window.page.evaluate('window.isSamePage')).toBe(true);
    expect(window.troubles()).toEqual([]);
  });

  test('the API is killed while a page is open: it says that it is not live, then it is again, with what came meanwhile', async () => {
    const payment = await pay(running, true);
    await window.open(`/payments/${payment.uuid}`);
    const { page } = window;
    const { live } = en.payment;
    await page.getByText(live.live, { exact: true }).waitFor();
    await page.evaluate('window.isSamePage = true');
    const { api, env } = world.gateway;
    api.signal('SIGKILL');
    await api.exited;
    await page.getByText(live.lost, { exact: true }).waitFor();
    restarts.push(await spawnApp('api', env));
    await till.notify(payment, { ret: 'success', thirdOrderNo: 'T-BACK-1' });
    await status(en.payStatus.payed).waitFor();
    await page.getByText(live.live, { exact: true }).waitFor();
    expect(await page.evaluate('window.isSamePage')).toBe(true);
  });

  test('asked now, its connector is asked, and what it says is shown', async () => {
    let said = 'running';
    const payment = await pay(() => ({ ret: said }), true);
    await makeFar(world.gateway, 'PayOrder', payment.uuid);
    await window.open(`/payments/${payment.uuid}`);
    said = 'success';
    await act(acts.ask).click();
    await status(en.payStatus.payed).waitFor();
    await window.page.getByText(en.event.askNow).first().waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('called off: the dialog says what is recorded, then the answer; the payment is cancelled', async () => {
    const payment = await pay(
      ({ path }) => ({ ret: path === 'cancel' ? 'success' : 'running' }),
      true,
    );
    await window.open(`/payments/${payment.uuid}`);
    await act(acts.close).click();
    await form().getByText('POST /closePay').waitFor();
    expect(await axeProblems(window.page)).toEqual([]);
    await submit(dialog.close.submit).click();
    await form().getByText(dialog.done).waitFor();
    await submit(en.common.close).last().click();
    await status(en.payStatus.payFailed).waitFor();
    expect((await orderOf(payment)).status).toBe('payFailed');
    expect(window.troubles()).toEqual([]);
  });

  test('settled by hand: only with an outcome, a reason and the end of its number', async () => {
    const payment = await pay(running, true);
    await window.open(`/payments/${payment.uuid}`);
    await act(acts.settle).click();
    await submit(dialog.settle.submit).click();
    for (const missing of [
      dialog.settle.outcomeMissing,
      dialog.reasonMissing,
      dialog.settle.tailWrong,
    ])
      await form().getByText(missing).waitFor();
    expect(await axeProblems(window.page)).toEqual([]);
    await form().getByRole('radio', { name: dialog.settle.succeededPay }).check();
    await form().getByLabel(dialog.reason).fill('对账单第 3 页第 17 行');
    await form().getByLabel(dialog.settle.evidence).fill('T-BOOK-17');
    const tail = form().getByLabel(/^Last \d+ characters of the gateway number/);
    await tail.fill('xxxx');
    await submit(dialog.settle.submit).click();
    await form().getByText(dialog.settle.tailWrong).waitFor();
    expect((await orderOf(payment)).status).toBe('paying');
    await tail.fill(payment.tractionNo.slice(-4));
    await submit(dialog.settle.submit).click();
    await form().getByText(dialog.settle.done(en.payStatus.payed)).waitFor();
    await submit(en.common.close).last().click();
    await status(en.payStatus.payed).waitFor();
    const order = await orderOf(payment);
    expect(order).toMatchObject({ status: 'payed', thirdPayNo: 'T-BOOK-17' });
    const { items } = (await till.operator.get(`/auditRecords?target=${payment.uuid}`)).body;
    expect(items[0]).toMatchObject({
      actor: 'operate-of-tests',
      result: 'done',
      detail: { outcome: 'succeeded', reason: '对账单第 3 页第 17 行', via: 'console' },
    });
    expect(window.troubles()).toEqual([]);
  });

  test('refunded: no more than is left, nothing shown before it is answered, and what is left then', async () => {
    const payment = await pay(() => ({ ret: 'success' }));
    await window.open(`/payments/${payment.uuid}`);
    await act(acts.refund).click();
    const amount = form().getByLabel(dialog.refund.amount);
    await amount.fill('128.51');
    await form().getByText(dialog.refund.wrong.tooMuch).waitFor();
    await amount.fill('28.505');
    await form().getByText(dialog.refund.wrong.notMoney).waitFor();
    await amount.fill('28.50');
    await form().getByLabel(dialog.reason).fill('少上一道菜');
    const held = await holdAnswers(window, '/refund');
    await form().locator('button[type=submit]').click();
    await form().getByText(dialog.sending).waitFor();
    expect(await form().getByText(dialog.done).count()).toBe(0);
    await held.release();
    await form().getByText(dialog.done).waitFor();
    await submit(en.common.close).last().click();
    await status(en.payStatus.partRefunded).waitFor();
    await window.page.getByRole('main').getByText('100.00').first().waitFor();
    expect(await orderOf(payment)).toMatchObject({ status: 'partRefunded', refundAmount: 2_850 });
    await act(acts.refund).click();
    await amount.fill('100.01');
    await form().getByText(dialog.refund.wrong.tooMuch).waitFor();
    expect(window.troubles()).toEqual([]);
  });

  test('a refund whose answer is lost is sent again as the same one: it goes back once', async () => {
    const payment = await pay(() => ({ ret: 'success' }));
    await window.open(`/payments/${payment.uuid}`);
    await act(acts.refund).click();
    await form().getByLabel(dialog.refund.amount).fill('10');
    await form().getByLabel(dialog.reason).fill('重复扫码');
    const lost = await loseAnswers(window, '/refund');
    await form().locator('button[type=submit]').click();
    await form().getByText(dialog.unknownTitle).waitFor();
    await lost.end();
    await submit(dialog.sendAgain).click();
    await form().getByText(dialog.done).waitFor();
    expect((await orderOf(payment)).refundAmount).toBe(1_000);
    const { items } = (await till.client.get(`/payOrders/${payment.uuid}/refundOrders`)).body;
    expect(items).toHaveLength(1);
    // Who asked for it stands in the payment's history.
    await submit(en.common.close).last().click();
    await window.page.getByText('operate-of-tests').first().waitFor();
  });

  test('an exception is resolved with a reason, and late money sent back', async () => {
    const [first, second] = [await pay(late), await pay(late)];
    for (const one of [first, second]) await till.notify(one, { ret: 'success' });
    await window.open(`/payments/${first.uuid}`);
    await act(acts.resolveOf(first.tractionNo)).click();
    await submit(dialog.resolve.submit).click();
    await form().getByText(dialog.reasonMissing).waitFor();
    await form().getByLabel(dialog.reason).fill('现金退还');
    await submit(dialog.resolve.submit).click();
    await form().getByText(dialog.resolve.done).waitFor();
    await submit(en.common.close).last().click();
    await status(en.exceptionStatus.resolved).waitFor();
    await window.open(`/payments/${second.uuid}`);
    await act(acts.reverseOf(second.tractionNo)).click();
    await form().getByLabel(dialog.reason).fill('顾客没有拿货');
    await submit(dialog.reverse.submit).click();
    await form().getByText(dialog.reverse.done).waitFor();
    await submit(en.common.close).last().click();
    await status(en.exceptionStatus.resolved).waitFor();
    const path = `/exceptions?merchantUUID=${till.merchantUUID}`;
    const { items } = (await till.operator.get(path)).body;
    expect(items.map((one: { resolution: string }) => one.resolution).toSorted()).toEqual([
      'reversed',
      '现金退还',
    ]);
    expect(window.troubles()).toEqual([]);
  });
});

/** Lets calls of this path through, and holds their answers back until they are released. */
async function holdAnswers({ page }: ConsoleWindow, path: string) {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(`**/api/v1.0.0${path}`, async (route) => {
    const response = await route.fetch();
    await released;
    await route.fulfill({ response });
  });
  return { release: async () => await Promise.resolve(release()) };
}

/** Lets calls of this path through, and loses their answers until it ends. */
async function loseAnswers({ page }: ConsoleWindow, path: string) {
  const pattern = `**/api/v1.0.0${path}`;
  await page.route(pattern, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  return { end: async () => await page.unroute(pattern) };
}

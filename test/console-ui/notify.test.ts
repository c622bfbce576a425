import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { zh } from '../../apps/console/src/i18n/zh.ts';
import { axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleTill, openConsoleTill } from '../support/console-till.ts';
import { type Receiver, startReceiver, verified } from '../support/notify-receiver.ts';
import { startPlannedConnector } from '../support/planned-connector.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const LANGUAGES = [
  { language: 'en', text: en },
  { language: 'zh', text: zh },
] as const;
const SECRET = /^whsec_[\w+/=]{20,}$/;
const ENDPOINT_PATH = /\/endpoints\/[^/]+$/;

describe.skipIf(EXECUTABLE === null)('messages to merchants', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let till: ConsoleTill;
  let mode: string;
  beforeAll(async () => {
    world = await openWorld();
    const connector = await startPlannedConnector();
    const merchantUUID = newMerchant();
    till = await openConsoleTill(world.gateway, connector, { merchantUUID, operator: 'anna' });
    mode = await till.openMode({ name: '微信支付' });
  }, PATIENCE_MS);
  afterAll(async () => {
    await till.connector.close();
    await world.stop();
  });

  async function enter(language: 'en' | 'zh', role: 'view' | 'operate'): Promise<ConsoleWindow> {
    const window = await world.enter(await tokenOf(role), { language, scheme: 'light' });
    onTestFinished(async () => await window.close());
    return window;
  }

  async function receive(...answers: Parameters<typeof startReceiver>): Promise<Receiver> {
    const receiver = await startReceiver(...answers);
    onTestFinished(async () => await receiver.stop());
    return receiver;
  }

  async function openEndpoint(url: string, settings: object = {}): Promise<string> {
    const { body } = await till.client.post('/notifyEndpoints', { url, ...settings });
    onTestFinished(async () => void (await till.client.post(`${body.href}/delete`, {})));
    return String(body.uuid);
  }

  const pay = async (no: string) =>
    await till.pay({ mode, no, amount: 12_850, payer: '张伟', plan: () => ({ ret: 'success' }) });

  test.each(LANGUAGES)(
    'in $language: made with a secret that is shown once, a payment is delivered there, and sent again',
    async ({ language, text }) => {
      const { notify } = text;
      const receiver = await receive();
      const window = await enter(language, 'operate');
      const { page } = window;
      const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
      await window.open('/payments');
      await page.getByRole('navigation').getByRole('link', { name: text.nav.endpoints }).click();
      await button(notify.add).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: notify.form.submit, exact: true }).click();
      await dialog.getByText(notify.form.urlBad).waitFor();
      await dialog.getByLabel(notify.form.merchant).fill(till.merchantUUID);
      await dialog.locator('input[type=url]').fill(receiver.url);
      await dialog.getByLabel(notify.form.name, { exact: true }).fill(`till-${language}`);
      await dialog.getByLabel(text.notifyType['payment.succeeded'], { exact: true }).check();
      expect(await axeProblems(page)).toEqual([]);
      await dialog.getByRole('button', { name: notify.form.submit, exact: true }).click();
      await page.getByText(notify.secret.once).waitFor();
      const secret = await dialog.locator('code').innerText();
      expect(secret).toMatch(SECRET);
      await dialog.getByRole('button', { name: text.common.copyOf(notify.secret.name) }).click();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
      await page.keyboard.press('Escape');
      await button(notify.secret.close).click();
      await page.getByRole('link', { name: `till-${language}` }).click();
      await page.waitForURL(ENDPOINT_PATH);
      expect(await page.content()).not.toContain(secret);
      const endpoint = page.url().split('/').at(-1);

      const payment = await pay(`notify-${language}`);
      await window.open(`/payments/${payment.uuid}`);
      const message = text.notifyType['payment.succeeded'];
      await page.getByRole('region', { name: notify.messages.title }).waitFor();
      // In the history, where it was made, with what became of it.
      const { timeline } = text.payment;
      // Those of endpoints that other tests have made are there as well.
      const entry = page.getByText(timeline.message(message), { exact: true }).first();
      await entry.waitFor();
      await button(timeline.sources.messages).click();
      await entry.waitFor({ state: 'detached' });
      const item = page.getByRole('listitem').filter({ hasText: `till-${language}` });
      await item.getByRole('link', { name: message }).click();
      await page.getByText(text.notifyPhase.ok, { exact: true }).last().waitFor();
      await page.getByText(notify.attempts.attempt(1), { exact: true }).waitFor();
      await page.getByText(notify.attempts.http(200), { exact: true }).waitFor();
      const [received] = receiver.received;
      expect(
        verified(secret, received ?? (await Promise.reject(new Error('none')))).data,
      ).toMatchObject({ tractionNo: payment.tractionNo, status: 'payed' });
      const first = page.url();
      await button(notify.messages.sendAgain).click();
      await page.waitForURL(({ href }) => href !== first);
      await page.getByText(text.notifyPhase.ok, { exact: true }).last().waitFor();
      expect(receiver.received.map(({ headers }) => headers['payserver-replay'])).toEqual([
        undefined,
        '1',
      ]);
      await window.open(`/deliveries?notifyEndpointUUID=${endpoint}&status=ok`);
      await page.getByText(text.lists.all('2')).waitFor();
      expect(window.troubles()).toEqual([]);
    },
  );

  test.each(LANGUAGES)(
    'in $language: a time is counted first, then sent again',
    async ({ language, text }) => {
      const { notify } = text;
      const { replays } = notify;
      let isBroken = true;
      const receiver = await receive(() => ({ status: isBroken ? 410 : 200 }));
      const uuid = await openEndpoint(receiver.url, { types: ['payment.succeeded'] });
      await pay(`replay-${language}`);
      const window = await enter(language, 'operate');
      const { page } = window;
      const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
      await window.open(`/endpoints/${uuid}`);
      await page.getByText(notify.offReason.gone).waitFor();
      const replay = button(notify.replay);
      expect(await replay.getAttribute('aria-disabled')).toBe('true');
      await button(notify.enable).click();
      isBroken = false;
      await button(notify.pause).waitFor();
      await replay.click();
      await button(replays.count).click();
      await page.getByText(replays.fromMissing).waitFor();
      await page.getByLabel(replays.from).first().fill('2026-01-01T00:00');
      await page.getByLabel(replays.onlys.all, { exact: true }).check();
      await button(replays.count).click();
      const forecast = page.getByRole('region', { name: replays.dryRun });
      await forecast.getByText(/[1-9]/).first().waitFor();
      expect(await axeProblems(page)).toEqual([]);
      const before = receiver.received.length;
      await page.getByRole('dialog').locator('button[type=submit]').click();
      await page.getByText(text.replayStatus.done, { exact: true }).waitFor();
      // It is done when its messages are written: they arrive a little later.
      await expect.poll(() => receiver.received.length).toBeGreaterThan(before);
      expect(receiver.received.at(-1)?.headers['payserver-replay']).toBe('1');
      expect(window.troubles()).toEqual([]);
    },
  );

  test('a replay that has not ended is paused, resumed and stopped after a question', async () => {
    const receiver = await receive();
    const uuid = await openEndpoint(receiver.url);
    await pay('replay-held');
    // Nothing writes its messages now: it stays as a person leaves it.
    world.gateway.worker.signal('SIGSTOP');
    onTestFinished(() => world.gateway.worker.signal('SIGCONT'));
    const wish = { from: '2026-01-01 00:00:00', only: 'all' };
    const { body } = await till.client.post(`/notifyEndpoints/${uuid}/replays`, wish);
    const isNow = async () => (await till.client.get(`/notifyReplays/${body.uuid}`)).body.status;
    const window = await enter('en', 'operate');
    const { page } = window;
    const { replays } = en.notify;
    await window.open(`/endpoints/${uuid}`);
    const card = page.getByRole('region', { name: replays.title });
    const button = (name: string): Locator => card.getByRole('button', { name, exact: true });
    await card.getByRole('progressbar', { name: replays.progress }).waitFor();
    await button(replays.pause).click();
    await button(replays.resume).waitFor();
    expect(await isNow()).toBe('paused');
    await button(replays.resume).click();
    await button(replays.pause).waitFor();
    expect(await isNow()).toBe('running');
    await button(replays.stop).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(replays.stopHelp).waitFor();
    await dialog.getByRole('button', { name: replays.stop, exact: true }).click();
    await card.getByText(en.replayStatus.stopped, { exact: true }).waitFor();
    expect([await isNow(), await button(replays.stop).count()]).toEqual(['stopped', 0]);
    expect(window.troubles()).toEqual([]);
  });

  test('edited, its secret made anew, and deleted after a question', async () => {
    const receiver = await receive();
    const { body } = await till.client.post('/notifyEndpoints', { url: receiver.url });
    const window = await enter('en', 'operate');
    const { page } = window;
    const { notify } = en;
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    await window.open(`/endpoints/${body.uuid}`);
    await button(notify.edit).click();
    await page.getByLabel(notify.form.name, { exact: true }).fill('Back office');
    await button(notify.form.save).click();
    await page.getByRole('heading', { level: 1, name: 'Back office' }).waitFor();
    await button(notify.rotate).click();
    await button(notify.rotation.submit).click();
    const secret = await page.getByRole('dialog').locator('code').innerText();
    expect(secret).toMatch(SECRET);
    expect(secret).not.toBe(body.secret);
    await button(notify.secret.close).click();
    await page.getByText(notify.oldSecret).waitFor();
    await button(notify.test).click();
    await page.waitForURL(/\/deliveries\/\d+$/);
    await page.getByText(en.notifyPhase.ok, { exact: true }).last().waitFor();
    await window.open(`/endpoints/${body.uuid}`);
    await button(notify.remove).click();
    await page.getByRole('dialog').getByRole('button', { name: notify.removal.submit }).click();
    await page.getByRole('heading', { level: 1, name: en.nav.endpoints }).waitFor();
    expect((await till.client.get(`/notifyEndpoints/${body.uuid}`)).status).toBe(404);
    expect(window.troubles()).toEqual([]);
  });

  test('the next page of messages comes below the first', async () => {
    const receiver = await receive();
    const uuid = await openEndpoint(receiver.url);
    for (let sent = 0; sent < 12; sent += 1)
      await till.client.post(`/notifyEndpoints/${uuid}/test`, {});
    const { page, open } = await enter('en', 'view');
    await open(`/endpoints/${uuid}`);
    const messages = page.getByRole('region', { name: en.notify.messages.title });
    const links = messages.getByRole('link', { name: en.notifyType['endpoint.test'] });
    expect(await links.count()).toBe(10);
    await messages.getByRole('button', { name: en.lists.loadMore }).click();
    await links.nth(11).waitFor();
    expect(await links.count()).toBe(12);
  });

  test('who may only view sees every action off, with the roles that may', async () => {
    const receiver = await receive();
    const uuid = await openEndpoint(receiver.url);
    const sent = await till.client.post(`/notifyEndpoints/${uuid}/test`, {});
    const window = await enter('en', 'view');
    const { page } = window;
    const { notify } = en;
    const ofEndpoint = [notify.test, notify.pause, notify.replay, notify.edit];
    const pages = [
      ['/endpoints', [notify.add]],
      [`/endpoints/${uuid}`, [...ofEndpoint, notify.rotate, notify.remove]],
      [`/deliveries/${sent.body.uuid}`, [notify.messages.sendAgain]],
    ] as const;
    for (const [path, names] of pages) {
      await window.open(path);
      for (const name of names) {
        const button = page.getByRole('button', { name, exact: true });
        expect([name, await button.getAttribute('aria-disabled')]).toEqual([name, 'true']);
        await button.focus();
        await page.getByRole('tooltip').filter({ hasText: en.role.operate }).waitFor();
        await page.keyboard.press('Enter');
        expect(await page.getByRole('dialog').count()).toBe(0);
      }
      expect(await axeProblems(page)).toEqual([]);
    }
    expect(window.troubles()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { arrive, axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleShop, fillConsoleShop, fillOtherShop } from '../support/console-shop.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const { acts } = en.payment;

describe.skipIf(EXECUTABLE === null)('roles', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let shop: ConsoleShop;
  let other: Awaited<ReturnType<typeof fillOtherShop>>;
  beforeAll(async () => {
    world = await openWorld();
    shop = await fillConsoleShop(world.gateway);
    other = await fillOtherShop(shop);
  }, PATIENCE_MS);
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  async function enter(...who: Parameters<typeof tokenOf>): Promise<ConsoleWindow> {
    const window = await world.enter(await tokenOf(...who));
    onTestFinished(async () => await window.close());
    return window;
  }

  test('who may only view sees every action off, each with the roles that may, and none of them opens', async () => {
    const { page, open, troubles } = await enter('view');
    await open(`/payments/${shop.orders.open.uuid}`);
    for (const name of [acts.ask, acts.close, acts.settle]) {
      const button = page.getByRole('button', { name, exact: true });
      expect([name, await button.getAttribute('aria-disabled')]).toEqual([name, 'true']);
      await button.focus();
      await page.getByRole('tooltip').filter({ hasText: en.role.operate }).waitFor();
      await page.keyboard.press('Enter');
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    expect(await axeProblems(page)).toEqual([]);
    expect(troubles()).toEqual([]);
  });

  test('support refunds and calls off, and settles nothing', async () => {
    const { page, open } = await enter('support');
    await open(`/payments/${shop.orders.open.uuid}`);
    const isOff = async (name: string) =>
      (await page.getByRole('button', { name, exact: true }).getAttribute('aria-disabled')) ===
      'true';
    expect([await isOff(acts.close), await isOff(acts.settle)]).toEqual([false, true]);
  });

  test("a merchant sees its own rows and no other's, in lists, by search and by address", async () => {
    const { page, open, troubles } = await enter('merchant', shop.till.merchantUUID);
    await open('/payments');
    await page.getByText(shop.orders.paid.clientNo).waitFor();
    for (const path of ['/payments', '/refunds', '/exceptions', '/records']) {
      await open(path);
      const text = await page.getByRole('main').innerText();
      for (const foreign of [other.tractionNo, other.clientNo, other.merchantUUID, '别家'])
        expect([path, text.includes(foreign)]).toEqual([path, false]);
    }
    expect(troubles()).toEqual([]);
    await open(`/search?q=${other.tractionNo}`);
    await page.getByText(en.search.none(other.tractionNo)).waitFor();
    await open(`/payments/${other.uuid}`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain(other.clientNo);
  });

  test('a merchant has no audit log: it is not offered, and its address says why', async () => {
    const { page, open } = await enter('merchant', shop.till.merchantUUID);
    await open('/payments');
    const nav = page.getByRole('navigation', { name: en.app.navigation });
    await nav.getByRole('link', { name: en.nav.payments }).waitFor();
    expect(await nav.getByRole('link', { name: en.nav.audit }).count()).toBe(0);
    await open('/audit');
    await page.getByRole('alert').waitFor();
    expect(await axeProblems(page)).toEqual([]);
  });

  test('the language changes on the spot, and stays', async () => {
    const { page, open } = await enter('view');
    await open('/payments');
    await page.getByRole('button', { name: en.user.menu }).click();
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '支付' }).waitFor();
    await page.reload();
    await arrive(page);
    await page.getByRole('heading', { level: 1, name: '支付' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });
});

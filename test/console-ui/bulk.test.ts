import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { axeProblems, type ConsoleWindow } from '../support/console-browser.ts';
import { type ConsoleTill, openConsoleTill } from '../support/console-till.ts';
import { eventually } from '../support/eventually.ts';
import { type PlannedConnector, startPlannedConnector } from '../support/planned-connector.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { payBody } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const words = en.stuck.selection;
/** More than two steps of the page. */
const ORDERS = 450;
const BATCH = 90;

describe.skipIf(EXECUTABLE === null)('asking about many', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let connector: PlannedConnector;
  const restarts: Promise<RunningApp>[] = [];
  beforeAll(async () => {
    world = await openWorld();
    connector = await startPlannedConnector();
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const app of await Promise.all(restarts)) await app.stop();
    await connector.close();
    await world.stop();
  });

  /** A shop whose payments all wait, as if their connector had been broken for two hours. */
  async function openStuck(name: string): Promise<ConsoleTill> {
    const merchantUUID = newMerchant();
    const till = await openConsoleTill(world.gateway, connector, {
      merchantUUID,
      operator: 'anna',
    });
    const mode = await till.openMode({ name });
    for (let at = 0; at < ORDERS; at += BATCH) {
      const batchPayData = Array.from({ length: BATCH }, (_, one) => {
        const clientPayNo = `${name}-${at + one}`;
        connector.plan(clientPayNo, () => ({ ret: 'running' }));
        return payBody(merchantUUID, { payModeUUID: mode, clientPayNo });
      });
      await till.client.post('/batchPay', { batchPayData }, { prefer: 'respond-async' });
    }
    const old = `UPDATE "PayOrder" SET "orderStartAt" = now() - interval '2 hours',
      "createdAt" = now() - interval '2 hours', "dueAt" = now() + interval '1 hour'
      WHERE "merchantUUID" = $1 AND "leaseUntil" IS NULL AND "lastOutcome" = 'running'
      AND "orderStartAt" > now() - interval '1 hour' RETURNING id`;
    let aged = 0;
    await eventually(
      async () => {
        const rows = await runSql(world.gateway.databaseUrl, old, [merchantUUID]);
        return (aged += rows.length);
      },
      (count) => count === ORDERS,
      60_000,
    );
    return till;
  }

  async function choose(name: string): Promise<ConsoleWindow> {
    const window = await world.enter(await tokenOf('operate'));
    onTestFinished(async () => await window.close());
    await window.open('/stuck');
    const connectors = window.page.getByRole('region', { name });
    await connectors.getByRole('button').filter({ hasText: en.stuck.ask }).click();
    await window.page.getByRole('heading', { level: 1, name: words.title }).waitFor();
    return window;
  }

  const figure = async (page: Page, name: string) =>
    await page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .first()
      .locator('xpath=following-sibling::dd[1]')
      .innerText();

  /** How often each payment of this merchant was asked about: [times, payments]. */
  const timesAsked = async ({ merchantUUID }: ConsoleTill) =>
    await runSql<{ times: number; payments: number }>(
      world.gateway.databaseUrl,
      `SELECT times, count(*)::int AS payments FROM (
         SELECT count(*)::int AS times FROM "TradeRecord"
         WHERE "merchantUUID" = $1 AND event = 'askNow' GROUP BY "payOrderUUID") asked
       GROUP BY times`,
      [merchantUUID],
    );

  /** Each was asked about once, but for those that a worker had at that moment anyway; the page counts both. */
  async function expectEachOnce(till: ConsoleTill, page: Page): Promise<void> {
    expect(await figure(page, words.left)).toBe('0');
    const asked = Number(await figure(page, words.asked));
    expect(asked + Number(await figure(page, words.skipped))).toBe(ORDERS);
    expect(asked).toBeGreaterThan(ORDERS / 2);
    expect(await timesAsked(till)).toEqual([{ times: 1, payments: asked }]);
  }

  test('all of one group, chosen at one moment: what would happen is shown first, then how far it is', async () => {
    const till = await openStuck('顺丰支付');
    const { page, troubles } = await choose('顺丰支付');
    await page.getByText(words.willAsk).waitFor();
    expect(await axeProblems(page)).toEqual([]);
    expect(await timesAsked(till)).toEqual([]);
    await page.getByRole('button', { name: words.start(String(ORDERS)) }).click();
    await page.getByText(words.finished).waitFor();
    await expectEachOnce(till, page);
    expect(troubles()).toEqual([]);
  });

  test('the API is killed in the middle of a step: the page goes on when it is back, and nothing is asked twice', async () => {
    const till = await openStuck('京东支付');
    const { page } = await choose('京东支付');
    const { api, env } = world.gateway;
    let steps = 0;
    await page.route('**/selections/*/ask', async (route) => {
      const body = route.request().postDataJSON() as { dryRun?: number };
      if (body.dryRun === 1) return await route.continue();
      steps += 1;
      if (steps !== 2) return await route.continue();
      // On its way, done or not: nobody will ever learn its answer.
      const sent = route.fetch().catch(() => null);
      api.signal('SIGKILL');
      await api.exited;
      await sent;
      restarts.push(spawnApp('api', env));
      return await route.abort('connectionreset');
    });
    await page.getByRole('button', { name: words.start(String(ORDERS)) }).click();
    await page.getByText(words.retrying).waitFor();
    await page.getByText(words.finished).waitFor({ timeout: PATIENCE_MS });
    expect(steps).toBeGreaterThanOrEqual(3);
    await expectEachOnce(till, page);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ConsoleWindow,
  hostileEffects,
  overflow,
  visibleTexts,
} from '../support/console-browser.ts';
import { fillHostileShop, type HostileShop } from '../support/hostile-shop.ts';
import { HOSTILE } from '../support/hostile-texts.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_440, height: 900 };

/** Each screen that shows free texts, and one of the texts that it must show as it is. */
const SCREENS: ReadonlyArray<readonly [string, (shop: HostileShop) => string, string]> = [
  ['payments', () => '/payments', HOSTILE.image],
  ['a search', () => `/search?q=${encodeURIComponent(`1-${HOSTILE.image}`)}`, HOSTILE.image],
  ['a search for markup', () => `/search?q=${encodeURIComponent(HOSTILE.script)}`, HOSTILE.script],
  ['a paid payment', ({ orders }) => `/payments/${orders.paid.uuid}`, HOSTILE.image],
  ['a failed payment', ({ orders }) => `/payments/${orders.failed.uuid}`, HOSTILE.script],
  ['an open payment', ({ orders }) => `/payments/${orders.open.uuid}`, HOSTILE.image],
  ['a contradicted payment', ({ orders }) => `/payments/${orders.late.uuid}`, HOSTILE.script],
  ['refunds', () => '/refunds', HOSTILE.bold],
  ['a refund', ({ refund }) => `/refunds/${refund.uuid}`, HOSTILE.bold],
  ['exceptions', () => '/exceptions', HOSTILE.script],
  ['records', () => '/records', ''],
  ['audit', () => '/audit', HOSTILE.image],
  ['stuck', () => '/stuck', HOSTILE.image],
  ['sessions', () => '/sessions', HOSTILE.image],
  ['endpoints', () => '/endpoints', HOSTILE.image],
  ['an endpoint', ({ endpoint }) => `/endpoints/${endpoint}`, HOSTILE.image],
  ['messages', () => '/deliveries', HOSTILE.image],
  ['a message', ({ delivery }) => `/deliveries/${delivery}`, HOSTILE.script],
  ['filters of markup', () => `/payments?clientPayNo=${encodeURIComponent(HOSTILE.vector)}`, ''],
  ['a payment that is none', () => `/payments/${encodeURIComponent(HOSTILE.image)}`, ''],
];

describe.skipIf(EXECUTABLE === null)('hostile texts', { timeout: PATIENCE_MS }, () => {
  let world: World;
  let shop: HostileShop;
  let window: ConsoleWindow;
  beforeAll(async () => {
    world = await openWorld();
    shop = await fillHostileShop(world.gateway);
    // A subject of a token is a free text too, and shown on every screen.
    window = await world.enter(await tokenOf('admin', '', HOSTILE.image));
  }, PATIENCE_MS);
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  test.each(SCREENS)(
    '%s: shown as text; none of them runs, becomes an element or widens the page',
    async (_name, pathOf, shown) => {
      await window.page.setViewportSize(DESK);
      await window.open(pathOf(shop));
      expect((await visibleTexts(window.page)).join('\n')).toContain(shown);
      expect(await hostileEffects(window.page)).toEqual([]);
      await window.page.setViewportSize(PHONE);
      expect(await overflow(window.page)).toBe(0);
      expect(await hostileEffects(window.page)).toEqual([]);
      expect(window.troubles().filter((line) => !NOT_FOUND.test(line))).toEqual([]);
    },
  );
});

/** Chromium's line about an answer that a screen is to show. */
const NOT_FOUND = /^Failed to load resource: the server responded with a status of 40[04] /;

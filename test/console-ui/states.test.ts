import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Appearance, ConsoleWindow } from '../support/console-browser.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { NO_PROBLEMS, problemsOf } from './problems.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const LISTS = [
  ...['/payments', '/refunds', '/exceptions', '/records', '/audit', '/stuck', '/sessions'],
  ...['/endpoints', '/deliveries'],
];
const ONE = ['payments', 'refunds', 'stuck', 'endpoints', 'deliveries'].map(
  (list) => `/${list}/nothing-has-this`,
);
/** Everything but who asks. */
const API = /\/api\/v1\.0\.0\/(?!whoami)/;
/** Chromium's own line about an answer that the page is to show. */
const SHOWN = /^Failed to load resource: the server responded with a status of (?:403|404|503) /;
/** Every screen shows what could not be loaded in the same words, whichever answer it was: one for each language. */
const APPEARANCES: ReadonlyArray<Appearance & { readonly refusal: Refusal }> = [
  { language: 'en', scheme: 'light', refusal: [503, 9503, 'the gateway is at capacity'] },
  { language: 'zh', scheme: 'dark', refusal: [403, 9403, 'your role may not do this'] },
];
type Refusal = readonly [status: number, code: number, message: string];

describe.skipIf(EXECUTABLE === null)('what is not there', { timeout: PATIENCE_MS }, () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  }, PATIENCE_MS);
  afterAll(async () => await world.stop());

  describe.each(APPEARANCES)('in $language, $scheme', (appearance) => {
    const schemes = [appearance.scheme];
    let window: ConsoleWindow;
    beforeAll(async () => {
      window = await world.enter(await tokenOf('admin', newMerchant()), appearance);
    });
    afterAll(async () => await window.close());

    test.each(LISTS)('%s of a gateway where nothing has happened yet', async (path) => {
      expect(await problemsOf(window, path, { schemes })).toEqual(NO_PROBLEMS);
    });

    test.each(ONE)('%s: what is not there', async (path) => {
      const checks = { schemes, expected: SHOWN };
      expect(await problemsOf(window, path, checks)).toEqual(NO_PROBLEMS);
      await window.page.getByRole('alert').first().waitFor();
    });

    test('a page that there is not', async () => {
      expect(await problemsOf(window, '/no-such-page', { schemes })).toEqual(NO_PROBLEMS);
    });

    test('the log-in page', async () => {
      const stranger = await world.enter(null, appearance);
      const checks = { schemes: ['light', 'dark'], expected: / 401 / } as const;
      expect(await problemsOf(stranger, '/login', checks)).toEqual(NO_PROBLEMS);
      await stranger.close();
    });

    describe(`where the API answers ${appearance.refusal[0]}`, () => {
      const [status, code, message] = appearance.refusal;
      beforeAll(async () => {
        const json = { name: 'x', statusCode: status, code, message, requestId: 'req-1' };
        await window.page.route(API, async (route) => await route.fulfill({ status, json }));
      });
      afterAll(async () => await window.page.unroute(API));

      test.each([...LISTS, ...ONE, '/search?q=1234567'])('%s', async (path) => {
        const checks = { schemes, expected: SHOWN, onPhone: path === '/payments' };
        expect(await problemsOf(window, path, checks)).toEqual(NO_PROBLEMS);
        await window.page.getByRole('alert').filter({ hasText: message }).first().waitFor();
      });
    });
  });
});

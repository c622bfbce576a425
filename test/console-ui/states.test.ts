import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Appearance,
  axeProblems,
  type ConsoleWindow,
  overflow,
  visibleTexts,
} from '../support/console-browser.ts';
import { newMerchant } from '../support/shared-gateway.ts';
import { notEnglish, untranslated } from './words.ts';
import { EXECUTABLE, openWorld, PATIENCE_MS, tokenOf, type World } from './world.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_440, height: 900 };
const LISTS = ['/payments', '/refunds', '/exceptions', '/records', '/audit', '/stuck', '/sessions'];
const ONE = ['/payments/nothing-has-this', '/refunds/nothing-has-this', '/stuck/nothing-has-this'];
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
    let window: ConsoleWindow;
    beforeAll(async () => {
      window = await world.enter(await tokenOf('admin', newMerchant()), appearance);
    });
    afterAll(async () => await window.close());

    /** What is wrong with the page that this path shows. */
    async function problemsOf(path: string) {
      const { page, open, answers, troubles } = window;
      await page.setViewportSize(DESK);
      await open(path);
      const axe = await axeProblems(page);
      const judge = { en: notEnglish, zh: untranslated }[appearance.language];
      const texts = await visibleTexts(page);
      const words = judge(texts, await answers());
      await page.setViewportSize(PHONE);
      const wider = await overflow(page);
      const complaints = troubles().filter((line) => !SHOWN.test(line));
      return { axe, words, wider, complaints };
    }
    const NONE = { axe: [], words: [], wider: 0, complaints: [] };

    test.each(LISTS)('%s of a gateway where nothing has happened yet', async (path) => {
      expect(await problemsOf(path)).toEqual(NONE);
    });

    test.each(ONE)('%s: what is not there', async (path) => {
      expect(await problemsOf(path)).toEqual(NONE);
      await window.page.getByRole('alert').first().waitFor();
    });

    test('a page that there is not', async () => {
      expect(await problemsOf('/no-such-page')).toEqual(NONE);
    });

    test('the log-in page', async () => {
      const stranger = await world.enter(null, appearance);
      const { page } = stranger;
      await stranger.open('/login');
      expect(await axeProblems(page)).toEqual([]);
      const judge = { en: notEnglish, zh: untranslated }[appearance.language];
      expect(judge(await visibleTexts(page), await stranger.answers())).toEqual([]);
      await page.setViewportSize(PHONE);
      expect(await overflow(page)).toBe(0);
      expect(stranger.troubles().filter((line) => !/ 401 /.test(line))).toEqual([]);
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
        expect(await problemsOf(path)).toEqual(NONE);
        await window.page.getByRole('alert').filter({ hasText: message }).first().waitFor();
      });
    });
  });
});

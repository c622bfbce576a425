import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Appearance,
  axeProblems,
  type ConsoleWindow,
  overflow,
  visibleTexts,
} from '../support/console-browser.ts';
import { SCREENS, STATES } from './screens.ts';
import { notEnglish, untranslated } from './words.ts';
import { EXECUTABLE, type FilledWorld, openFilledWorld, PATIENCE_MS, tokenOf } from './world.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_440, height: 900 };
/** Every screen in each appearance; every state of them in each language and each scheme, though not in each pair. */
const APPEARANCES: ReadonlyArray<Appearance & { readonly screens: typeof SCREENS }> = [
  { language: 'en', scheme: 'light', screens: { ...SCREENS, ...STATES } },
  { language: 'en', scheme: 'dark', screens: SCREENS },
  { language: 'zh', scheme: 'light', screens: SCREENS },
  { language: 'zh', scheme: 'dark', screens: { ...SCREENS, ...STATES } },
];

test('there is a browser to open the console with', ({ skip }) => {
  if (EXECUTABLE === null && process.env['CI'] === undefined) {
    skip('no Chromium on the PATH: the console is not opened in this run');
  }
  expect(EXECUTABLE).not.toBeNull();
});

describe.skipIf(EXECUTABLE === null)('every screen', { timeout: PATIENCE_MS }, () => {
  let world: FilledWorld;
  beforeAll(async () => {
    world = await openFilledWorld();
  }, PATIENCE_MS);
  afterAll(async () => await world.stop());

  describe.each(APPEARANCES)('in $language, $scheme', (appearance) => {
    let window: ConsoleWindow;
    beforeAll(async () => {
      window = await world.enter(await tokenOf('admin'), appearance);
    });
    afterAll(async () => await window.close());

    test.each(Object.entries(appearance.screens))(
      '%s: accessible, translated, within its policy and its window, without a complaint',
      async (_name, pathOf) => {
        await window.page.setViewportSize(DESK);
        await window.open(pathOf(world.shop));
        expect(await findProblems(window)).toEqual(NO_PROBLEMS);
      },
    );
  });
});

const NO_PROBLEMS = { lang: true, axe: [], words: [], troubles: [], overflow: 0 };

async function findProblems({ page, appearance, answers, troubles }: ConsoleWindow) {
  const lang = await page.evaluate('document.documentElement.lang');
  const judge = { en: notEnglish, zh: untranslated }[appearance.language];
  const axe = await axeProblems(page);
  const words = judge(await visibleTexts(page), await answers());
  await page.setViewportSize(PHONE);
  return {
    lang: lang === { en: 'en', zh: 'zh-CN' }[appearance.language],
    axe,
    words,
    overflow: await overflow(page),
    troubles: troubles(),
  };
}

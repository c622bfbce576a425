import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConsoleWindow } from '../support/console-browser.ts';
import { NO_PROBLEMS, problemsOf } from './problems.ts';
import { SCREENS, STATES } from './screens.ts';
import { EXECUTABLE, type FilledWorld, openFilledWorld, PATIENCE_MS, tokenOf } from './world.ts';

/** Every screen in each language and scheme; every state of them in each, though not in each pair. */
const LANGUAGES = [
  { language: 'en', scheme: 'light' },
  { language: 'zh', scheme: 'dark' },
] as const;
const CASES = [
  ...Object.entries(SCREENS).map((screen) => [...screen, true] as const),
  ...Object.entries(STATES).map((state) => [...state, false] as const),
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

  describe.each(LANGUAGES)('in $language', ({ language, scheme }) => {
    let window: ConsoleWindow;
    beforeAll(async () => {
      window = await world.enter(await tokenOf('admin'), { language, scheme });
    });
    afterAll(async () => await window.close());

    test.each(CASES)(
      '%s: accessible, translated, within its policy and its window, without a complaint',
      async (_name, pathOf, inBoth) => {
        const schemes = inBoth ? (['light', 'dark'] as const) : [scheme];
        expect(await problemsOf(window, pathOf(world.shop), { schemes })).toEqual(NO_PROBLEMS);
      },
    );
  });
});

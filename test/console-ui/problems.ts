import {
  type Appearance,
  axeProblems,
  type ConsoleWindow,
  overflow,
  visibleTexts,
} from '../support/console-browser.ts';
import { hasScheme } from '../support/in-page.mjs';
import { notEnglish, untranslated } from './words.ts';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_440, height: 900 };
const JUDGES = { en: notEnglish, zh: untranslated } as const;
const LANGS = { en: 'en', zh: 'zh-CN' } as const;

interface Checks {
  /** The page is judged in each, without another load: what a scheme changes is colour. */
  readonly schemes: ReadonlyArray<Appearance['scheme']>;
  /** whether its width is judged on a phone too */
  readonly onPhone?: boolean;
  /** Chromium's own lines about what the page is to show */
  readonly expected?: RegExp;
}

/** What {@link problemsOf} answers for a page without any. */
export const NO_PROBLEMS = { lang: true, axe: [], words: [], overflow: 0, troubles: [] };

/** What is wrong with the page at this path: with its accessibility, its translation, its width, its policy. */
export async function problemsOf(
  { page, open, appearance, answers, troubles }: ConsoleWindow,
  path: string,
  { schemes, onPhone = true, expected }: Checks,
) {
  await page.setViewportSize(DESK);
  const axe: string[] = [];
  for (const [at, colorScheme] of schemes.entries()) {
    await page.emulateMedia({ colorScheme });
    if (at === 0) await open(path);
    else await page.waitForFunction(hasScheme, colorScheme);
    for (const problem of await axeProblems(page)) axe.push(`${colorScheme}: ${problem}`);
  }
  const lang = await page.evaluate('document.documentElement.lang');
  const words = JUDGES[appearance.language](await visibleTexts(page), await answers());
  if (onPhone) await page.setViewportSize(PHONE);
  return {
    lang: lang === LANGS[appearance.language],
    axe,
    words,
    overflow: await overflow(page),
    troubles: troubles().filter((line) => expected?.test(line) !== true),
  };
}

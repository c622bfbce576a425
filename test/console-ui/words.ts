import { en } from '../../apps/console/src/i18n/en.ts';
import { zh } from '../../apps/console/src/i18n/zh.ts';

/** Every text of a tree of messages; those made of an argument are left out. */
function textsOf(messages: unknown): string[] {
  if (typeof messages === 'string') return [messages];
  if (typeof messages !== 'object' || messages === null) return [];
  return Object.values(messages).flatMap(textsOf);
}

const chinese = textsOf(zh);
/** What is the same in both, as names are, says nothing. */
const ONLY_ENGLISH = new Set(textsOf(en).filter((text) => !chinese.includes(text)));
/** Latin words inside Chinese messages, which their translator left as they are. */
const LEFT = chinese.filter((text) => /\p{Script=Han}/u.test(text)).join('\n');

/** Two Latin words or more. */
const LATIN = /[A-Za-z][A-Za-z'’-]*(?:[\s,;:.!?]+[A-Za-z][A-Za-z'’-]*)+/g;
/** Chinese words. */
const HAN = /\p{Script=Han}+/gu;
/** Each language is offered by its own name. */
const OWN_NAMES = ['English', '中文'];

/**
 * Words of a page in Chinese that nobody has translated: messages of the English console, and any other run of two
 * Latin words or more that is no data.
 *
 * @param data everything that the API answered to the page
 */
export function untranslated(texts: readonly string[], data: string): string[] {
  return texts.flatMap((text) => {
    if (ONLY_ENGLISH.has(text) && !OWN_NAMES.includes(text)) return [text];
    return [...text.matchAll(LATIN)]
      .map(([run]) => run)
      .filter((run) => !LEFT.includes(run) && !isData(run, data));
  });
}

/** Chinese words of a page in English that are no data. */
export function notEnglish(texts: readonly string[], data: string): string[] {
  return texts.flatMap((text) =>
    [...text.matchAll(HAN)]
      .map(([run]) => run)
      .filter((run) => !OWN_NAMES.includes(run) && !isData(run, data)),
  );
}

/** Whether the API said these words; the page may show several of its values side by side. */
function isData(run: string, data: string): boolean {
  return data.includes(run) || run.split(/[\s,;:.!?]+/).every((word) => data.includes(word));
}

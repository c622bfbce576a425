export type Language = 'en' | 'zh';

/** What `<html lang>` and Intl call it. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/**
 * The language to begin with: the one that was chosen before, else the first of the browser's that there is.
 *
 * @param chosen what was stored, if anything
 * @param browser `navigator.languages`
 */
export function chooseLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'zh') return chosen;
  const first = browser.map((tag) => tag.toLowerCase().split('-')[0]);
  return first.find((tag) => tag === 'en' || tag === 'zh') === 'zh' ? 'zh' : 'en';
}

import { usePreference } from '../app/preference.ts';
import { en, type Text } from './en.ts';
import { chooseLanguage, type Language, LOCALES } from './language.ts';
import { zh } from './zh.ts';

const TEXTS: Readonly<Record<Language, Text>> = { en, zh };

/** The language that is shown. */
export function useLanguage(): Language {
  return chooseLanguage(usePreference('language'), navigator.languages);
}

/** Every text of the console, in the language that is shown. */
export function useText(): Text {
  return TEXTS[useLanguage()];
}

/** For Intl. */
export function useLocale(): string {
  return LOCALES[useLanguage()];
}

/** The text of a value of the API, and the value itself where it is a new one. */
export function wordOf(words: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

import { useText, wordOf } from '../i18n/use-text.ts';
import type { wordsEn } from '../i18n/words-en.ts';

interface WordProps {
  readonly of: keyof typeof wordsEn;
  readonly value: string;
}

/** A value of the API in words. */
export function Word({ of, value }: WordProps) {
  const text = useText();
  return <>{wordOf(text[of], value)}</>;
}

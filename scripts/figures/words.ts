import type { SourceFile } from './sizes.ts';

/**
 * Words that this project once used for things which the field has a name for. Names are read as words: `LookDeps`,
 * `look-at-orders` and "look at orders" are the same.
 */
const WORDS: readonly RegExp[] = [
  /\blook(?:s|ed|ing)?\b(?! up\b| like\b| for\b)/g,
  /\bconclude[sd]?\b|\bconcluding\b/g,
  /\b(?:defer|postpone)(?:s|red|ring|d)?\b|\bput(?:s|ting)? off\b/g,
  /\binsist(?:s|ed|ing)?\b/g,
  /\bgroupings?\b|\brun grouped\b|\bis everybodys\b/g,
  /\bdatabase away\b/g,
  /\bspel(?:l|ls|led|ling|t)\b/g,
  /\bpatient backends?\b|\bsilenced? events\b/g,
  /\blist place\b|\bnotices seen\b|\bkeep part\b|\bchild end\b|\bquoted secrets\b|\boperations others\b/g,
  /\benough to do\b/g,
  /\blost calls in a row\b/g,
  /\blateness of an api\b/g,
  /\bis probed still serves\b/g,
  /\banswer in its hands\b|\btold\b|\bkept\b|\bsomebody\b|\bbegun\b/g,
];
const OWN_FILE = 'scripts/figures/words.ts';

/** Where each of them stands, in code, comments, log lines and documents. */
export function findWords(files: readonly SourceFile[]) {
  return files
    .filter(({ path }) => path !== OWN_FILE)
    .flatMap((file) => {
      const text = asWords(`${file.path}\n${file.text}`);
      return WORDS.flatMap((word) => text.match(word) ?? []).map((word) => ({
        at: file.path,
        word,
      }));
    });
}

/** In small letters, names and wrapped comments taken apart into words with one space between them. */
function asWords(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/^\s*(?:\*|\/\/)/gm, ' ')
    .replace(/[_\-/]/g, ' ')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

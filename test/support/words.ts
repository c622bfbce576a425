import type { SourceFile } from './source-tree.ts';

interface Word {
  /** matches text as {@link asWords} makes it */
  readonly pattern: RegExp;
  /** what this project says in its place */
  readonly say: string;
}

/**
 * Words that this project once used for things which the field has a name for. Names are read as words: `LookDeps`,
 * `look-at-orders` and "look at orders" are the same.
 */
const WORDS: readonly Word[] = [
  {
    pattern: /\blook(?:s|ed|ing)?\b(?! up\b| like\b| for\b)/g,
    say: 'attempt, process; read, check',
  },
  { pattern: /\bconclude[sd]?\b|\bconcluding\b/g, say: 'record outcome' },
  {
    pattern: /\b(?:defer|postpone)(?:s|red|ring|d)?\b|\bput(?:s|ting)? off\b/g,
    say: 'reschedule',
  },
  { pattern: /\binsist(?:s|ed|ing)?\b/g, say: 'retry while the database is unavailable' },
  { pattern: /\bgroupings?\b|\brun grouped\b/g, say: 'batcher' },
  { pattern: /\bis everybodys\b/g, say: 'fails whole batch' },
  { pattern: /\bdatabase away\b/g, say: 'database unavailable' },
  { pattern: /\bspel(?:l|ls|led|ling|t)\b/g, say: 'encode, escape, serialise' },
  { pattern: /\bpatient backends?\b/g, say: 'resilient backend' },
  { pattern: /\bsilenced? events\b/g, say: 'disable queue events' },
  { pattern: /\blist place\b/g, say: 'page bounds' },
  { pattern: /\bnotices seen\b/g, say: 'webhook dedup' },
  { pattern: /\bkeep part\b/g, say: 'supervise process' },
  { pattern: /\bchild end\b/g, say: 'child exit' },
  { pattern: /\bquoted secrets\b/g, say: 'redact text' },
  { pattern: /\boperations others\b/g, say: 'a file for each route' },
  { pattern: /\benough to do\b/g, say: 'at capacity' },
  { pattern: /\blost calls in a row\b/g, say: 'consecutive failures' },
  { pattern: /\blateness of an api\b/g, say: 'event-loop delay' },
  { pattern: /\bis probed still serves\b/g, say: 'health checks' },
  {
    pattern: /\banswer in its hands\b|\btold\b|\bkept\b|\bsomebody\b|\bbegun\b/g,
    say: 'a plain sentence that names what acts',
  },
];

/** Names that this project cannot choose. Each of them must still be needed somewhere. */
export const ALLOWED_PHRASES: ReadonlyArray<{ readonly phrase: RegExp; readonly why: string }> = [
  { phrase: /\bINITIALLY DEFERRED\b/g, why: 'how SQL says that a trigger runs at the commit' },
  { phrase: /\bnextLookAt\b/g, why: 'a field of the wire, `pending.nextLookAt`' },
  {
    phrase: /(?<=[`'])begun(?=[`',])|(?<=POST \/payModes(?:\/:uuid)? )begun/g,
    why: 'a result of audit records, on the wire and in the table',
  },
];

/** Files that must stay as they are. Each of them must still need it. */
export const ALLOWED_FILES: ReadonlyArray<{ readonly path: string; readonly why: string }> = [
  { path: 'test/support/words.ts', why: 'this list' },
  { path: 'test/architecture/words.test.ts', why: 'examples of words' },
  { path: 'prisma/migrations/', why: 'an applied migration never changes' },
];

/** Where each of the words stands, in code, comments, log lines and documents. */
export function findWords(files: readonly SourceFile[]) {
  return files
    .filter(({ path }) => !ALLOWED_FILES.some((allowed) => path.startsWith(allowed.path)))
    .flatMap(wordsOf);
}

/** The words of one file, allowed phrases left out. */
export function wordsOf({ path, text }: Pick<SourceFile, 'path' | 'text'>) {
  const own = ALLOWED_PHRASES.reduce((rest, { phrase }) => rest.replace(phrase, ''), text);
  const words = asWords(`${path}\n${own}`);
  return WORDS.flatMap(({ pattern, say }) =>
    (words.match(pattern) ?? []).map((word) => ({ at: path, word, say })),
  );
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

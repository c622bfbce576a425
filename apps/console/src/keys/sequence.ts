/** Keys that begin a sequence of two: `g p`. */
const FIRST = 'g';
/** ms in which the second key counts. */
const PATIENCE_MS = 1_200;

export interface Pressed {
  readonly key: string;
  readonly atMs: number;
  /** Ctrl, Alt or Meta is held: the browser's or the system's own shortcut */
  readonly isModified: boolean;
  /** in a field that takes text, where letters are letters */
  readonly isTyping: boolean;
}

export interface Sequence {
  /** the first key of a sequence that is not whole yet */
  readonly first: string | null;
  readonly atMs: number;
}

export const NO_SEQUENCE: Sequence = { first: null, atMs: 0 };

/**
 * What a key means after those before it: the shortcut, `g p` or `j`, or null, and what to remember.
 */
export function pressKey(
  before: Sequence,
  { key, atMs, isModified, isTyping }: Pressed,
): { readonly shortcut: string | null; readonly next: Sequence } {
  if (isModified || isTyping || key.length !== 1) return { shortcut: null, next: NO_SEQUENCE };
  if (before.first !== null && atMs - before.atMs <= PATIENCE_MS) {
    return { shortcut: `${before.first} ${key}`, next: NO_SEQUENCE };
  }
  if (key === FIRST) return { shortcut: null, next: { first: key, atMs } };
  return { shortcut: key, next: NO_SEQUENCE };
}

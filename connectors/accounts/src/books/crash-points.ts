/**
 * The places where the books' service may die with the most to lose. The tests kill a real process at every one, for
 * every function of the books: so also between an import's chunks, and between two holdings of a sweep.
 */
export const BOOKS_CRASH_POINTS = [
  'call.beforeQuery',
  'call.afterCommit',
  'audit.beforeResult',
  'audit.afterResult',
] as const;

type BooksCrashPoint = (typeof BOOKS_CRASH_POINTS)[number];

/**
 * Marks such a place and does nothing; only the builds of the crash tests hold another function.
 *
 * @param _subject the function of the books that is called
 */
export function crashPoint(_point: BooksCrashPoint, _subject?: string): void {}

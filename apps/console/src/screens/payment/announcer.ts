/** A screen reader hears of changes at most this often, ms. */
const QUIET_MS = 10_000;

/** What was said last, and when. */
export interface Announced {
  readonly said: string;
  readonly atMs: number;
}

/** When `wanted` may be said: ms to wait, 0 for now, null when it was said already. */
export function waitBeforeSaying(
  { said, atMs }: Announced,
  wanted: string,
  nowMs: number,
): number | null {
  if (said === wanted) return null;
  return Math.max(atMs + QUIET_MS - nowMs, 0);
}

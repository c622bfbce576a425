/** The API's longest window of a search by amount. */
const LONGEST_MS = 7 * 86_400_000;

/** Whether both are moments, the second after the first and at most seven days later. */
export function isWindow(fromMs: number | null, beforeMs: number | null): boolean {
  if (fromMs === null || beforeMs === null) return false;
  return beforeMs > fromMs && beforeMs - fromMs <= LONGEST_MS;
}

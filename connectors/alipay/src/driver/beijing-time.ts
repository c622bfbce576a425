const OFFSET_MS = 8 * 3_600_000;
const WIRE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** `yyyy-MM-dd HH:mm:ss` in Beijing, whatever zone the process has (research C1, N11). China has no summer time. */
export function beijingTime(moment: Date): string {
  return new Date(moment.getTime() + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The moment of such a text; null when it is none. */
export function parseBeijingTime(text: string): Date | null {
  if (!WIRE.test(text)) return null;
  const moment = new Date(`${text.replace(' ', 'T')}.000+08:00`);
  // The 30th of February would become the 2nd of March.
  return !Number.isNaN(moment.getTime()) && beijingTime(moment) === text ? moment : null;
}

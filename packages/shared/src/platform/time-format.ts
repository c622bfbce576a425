/** Writes a moment as the API document does. */
export type TimeFormat = (moment: Date) => string;

/** A formatter for `YYYY-MM-DD HH:mm:ss` in this IANA time zone; building one is dear, using it is not. */
export function createTimeFormat(timeZone: string): TimeFormat {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  return (moment) => format.format(moment);
}

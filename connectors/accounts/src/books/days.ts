const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** Whether it is a day of the calendar as YYYY-MM-DD, from year 1 on: the database knows no year 0. */
export function isDay(text: string): boolean {
  if (!DAY.test(text) || text < '0001') return false;
  const day = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** @throws {RangeError} it is there and no {@link isDay} */
export function needDay<T extends string | undefined>(text: T): T {
  if (text !== undefined && !isDay(text)) throw new RangeError('a date is a day of the calendar');
  return text;
}

/**
 * A day, or a time of one as `YYYY-MM-DD HH:mm[:ss]`.
 *
 * @throws {RangeError} it is there and neither
 */
export function needUntil<T extends string | undefined>(text: T): T {
  const [day, time = '00:00', ...more] = text?.split(' ') ?? [];
  if (!TIME.test(time) || more.length > 0) throw new RangeError('a time is 00:00:00 to 23:59:59');
  needDay(day);
  return text;
}

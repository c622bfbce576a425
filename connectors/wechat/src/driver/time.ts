const BEIJING = '+08:00';

/** Of V2's yyyyMMddHHmmss, which is Beijing time whatever zone this process has. Null: it is none. */
export function timeOfV2(text: string | undefined): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text ?? '') ?? [];
  if (year === undefined) return null;
  return dateOf(`${year}-${month}-${day}T${hour}:${minute}:${second}${BEIJING}`);
}

/** Of `yyyy-MM-dd HH:mm:ss` in Beijing: bills, V2 refunds. Null: it is none. */
export function timeOfBill(text: string | undefined): Date | null {
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text ?? '');
  return isTime ? dateOf(`${text?.replace(' ', 'T')}${BEIJING}`) : null;
}

/** Of RFC 3339, as V3 writes it. Null: it is none. */
export function timeOfV3(text: unknown): Date | null {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text)) {
    return null;
  }
  return dateOf(text);
}

/** RFC 3339 in Beijing time, to the second. */
export function v3Time(moment: Date): string {
  const beijing = new Date(moment.getTime() + 8 * 3_600_000);
  return `${beijing.toISOString().slice(0, 19)}${BEIJING}`;
}

function dateOf(iso: string): Date | null {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? null : date;
}

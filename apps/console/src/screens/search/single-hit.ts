import type { FoundOrder, SearchAnswer } from '@payserver/client';

/** What an order is found by in whole: the first field of the order that has the number. */
const WHOLE = [
  'uuid',
  'tractionNo',
  'clientPayNo',
  'clientRefundNo',
  'thirdPayNo',
  'thirdRefundNo',
];

/** What scanners and people add around a number. */
function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\s#]/g, '');
}

/**
 * The one order that has exactly this number: its page is what was asked for. Null for a beginning, also if it finds one
 * order only: the person should see what was found.
 */
export function exactHit({ items, more }: SearchAnswer, q: string): FoundOrder | null {
  const [only, ...others] = items;
  if (only === undefined || others.length > 0 || more) return null;
  if (!WHOLE.includes(only.matchedBy)) return only;
  const fields: Readonly<Record<string, unknown>> = { ...only.order };
  const value = fields[only.matchedBy];
  return typeof value === 'string' && bare(value) === bare(q) ? only : null;
}

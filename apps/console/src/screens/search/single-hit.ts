import type { SearchAnswer } from '../../api/pending-types.ts';

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
 * Whether the answer is one order that has exactly this number: then its page is what was asked for. A beginning that
 * happens to find one order only is not: the person should see what was found.
 */
export function isExact({ items, more }: SearchAnswer, q: string): boolean {
  const [only, ...others] = items;
  if (only === undefined || others.length > 0 || more) return false;
  if (!WHOLE.includes(only.matchedBy)) return true;
  const order: object = only.order;
  const value = Object.entries(order).find(([name]) => name === only.matchedBy)?.[1];
  return typeof value === 'string' && bare(value) === bare(q);
}

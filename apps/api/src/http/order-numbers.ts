/** The numbers by which tills, connectors and people name an order. */
export type OrderNumbers = Readonly<Partial<Record<NumberName, string>>>;

const NAMES = [
  'clientPayNo',
  'tractionNo',
  'clientRefundNo',
  'payTractionNo',
  'refundTractionNo',
] as const;
type NumberName = (typeof NAMES)[number];

/** Longer than any of them may be: what was refused is not copied into the log. */
const MAX_CHARS = 64;

/** Those among the fields of this object; of a body that was refused it may be anything. */
export function numbersOf(source: unknown): OrderNumbers {
  if (typeof source !== 'object' || source === null) return {};
  const fields = source as Readonly<Record<string, unknown>>;
  const found: Partial<Record<NumberName, string>> = {};
  for (const name of NAMES) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string' && value !== '' && value.length <= MAX_CHARS) found[name] = value;
  }
  return found;
}

/** The orders of an answer: of one that shows an order, of one to a call, or of one to a batch. */
export function ordersIn(answer: unknown): OrderNumbers[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { data, batchPayResult, batchRefundResult } = answer as Readonly<Record<string, unknown>>;
  const elements = batchPayResult ?? batchRefundResult;
  if (!Array.isArray(elements)) return [{ ...numbersOf(answer), ...numbersOf(data) }];
  return elements.map((element: { readonly body?: { readonly data?: unknown } }) => ({
    ...numbersOf(element),
    ...numbersOf(element.body?.data),
  }));
}

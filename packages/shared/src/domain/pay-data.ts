import { isRecord } from './said.ts';

/** What a connector wants the till to show: a code's URL, a redirect, parameters of JSAPI. The gateway reads none of it. */
export type PayData = Readonly<Record<string, unknown>>;

/** Of JSON: a code or a link, not a document. */
export const MAX_PAY_DATA_BYTES = 8_192;
const MAX_DEPTH = 8;

/**
 * The `payData` of an answer: null when it has none, a text that says what is wrong with it when it cannot be stored.
 */
export function readPayData(said: unknown): PayData | null | string {
  if (said === undefined || said === null) return null;
  if (!isRecord(said)) return 'payData is not an object';
  if (isDeeper(said, MAX_DEPTH)) return `payData is nested deeper than ${MAX_DEPTH}`;
  const json = JSON.stringify(said);
  if (Buffer.byteLength(json) > MAX_PAY_DATA_BYTES) {
    return `payData has more than ${MAX_PAY_DATA_BYTES} bytes of JSON`;
  }
  // PostgreSQL keeps neither: the statement would fail, and with it what the answer says of the money.
  const isStorable = !json.includes('\\u0000') && !/\\ud[89a-f]/.test(json);
  return isStorable ? said : 'payData holds characters that are none';
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}

import { createHash } from 'node:crypto';
import type { Request } from './connection.ts';
import type { Reason } from './reasons.ts';

/** The three books, one for each built-in template: on account, stored value, count cards. */
export type Book = 'signAccount' | 'memberBalance' | 'memberCount';

/** A payment as the gateway posts it; other fields do not matter here. */
export interface PayCall {
  readonly tractionNo: string;
  readonly merchantUUID: string;
  /** fen */
  readonly payAmount: number;
  readonly payParams: Readonly<Record<string, unknown>>;
}

/** A refund as the gateway posts it. */
export interface RefundCall {
  readonly tractionNo: string;
  readonly merchantUUID: string;
  readonly payTractionNo: string;
  /** fen */
  readonly refundAmount: number;
  /** of a count card: `merchandiseDetails` names the pieces that come back */
  readonly clientExtraParams?: Readonly<Record<string, unknown>>;
}

/** A call as the database reads it, and the holding that it is about. */
export interface BookCall {
  readonly call: 'pay' | 'refund';
  readonly lane: string;
  readonly request: Request;
}

/** Pieces of one item of a count card. */
export interface Item {
  /** `ITEM:<merchandiseUUID>/<styleUUID>` */
  readonly asset: string;
  readonly count: number;
}

const MAX_ITEMS = 100;
const MAX_COUNT = 1_000_000;

/**
 * What the database is asked for a payment. A call whose parameters cannot be used is declined there, so that a query
 * and a repeat say the same.
 *
 * @throws {RangeError} an amount that is no positive safe integer: no gateway sends one
 */
export function readPay(book: Book, call: PayCall): BookCall {
  const { tractionNo, merchantUUID, payAmount, payParams } = call;
  checkAmount(payAmount);
  const party = readId(payParams[book === 'signAccount' ? 'signAccounterUUID' : 'memberUUID']);
  const signer = book === 'signAccount' ? readId(payParams['signPersonUUID']) : '';
  const items = book === 'memberCount' ? readItems(payParams['merchandiseDetails']) : null;
  const isWrong = party === null || signer === null || (book === 'memberCount' && items === null);
  const content = { book, merchant: merchantUUID, party, signer, items, amount: payAmount };
  const request = { ...content, no: tractionNo, hash: hashOf(content), decline: wrongIf(isWrong) };
  return { call: 'pay', lane: `${book} ${merchantUUID} ${party}`, request };
}

/**
 * What the database is asked for a refund; see {@link readPay}.
 *
 * @param lane that of the payment's holding where it is known: otherwise only this payment's refunds queue up
 */
export function readRefund(book: Book, call: RefundCall, lane?: string): BookCall {
  const { tractionNo, merchantUUID, payTractionNo, refundAmount } = call;
  checkAmount(refundAmount);
  const details = call.clientExtraParams?.['merchandiseDetails'];
  const isNamed = book === 'memberCount' && details !== undefined && details !== null;
  const items = isNamed ? readItems(details) : null;
  const content = {
    book,
    merchant: merchantUUID,
    payNo: payTractionNo,
    items,
    amount: refundAmount,
  };
  const decline = wrongIf(isNamed && items === null);
  const request = { ...content, no: tractionNo, hash: hashOf(content), decline };
  return { call: 'refund', lane: lane ?? `refund ${payTractionNo}`, request };
}

/** The same for every repeat: what decides about money, in a fixed order. */
export function hashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/**
 * The items of `merchandiseDetails`, pieces of one style summed, in order; null when it is no list of 1 to 100 such, a
 * count is no integer of 1 to 10^6, or an id cannot be one.
 */
function readItems(details: unknown): Item[] | null {
  if (!Array.isArray(details) || details.length === 0 || details.length > MAX_ITEMS) return null;
  const counts = new Map<string, number>();
  for (const detail of details as unknown[]) {
    const item = readItem(detail);
    if (item === null) return null;
    const sum = (counts.get(item.asset) ?? 0) + item.count;
    if (sum > MAX_COUNT) return null;
    counts.set(item.asset, sum);
  }
  const items = [...counts].map(([asset, count]) => ({ asset, count }));
  return items.toSorted((a, b) => (a.asset < b.asset ? -1 : 1));
}

function readItem(detail: unknown): Item | null {
  if (typeof detail !== 'object' || detail === null) return null;
  const { merchandiseUUID, styleUUID, count } = detail as Record<string, unknown>;
  const asset = assetOf(merchandiseUUID, styleUUID);
  if (asset === null || !isCount(count)) return null;
  return { asset, count };
}

/** The asset of a merchandise and its style, which may be left out; null when one of them cannot be an id. */
export function assetOf(merchandiseUUID: unknown, styleUUID: unknown): string | null {
  const merchandise = readId(merchandiseUUID);
  const style = styleUUID === undefined || styleUUID === '' ? '' : readId(styleUUID);
  if (merchandise === null || style === null) return null;
  return merchandise.includes('/') || style.includes('/') ? null : `ITEM:${merchandise}/${style}`;
}

/** Whether it is a number of pieces that the books take at once: 1 to 10^6. */
export function isCount(count: unknown): count is number {
  return Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MAX_COUNT;
}

/** In characters, as JSON Schema counts: what can be opened can be paid with. */
const ID = /^[^\s\p{C}]{1,64}$/u;

/** An id of another system: up to 64 characters without spaces and controls; null when it is none. */
export function readId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null;
}

function wrongIf(isWrong: boolean): Reason | null {
  return isWrong ? 'badParams' : null;
}

function checkAmount(fen: number): void {
  if (!Number.isSafeInteger(fen) || fen <= 0)
    throw new RangeError('an amount is a positive integer of fen');
}

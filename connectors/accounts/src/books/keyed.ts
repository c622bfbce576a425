import { assetOf, type Book, hashOf, isCount } from './calls.ts';
import type { Connection, Request } from './connection.ts';
import { needUntil } from './days.ts';
import { RefusedError } from './errors.ts';

/** An operation of the shop's own: done, by this call or an earlier one with its key. */
export interface Done {
  readonly ret: 'success';
  readonly operationNo: string;
  readonly orderNo: string;
}

/** Whose books, and which of them. */
export interface Holder {
  readonly merchantUUID: string;
  readonly book: Book;
  /** signAccounterUUID or memberUUID */
  readonly partyUUID: string;
}

/** An operation's key: the same key is the same operation, for this merchant and kind. */
export interface Keyed extends Holder {
  readonly key: string;
  readonly note?: string;
}

/** An item of a count card, by the ids of the merchant's own system. */
export interface ItemName {
  readonly merchandiseUUID: string;
  readonly styleUUID?: string;
}

/** Pieces that are bought. */
export interface BoughtItem extends ItemName {
  /** 1 to 10^6 */
  readonly count: number;
  /** fen, for all of them */
  readonly paidValue?: number;
  /** fen; payments with this item must then be of its price */
  readonly unitPrice?: number;
  /** last day, or time of it, in the books' zone: usable until the next midnight */
  readonly expiresAt?: string;
}

type Content = Request & { readonly merchant: string; readonly key: string };

/** The number of an operation with a key; no merchant can make another one's. */
export function keyedNo(kind: string, merchantUUID: string, key: string): string {
  return `${kind}:${encodeURIComponent(merchantUUID)}:${key}`;
}

/**
 * Runs an operation under its key: a repeat answers what the first came to.
 *
 * @throws {RefusedError} also `keyUsed`: the key came before with another content
 */
export async function runKeyed(
  connection: Connection,
  [name, kind]: readonly [name: string, kind: string],
  { key, merchant, ...rest }: Content,
): Promise<Done> {
  const content = { merchant, ...rest };
  const no = keyedNo(kind, merchant, key);
  const answer = await connection.call(name, { ...content, no, hash: hashOf(content) });
  if ((answer as { readonly ret: string }).ret === 'conflict') throw new RefusedError('keyUsed');
  return answer as Done;
}

/** The holder as the functions read it. */
export function ofHolder({ merchantUUID, book, partyUUID }: Holder) {
  return { merchant: merchantUUID, book, party: partyUUID };
}

/** The holder, key and note as the functions read them. */
export function ofKeyed(input: Keyed) {
  return { ...ofHolder(input), key: input.key, note: input.note };
}

/**
 * The item as the functions read it.
 *
 * @throws {RangeError} a count that is none, an id with "/", or a day that the calendar does not have
 */
function ofBought(item: BoughtItem) {
  if (!isCount(item.count)) throw new RangeError('a count is an integer of 1 to 10^6');
  const { count, paidValue = 0, unitPrice, expiresAt } = item;
  return { asset: needAsset(item), count, paidValue, unitPrice, expiresAt: needUntil(expiresAt) };
}

/**
 * The items of one operation; each has one lot in a top-up, so that its refund knows which.
 *
 * @throws {RangeError} also an item that occurs twice
 */
export function ofItems(items: readonly BoughtItem[]) {
  const bought = items.map(ofBought);
  if (new Set(bought.map(({ asset }) => asset)).size < bought.length) {
    throw new RangeError('an item occurs once in an operation');
  }
  return bought;
}

/** @throws {RangeError} an id with "/", spaces or more than 64 characters */
export function needAsset(item: ItemName): string {
  const asset = assetOf(item.merchandiseUUID, item.styleUUID);
  if (asset === null) throw new RangeError('an item has ids of up to 64 characters without "/"');
  return asset;
}

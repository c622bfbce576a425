import { fenOfYuan } from '@payserver/connector-kit/money';
import { type Answer, type Signed, textOf, type UnsignedSetup } from './answer.ts';
import { gatewayClassOf } from './codes.ts';
import type { JsonObject } from './json-text.ts';

/** What an answer must be about before it counts. */
export interface Expected {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  readonly appId: string;
  /** '' is not compared */
  readonly sellerId: string;
}

/** Our request, the contract or the settings are wrong. */
export interface Setup {
  readonly kind: 'setup';
  /** code and sub_code, for the operator */
  readonly code: string;
}
/** Nothing is known. */
export interface NothingKnown {
  readonly kind: 'unknown';
  readonly why: string;
}
/** Too many calls (40005): nothing is known either, and it is no fault of an answer. */
export interface Busy {
  readonly kind: 'busy';
}

export const nothingKnown = (why: string): NothingKnown => ({ kind: 'unknown', why });

/** code and sub_code as one text. */
export function shownCode({ code, subCode }: Pick<Signed | UnsignedSetup, 'code' | 'subCode'>) {
  return subCode === '' ? code : `${code} ${subCode}`;
}

/** What was answered, sorted by its gateway code: `done`, `paying` and `business` have the signed answer. */
export type Sorted =
  | { readonly kind: 'done'; readonly answer: Signed }
  | { readonly kind: 'paying'; readonly answer: Signed }
  | { readonly kind: 'business'; readonly answer: Signed }
  | Setup
  | Busy
  | NothingKnown;

/** Reads the gateway code, alike for every method (research C3). */
export function sorted(answer: Answer): Sorted {
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'unsignedSetup') return { kind: 'setup', code: shownCode(answer) };
  const kind = gatewayClassOf(answer.code);
  if (kind === 'done' || kind === 'paying' || kind === 'business') return { kind, answer };
  if (kind === 'setup') return { kind, code: shownCode(answer) };
  return kind === 'busy' ? { kind } : nothingKnown(shownCode(answer));
}

/**
 * Why an answer about a trade is not about ours, or null: another number, app or seller. Only what it names is compared,
 * but it must name the number.
 */
export function strangenessOf(fields: JsonObject, expected: Expected): string | null {
  if (textOf(fields, 'out_trade_no') !== expected.tractionNo) return 'another out_trade_no';
  const { appId, sellerId } = expected;
  if (isOther(textOf(fields, 'app_id'), appId)) return 'another app_id';
  return isOther(textOf(fields, 'seller_id'), sellerId) ? 'another seller_id' : null;
}

const isOther = (said: string, ours: string) => said !== '' && ours !== '' && said !== ours;

/** Whether `total_amount` is there and ours. */
export function hasOurAmount(fields: JsonObject, { amount }: Pick<Expected, 'amount'>): boolean {
  return fenOfYuan(textOf(fields, 'total_amount')) === amount;
}

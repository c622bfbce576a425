import type { Merchants } from '@payserver/connector-kit/merchants';
import type { Operation } from '@payserver/connector-kit/provider';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import { type Calls, callsBy } from './calls.ts';
import type { Expected } from './driver/account.ts';
import { type Memo, memoOf } from './memo.ts';
import type { Merchant } from './merchant.ts';
import type { Say } from './texts.ts';
import type { WechatTimes } from './times.ts';

/** What every call needs. */
export interface Wechat {
  readonly merchants: Merchants<Merchant>;
  readonly say: Say;
  readonly times: WechatTimes;
  readonly log: Logger;
  /** in the gateway's zone */
  readonly formatTime: TimeFormat;
}

/** One operation at one merchant, with the calls of the interface that it is made by. */
export interface Work<O extends Operation = Operation> {
  readonly wechat: Wechat;
  readonly merchant: Merchant;
  readonly operation: O;
  readonly memo: Memo;
  readonly calls: Calls;
}

/** Null: this merchant has another number at WeChat than when the operation came, or none: nothing can be asked. */
export function workOf<O extends Operation>(wechat: Wechat, operation: O): Work<O> | null {
  const { merchantUUID, signal, tractionNo } = operation;
  const merchant = wechat.merchants.of(merchantUUID);
  const memo = memoOf(operation);
  if (merchant === undefined || memo === null || memo.mchid !== merchant.account.mchid) {
    wechat.log.error({ merchantUUID, tractionNo }, 'the WeChat merchant of an operation is gone');
    return null;
  }
  return { wechat, merchant, operation, memo, calls: callsBy(memo.by, { merchant, signal }) };
}

/** The amount and number that every answer must be about. */
export function expectedOf({ tractionNo, amount }: Operation): Expected {
  return { tractionNo, amount };
}

type OfMerchant = Pick<Work, 'wechat' | 'operation'>;
interface Answered {
  readonly kind: string;
  readonly code?: string;
}

/** Logs that WeChat refuses the settings for a question, a reverse or a refund. It stops no payment. */
export function noteSetup(
  { wechat: { log }, operation: { merchantUUID, tractionNo } }: OfMerchant,
  { kind, code = '' }: Answered,
): void {
  if (kind !== 'setup') return;
  log.error({ merchantUUID, tractionNo, code }, 'WeChat refuses the settings of a merchant');
}

/**
 * Of the call that takes money: a merchant whose settings WeChat refuses is paused, and one whose payment WeChat takes goes
 * on. Only payments decide: that questions are answered proves nothing for them, nor the other way round.
 */
export function notePaySetup(
  { wechat: { merchants }, operation: { merchantUUID } }: OfMerchant,
  { kind, code = '' }: Answered,
): void {
  if (kind === 'setup') merchants.pause(merchantUUID, code);
  else if (kind !== 'unknown' && merchants.isPaused(merchantUUID)) merchants.resume(merchantUUID);
}

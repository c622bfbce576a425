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

/** Pauses a merchant whose settings WeChat refuses, and lets one go on whose settings work. */
export function noteSetup(
  { wechat: { merchants }, operation: { merchantUUID } }: Pick<Work, 'wechat' | 'operation'>,
  verdict: { readonly kind: string; readonly code?: string },
): void {
  if (verdict.kind === 'setup') {
    if (!merchants.isPaused(merchantUUID)) merchants.pause(merchantUUID, verdict.code ?? '');
  } else if (verdict.kind !== 'unknown' && merchants.isPaused(merchantUUID)) {
    merchants.resume(merchantUUID);
  }
}

import type { Operation, Payment, Refund } from '@payserver/connector-kit/provider';
import type { By } from './calls.ts';
import type { Merchant } from './merchant.ts';

/** What the journal keeps of a payment or refund for its later calls. */
export interface Memo {
  readonly by: By;
  /** a number at another merchant of WeChat is another number */
  readonly mchid: string;
}

const BYS: readonly unknown[] = ['v2', 'v3', 'native'];

/** Null: there was no merchant when it came, so nothing was sent. */
export function memoOf({ memo }: Pick<Operation, 'memo'>): Memo | null {
  const { by, mchid } = memo;
  return BYS.includes(by) && typeof mchid === 'string' ? { by: by as By, mchid } : null;
}

/** A code that the customer shows, or null: then the shop shows one. */
export function barcodeOf({ payParams }: Payment): string | null {
  const code = payParams['payBarCode'];
  return typeof code === 'string' && code !== '' ? code : null;
}

/** How this call is to be made: of a refund, as its payment was. */
export function chooseMemo(call: Payment | Refund, merchant: Merchant | undefined) {
  if (merchant === undefined) return {};
  const { mchid } = merchant.account;
  if (call.kind === 'pay') {
    const isCode = barcodeOf(call as Payment) === null;
    return { by: isCode ? 'native' : merchant.api, mchid } satisfies Memo;
  }
  const { payMemo } = call as Refund;
  const by = payMemo === null ? null : (memoOf({ memo: payMemo })?.by ?? null);
  return { by: by ?? merchant.api, mchid } satisfies Memo;
}

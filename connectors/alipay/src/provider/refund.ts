import {
  failed,
  NotSent,
  notFound,
  type Operation,
  type Refund,
  type Result,
  running,
  success,
} from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { refundCall, refundQueryCall } from '../driver/calls.ts';
import {
  type ExpectedRefund,
  type Refunded,
  type RefundQueryVerdict,
  type RefundRefused,
  readRefund,
  readRefundQuery,
} from '../driver/refund.ts';
import { askAlipay, noteSetup } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A merchant's balance is not topped up sooner. */
const BALANCE_AGAIN_MS = 10 * MINUTE;
/** A refund that was first sent longer ago was sent before. */
const FIRST_SEND_MS = 8 * SECOND;

/**
 * Gives money back (research C7, G2). The number is the refund's for ever: however often it is sent, it is one refund.
 * `fund_change` N is asked about, and so is a refusal before it counts.
 */
export async function refund(
  deps: AlipayDeps,
  account: AlipayAccount,
  order: Refund,
): Promise<Result> {
  const { texts, times, log } = deps;
  const { tractionNo, payTractionNo, amount, signal } = order;
  const isRepeat = isOlder(order, FIRST_SEND_MS);
  const expected = { tractionNo, payTractionNo, amount };
  const verdict = readRefund(
    await askAlipay(deps, { account, signal }, refundCall(expected)),
    expected,
  );
  const again = { reason: texts.refunding, askAfterMs: times.REFUND_QUERY_MS };
  switch (verdict.kind) {
    case 'refunded':
      return refunded(verdict);
    case 'refused':
      return await refused(deps, { account, order, isRepeat }, verdict);
    case 'sellerBalance':
      log.error({ tractionNo, code: verdict.code }, "the merchant's balance is too low to refund");
      return running({ reason: texts.sellerBalance, askAfterMs: BALANCE_AGAIN_MS });
    case 'operator':
      log.error({ tractionNo, code: verdict.code }, 'a refund needs a person');
      return running({ reason: texts.operator, askAfterMs: times.REFUND_QUERY_MS });
    case 'setup':
      noteSetup(deps, order, verdict.code);
      return running({ reason: texts.setup, askAfterMs: MINUTE });
    case 'byQuery':
    case 'busy':
    case 'unknown':
      return running(again);
  }
}

interface Refusal {
  readonly account: AlipayAccount;
  readonly order: Refund;
  readonly isRepeat: boolean;
}

/** A repeat may be refused because the first one is done: then only a query that has had its time says no. */
async function refused(
  deps: AlipayDeps,
  { account, order, isRepeat }: Refusal,
  { text, code }: RefundRefused,
): Promise<Result> {
  const { texts, times, log } = deps;
  const { tractionNo, signal } = order;
  log.info({ tractionNo, code }, 'a refund is refused');
  const verdict = await ask(deps, { account, signal }, order).catch(() => null);
  if (verdict?.kind === 'refunded') return refunded(verdict);
  const isSure = !isRepeat || isOlder(order, FIRST_SEND_MS + times.REFUND_QUERY_MS);
  if (verdict?.kind === 'notReceived' && isSure) return failed(texts[text]);
  return running({ reason: texts.refunding, askAfterMs: times.REFUND_QUERY_MS });
}

function isOlder({ sentAt }: Operation, ms: number): boolean {
  return sentAt !== null && Date.now() - sentAt.getTime() > ms;
}

/**
 * What became of a refund. `notFound`: Alipay has not received it, or it failed there; the same number may be sent again.
 *
 * @throws {NotSent}
 */
export async function queryRefund(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const { texts } = deps;
  const { payTractionNo, tractionNo, amount, signal } = operation;
  if (payTractionNo === null) throw new Error('a refund without its payment');
  const expected = { tractionNo, payTractionNo, amount };
  const verdict = await ask(deps, { account, signal }, expected);
  if (verdict.kind === 'refunded') return refunded(verdict);
  if (verdict.kind === 'notReceived') return notFound();
  return running({ reason: texts.refunding });
}

async function ask(
  deps: AlipayDeps,
  asker: { readonly account: AlipayAccount; readonly signal: AbortSignal },
  { tractionNo, payTractionNo, amount }: ExpectedRefund,
): Promise<RefundQueryVerdict> {
  const expected = { tractionNo, payTractionNo, amount };
  return readRefundQuery(await askAlipay(deps, asker, refundQueryCall(expected)), expected);
}

function refunded({ thirdRefundNo, finishedAt }: Refunded): Result {
  return success({ thirdOrderNo: thirdRefundNo, ...(finishedAt !== null && { finishedAt }) });
}

/** Of a merchant that is not set up: nothing can be sent, and nothing is lost by that. */
export function noMerchant(): NotSent {
  return new NotSent('this merchant is not set up');
}

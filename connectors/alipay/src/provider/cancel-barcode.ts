import { closed, type Operation, type Result, running } from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { cancelCall, refundCall, refundQueryCall } from '../driver/calls.ts';
import { readRefund, readRefundQuery } from '../driver/refund.ts';
import { type CancelVerdict, readCancel } from '../driver/trade.ts';
import { askAlipay, noteSetup } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';
import { queryTrade } from './query-trade.ts';

/**
 * Makes sure that a payment by barcode does not happen: closed when it is not paid, given back when it is (research C5).
 * `closed` only after a query has confirmed it; "no such trade" counts once the payment cannot be on its way any more.
 */
export async function cancelBarcode(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const { tractionNo, signal } = operation;
  const answer = await askAlipay(deps, { account, signal }, cancelCall(tractionNo));
  const verdict = readCancel(answer, { tractionNo });
  if (verdict.kind === 'setup') noteSetup(deps, operation, verdict.code);
  if (verdict.kind === 'refused' && verdict.is === 'tooLate') {
    return await refundInstead(deps, account, operation);
  }
  if (verdict.kind === 'refused' && verdict.is !== 'notExist') {
    deps.log.error(
      { tractionNo, code: verdict.code },
      'a cancellation is refused: a person must act',
    );
  }
  return mayBeOver(verdict) ? await confirmed(deps, account, operation) : running();
}

function mayBeOver(verdict: CancelVerdict): boolean {
  return verdict.kind === 'refused' || (verdict.kind === 'cancelled' && !verdict.again);
}

async function confirmed(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const verdict = await queryTrade(deps, account, operation);
  const isOver =
    verdict.kind === 'closed' || (verdict.kind === 'notFound' && cannotArrive(deps, operation));
  return isOver ? closed(deps.texts.cancelled) : running();
}

/** So long after the deadline no payment is on its way any more (research C5: once more 60 s later). */
function cannotArrive({ times }: AlipayDeps, { sentAt }: Operation): boolean {
  if (sentAt === null) return false;
  return Date.now() - sentAt.getTime() >= times.CLOSE_AFTER_MS + times.NOT_EXIST_MS;
}

/** Too old to be cancelled: all of it is refunded, under one number however often this is tried. */
async function refundInstead(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const { tractionNo, amount, signal } = operation;
  const refund = { tractionNo: `${tractionNo}C`, payTractionNo: tractionNo, amount };
  const trade = await queryTrade(deps, account, operation);
  if (trade.kind === 'closed') return closed(deps.texts.cancelled);
  if (trade.kind !== 'paid') return running();
  const asker = { account, signal };
  const sent = readRefund(await askAlipay(deps, asker, refundCall(refund)), refund);
  if (sent.kind === 'refunded') return closed(deps.texts.cancelled);
  const asked = readRefundQuery(await askAlipay(deps, asker, refundQueryCall(refund)), refund);
  return asked.kind === 'refunded' ? closed(deps.texts.cancelled) : running();
}

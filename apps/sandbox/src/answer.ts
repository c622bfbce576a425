import type { TimeFormat } from '@payserver/shared/runtime/time';
import { parseBehaviour } from './behaviours/catalogue.ts';
import type { Transaction } from './ledger/transaction.ts';

/** What a connector answers and what its notice carries (API document, Pay 3 and Refund 2). */
export interface ConnectorAnswer {
  tractionNo: string;
  ret: 'success' | 'running' | 'failed' | 'notFound';
  thirdOrderNo: string;
  thirdErrorReason: string;
  /** empty while it is not finished */
  tradeFinishedAt: string;
  /** what the till shall show */
  payData?: { readonly codeUrl: string };
}

/** The truth about a transaction at this moment. A call that is on its way counts as running. */
export function answerOf(tx: Transaction, formatTime: TimeFormat): ConnectorAnswer {
  return {
    tractionNo: tx.tractionNo,
    ret: tx.ret === 'none' ? 'running' : tx.ret,
    thirdOrderNo: tx.thirdOrderNo ?? '',
    thirdErrorReason: tx.reason,
    tradeFinishedAt: tx.finishedAt === null ? '' : formatTime(new Date(tx.finishedAt)),
    ...(tx.ret === 'running' && showsCode(tx) && { payData: codeOf(tx) }),
  };
}

function showsCode(tx: Transaction): boolean {
  return parseBehaviour(tx.behaviour).behaviour.showsCode === true;
}

/** Nobody can pay there: `.example` is no host (RFC 2606). */
function codeOf({ tractionNo }: Transaction) {
  return { codeUrl: `https://pay.sandbox.example/${tractionNo}` };
}

/** The answer about a number these books do not know. */
export function notFoundAnswer(tractionNo: string): ConnectorAnswer {
  const empty = { thirdOrderNo: '', thirdErrorReason: 'NOT_FOUND', tradeFinishedAt: '' };
  return { tractionNo, ret: 'notFound', ...empty };
}

/** The same number but for its last digit: what a connector that mixes up its orders would send. */
export function otherTractionNo(tractionNo: string): string {
  return tractionNo.slice(0, -1) + (tractionNo.endsWith('7') ? '8' : '7');
}

/** The amount field of this kind of call, one fen too large. */
export function wrongAmountOf(tx: Transaction): Record<string, number> {
  return { [tx.kind === 'pay' ? 'payAmount' : 'refundAmount']: (tx.amount ?? 0) + 1 };
}

import {
  closed,
  failed,
  notFound,
  type Operation,
  type Result,
  running,
  success,
} from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { queryCall } from '../driver/calls.ts';
import { type Paid, type QueryVerdict, readQuery } from '../driver/trade.ts';
import { askAlipay, expectedOf } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';

/** What Alipay says of this payment now. @throws {NotSent} */
export async function queryTrade(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<QueryVerdict> {
  const { tractionNo, signal } = operation;
  const answer = await askAlipay(deps, { account, signal }, queryCall(tractionNo));
  const verdict = readQuery(answer, expectedOf(account, operation));
  const { merchantUUID } = operation;
  if (verdict.kind === 'setup') {
    deps.log.error({ merchantUUID, code: verdict.code }, 'Alipay refuses a query');
  }
  if (verdict.kind === 'unknown') {
    deps.log.warn({ tractionNo, why: verdict.why }, 'a query says nothing of this payment');
  }
  return verdict;
}

/** What a query means for a payment by barcode. */
export function resultOfQuery({ texts, times }: AlipayDeps, verdict: QueryVerdict): Result {
  switch (verdict.kind) {
    case 'paid':
      return paid(verdict);
    case 'pending':
      return running({ ...numberOf(verdict), reason: texts.paying, askAfterMs: times.POLL_MS });
    case 'closed':
      // Paid and given back by hand, or never paid: no money either way.
      return verdict.wasPaid ? closed(texts.closed) : failed(texts.closed, numberOf(verdict));
    case 'notFound':
      return notFound();
    case 'busy':
      return running({ reason: texts.busy });
    case 'setup':
    case 'unknown':
      return running({ reason: texts.checking });
  }
}

/** The money has moved. */
export function paid({ thirdOrderNo, finishedAt }: Paid): Result {
  return success({ thirdOrderNo, ...(finishedAt !== null && { finishedAt }) });
}

/** trade_no, where there is one. */
export function numberOf({ thirdOrderNo }: { readonly thirdOrderNo: string | null }) {
  return thirdOrderNo === null ? {} : { thirdOrderNo };
}

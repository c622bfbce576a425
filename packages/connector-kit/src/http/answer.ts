import type { TimeFormat } from '@payserver/shared/runtime/time';
import type { Row } from '../journal/row.ts';
import { isWithoutMoney } from '../journal/states.ts';

/** What a connector answers and what its notices carry (docs/connector.md). */
export interface Answer {
  readonly tractionNo: string;
  readonly ret: 'success' | 'failed' | 'running' | 'notFound';
  readonly [field: string]: unknown;
}

/** What an operation is, to whoever posted it, asked about it, or is sent a notice. */
export function answerOf(row: Row, formatTime: TimeFormat): Answer {
  const ret =
    row.state === 'success' ? 'success' : isWithoutMoney(row.state) ? 'failed' : 'running';
  const amount = row.amount === 0 ? {} : amountOf(row);
  return {
    tractionNo: row.tractionNo,
    ret,
    ...amount,
    ...(row.thirdOrderNo !== null && { thirdOrderNo: row.thirdOrderNo }),
    ...(row.reason !== null && { thirdErrorReason: row.reason }),
    ...(row.finishedAt !== null && { tradeFinishedAt: formatTime(row.finishedAt) }),
    ...(ret !== 'failed' && row.payData !== null && { payData: row.payData }),
  };
}

function amountOf({ kind, amount }: Row): object {
  return kind === 'pay' ? { payAmount: amount } : { refundAmount: amount };
}

/**
 * The answer to a query: `notFound` also while nothing was sent and nobody is about to, and where the provider does not
 * have it and treats repeats as one. Then the gateway posts again, with what only it knows.
 */
export function answerOfQuery(row: Row, formatTime: TimeFormat, isRepeatable: boolean): Answer {
  const isFree = row.leaseUntil === null || row.leaseUntil <= row.now;
  const isUnsent = row.state === 'new' && isFree;
  const isNotThere = row.state === 'running' && row.isUnknownToProvider && isRepeatable;
  const { tractionNo } = row;
  return isUnsent || isNotThere ? { tractionNo, ret: 'notFound' } : answerOf(row, formatTime);
}

/** The answer to a cancellation. `failed`: it is paid, and no cancellation is in effect. */
export function answerOfCancel(row: Row, isNew: boolean): Answer {
  const { tractionNo } = row;
  if (isNew) return { tractionNo, ret: 'notFound' };
  if (row.state === 'success') return { tractionNo, ret: 'failed', thirdErrorReason: 'it is paid' };
  return { tractionNo, ret: isWithoutMoney(row.state) ? 'success' : 'running' };
}

import {
  failed,
  type Operation,
  type OperationTiming,
  type Payment,
  type Provider,
  type Timing,
} from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import type { AlipayTimes } from '../settings.ts';
import { payByBarcode } from './barcode.ts';
import { cancelBarcode } from './cancel-barcode.ts';
import { canBeAsked } from './check-env.ts';
import type { AlipayDeps } from './deps.ts';
import { cancelQr, payByQr, qrEndOf, qrMemoOf, queryQr } from './qr.ts';
import { queryTrade, resultOfQuery } from './query-trade.ts';
import { noMerchant, queryRefund, refund } from './refund.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Alipay as a provider of the connector kit. */
export function createAlipayProvider(deps: AlipayDeps): Provider {
  const { accounts, times, texts } = deps;
  return {
    // The same out_request_no is one refund; a payment is never sent twice, its code may be used up.
    isRepeatable: { pay: false, refund: true },
    timing: timingOf(times),
    timingOf: (operation) => timingOfOne(deps, operation),
    remember: (call) =>
      'payParams' in call && isQr(call) ? { ...qrMemoOf(call, times.QR_VALID_MS) } : {},
    pay: async (payment) => {
      const { merchantUUID } = payment;
      const account = accounts.of(merchantUUID);
      if (account === undefined) return failed(texts.noMerchant);
      if (account.isPaused || !accounts.mayTry(merchantUUID)) return failed(texts.setup);
      const pay = qrEndOf(payment) === null ? payByBarcode : payByQr;
      return await pay(deps, account, payment);
    },
    query: async (operation) => {
      const account = accountOf(deps, operation);
      if (operation.kind === 'refund') return await queryRefund(deps, account, operation);
      if (qrEndOf(operation) !== null) return await queryQr(deps, account, operation);
      return resultOfQuery(deps, await queryTrade(deps, account, operation));
    },
    cancel: async (operation) => {
      const cancel = qrEndOf(operation) === null ? cancelBarcode : cancelQr;
      return await cancel(deps, accountOf(deps, operation), operation);
    },
    refund: async (order) => {
      const account = accounts.of(order.merchantUUID);
      if (account === undefined) throw noMerchant();
      return await refund(deps, account, order);
    },
    checkEnv: async (merchantUUID) => await canBeAsked(deps, merchantUUID),
  };
}

function isQr({ payParams }: Payment): boolean {
  return payParams['payBarCode'] === undefined;
}

function accountOf({ accounts }: AlipayDeps, { merchantUUID }: Operation): AlipayAccount {
  const account = accounts.of(merchantUUID);
  if (account === undefined) throw new Error('the file of this merchant is gone');
  return account;
}

function timingOf(times: AlipayTimes): Partial<Timing> {
  return {
    callMs: times.CALL_MS,
    leaseMs: Math.max(Math.round(1.4 * times.CALL_MS), times.CALL_MS + 200),
    closeAfterMs: times.CLOSE_AFTER_MS,
    askGapMs: Math.min(times.POLL_MS, 2 * SECOND),
    askAfter: () => times.POLL_MS,
    ...(times.LATE_QUERIES_MS.length > 0 && { lateQueriesMs: times.LATE_QUERIES_MS }),
  };
}

/** [age up to, ms between two queries]; the first ones are a setting */
const REFUND_SCHEDULE: ReadonlyArray<readonly [number, number]> = [
  [10 * MINUTE, MINUTE],
  [60 * MINUTE, 5 * MINUTE],
];

function timingOfOne({ times }: AlipayDeps, operation: Operation): Partial<OperationTiming> {
  const { kind, sentAt } = operation;
  if (kind === 'refund') {
    return {
      refundGapMs: times.REFUND_GAP_MS,
      askGapMs: times.REFUND_QUERY_MS,
      askAfter: (ageMs) => {
        if (ageMs <= MINUTE) return times.REFUND_QUERY_MS;
        return REFUND_SCHEDULE.find(([upTo]) => ageMs <= upTo)?.[1] ?? 30 * MINUTE;
      },
    };
  }
  const end = qrEndOf(operation);
  if (end === null) return {};
  return { closeAfterMs: sentAt === null ? null : end.getTime() - sentAt.getTime() };
}

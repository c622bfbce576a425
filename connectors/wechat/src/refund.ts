import {
  failed,
  NotSent,
  notFound,
  type Refund,
  type Result,
  running,
  success,
} from '@payserver/connector-kit/provider';
import { type ByKind, byKind } from './by-kind.ts';
import type { RefundVerdict } from './driver/verdict.ts';
import { noticeUrlOf } from './notice-urls.ts';
import { waits } from './results.ts';
import { expectedOf, noteSetup, type Wechat, type Work, workOf } from './work.ts';

/** Waits, ms, by how often a refund is queried at first (every 5 s). */
const pausesOf = ({ wechat: { times } }: Work) => ({
  soon: Math.round(times.refundQueryMs * 0.4),
  /** until a person has topped the balance up: 10 min */
  balance: times.refundQueryMs * 120,
});

/**
 * Gives money back. Accepted is not done: queries and notices say when it is (research A6).
 *
 * @throws {NotSent} nothing was sent: WeChat was not reached, or the merchant's settings are known to be wrong
 */
export async function sendRefund(wechat: Wechat, refund: Refund): Promise<Result> {
  const work = workOf(wechat, refund);
  if (work === null) throw new NotSent('the merchant is gone');
  const { merchant, calls } = work;
  const verdict = await calls.refund({
    ...expectedOf(refund),
    payTractionNo: refund.payTractionNo,
    payAmount: refund.payAmount,
    notifyUrl: merchant.notifyUrl === null ? null : noticeUrlOf(merchant, refund),
  });
  noteSetup(work, verdict);
  // There is no such payment to give back.
  const refusal = verdict.kind === 'notFound' ? NO_PAYMENT : verdict;
  return refusal.kind === 'failed' ? await afterRefusal(work, refusal) : resultOf(work, refusal);
}

const NO_PAYMENT = { kind: 'failed', code: 'RESOURCE_NOT_EXISTS', text: 'refundRefused' } as const;

/** It may be a repeat, of which the first one was taken: only what is not there, or closed, has failed. */
async function afterRefusal(
  work: Work,
  refusal: Extract<RefundVerdict, { kind: 'failed' }>,
): Promise<Result> {
  const verdict = await work.calls.refundQuery(expectedOf(work.operation));
  return resultOf(work, verdict.kind === 'notFound' ? refusal : verdict);
}

/** What became of a refund. */
export async function queryRefund(work: Work): Promise<Result> {
  const verdict = await work.calls.refundQuery(expectedOf(work.operation));
  noteSetup(work, verdict);
  return verdict.kind === 'notFound' ? notFound() : resultOf(work, verdict);
}

const OF_REFUND: ByKind<RefundVerdict, Work, Result> = {
  refunded: ({ thirdRefundNo, finishedAt }) =>
    success({ thirdOrderNo: thirdRefundNo, ...(finishedAt !== null && { finishedAt }) }),
  processing: ({ thirdRefundNo }, { wechat }) => {
    const known = thirdRefundNo === null ? {} : { thirdOrderNo: thirdRefundNo };
    return running({ ...known, reason: wechat.say('refunding') });
  },
  failed: ({ code, text }, { wechat, operation: { tractionNo } }) => {
    wechat.log.warn({ tractionNo, code }, 'a refund failed');
    return failed(wechat.say(text));
  },
  abnormal: ({ thirdRefundNo }, { wechat, operation: { tractionNo, merchantUUID } }) => {
    wechat.log.error({ tractionNo, merchantUUID }, 'a refund is stuck: see to it at WeChat');
    return running({ thirdOrderNo: thirdRefundNo, reason: wechat.say('refundAbnormal') });
  },
  noBalance: (_verdict, work) => {
    const { tractionNo, merchantUUID } = work.operation;
    const text = 'no refund: the balance at WeChat is too low';
    work.wechat.log.error({ tractionNo, merchantUUID }, text);
    return waits(work, 'merchantBalance', pausesOf(work).balance);
  },
  mismatch: ({ what }, work) => {
    const { tractionNo } = work.operation;
    work.wechat.log.error({ tractionNo, what }, 'WeChat answers about another refund');
    return waits(work, 'mismatch');
  },
  unknown: ({ why }, work) => {
    const { tractionNo } = work.operation;
    work.wechat.log.warn({ tractionNo, why }, 'an answer about a refund proves nothing');
    return waits(work, 'refunding');
  },
  busy: (_verdict, work) => waits(work, 'busy', pausesOf(work).soon),
  setup: (_verdict, work) => waits(work, 'setup'),
  notFound: (_verdict, work) => waits(work, 'refunding', pausesOf(work).soon),
};

function resultOf(work: Work, verdict: RefundVerdict): Result {
  return byKind(OF_REFUND, verdict, work);
}

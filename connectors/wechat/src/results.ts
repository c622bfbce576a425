import { closed, failed, type Result, running, success } from '@payserver/connector-kit/provider';
import { type ByKind, byKind } from './by-kind.ts';
import type { PayVerdict } from './driver/verdict.ts';
import type { TextKey } from './texts.ts';
import type { Work } from './work.ts';

/** Open, with what the cashier reads. */
export function waits({ wechat }: Work, key: TextKey, askAfterMs?: number): Result {
  return running({ reason: wechat.say(key), ...(askAfterMs !== undefined && { askAfterMs }) });
}

const ends = (finishedAt: Date | null) => (finishedAt === null ? {} : { finishedAt });
const checking = (_verdict: unknown, work: Work) => waits(work, 'checking');

const OF_QUERY: ByKind<PayVerdict, Work, Result> = {
  paid: ({ thirdOrderNo, finishedAt }) => success({ thirdOrderNo, ...ends(finishedAt) }),
  closed: ({ text }, { wechat }) => failed(wechat.say(text)),
  refunded: ({ thirdOrderNo }, work) => wentBack(work, thirdOrderNo),
  mismatch: ({ what }, work) => {
    const { tractionNo } = work.operation;
    work.wechat.log.error({ tractionNo, what }, 'WeChat answers about other money');
    return waits(work, 'mismatch');
  },
  unknown: ({ why }, work) => {
    const { tractionNo } = work.operation;
    work.wechat.log.warn({ tractionNo, why }, 'an answer of WeChat proves nothing');
    return waits(work, 'checking');
  },
  pending: ({ text }, work) => waits(work, text),
  setup: (_verdict, work) => waits(work, 'setup'),
  notFound: checking,
  declined: checking,
  refused: checking,
  exists: checking,
};

/** What a query's verdict means for the payment (research G1). `failed` only where WeChat says that it is closed. */
export function resultOfQuery(work: Work, verdict: PayVerdict): Result {
  return byKind(OF_QUERY, verdict, work);
}

/** By a reverse of ours, or by a person at WeChat's console: then it was paid. */
function wentBack({ wechat: { say, log }, operation }: Work, thirdOrderNo: string): Result {
  if (operation.isClosing) return closed(say('reversed'));
  const { tractionNo } = operation;
  log.error({ tractionNo }, 'paid, and money of it went back without this connector');
  return success({ thirdOrderNo });
}

import { closed, type Result } from '@payserver/connector-kit/provider';
import { type ByKind, byKind } from './by-kind.ts';
import type { CloseVerdict, PayVerdict } from './driver/verdict.ts';
import { resultOfQuery, waits } from './results.ts';
import { expectedOf, noteSetup, type Work } from './work.ts';

/** Waits, ms, by how often a payment is queried (every 5 s at WeChat). */
const pausesOf = ({ wechat: { times } }: Work) => ({
  /** a query after a reverse may read an older copy: 2 s */
  soon: Math.round(times.queryMs * 0.4),
  /** while the customer types, a reverse is refused: 5 s */
  typing: times.queryMs,
  /** until a person has topped the balance up: 1 min */
  balance: times.queryMs * 12,
});

/**
 * Reverses a barcode payment and asks whether that was done: unpaid it is closed for ever, paid the money goes back.
 * Certain only when both answers fit (research A5).
 */
export async function closeBarcode(work: Work): Promise<Result> {
  const { close, query } = await closeAndAsk(work);
  return byKind(OF_REVERSE, query, { work, close });
}

/** Closes a QR code and asks: a close may be answered as done although the customer pays at that moment (research B6). */
export async function closeCode(work: Work): Promise<Result> {
  const { close, query } = await closeAndAsk(work);
  return byKind(OF_CLOSE, query, { work, close });
}

async function closeAndAsk(work: Work) {
  const { calls, operation, wechat } = work;
  const { tractionNo } = operation;
  const close = await calls.close(tractionNo);
  noteSetup(work, close);
  const query = await calls.query(expectedOf(operation));
  wechat.log.info({ tractionNo, close: close.kind, query: query.kind }, 'cancelled at WeChat');
  return { close, query };
}

interface Closing {
  readonly work: Work;
  readonly close: CloseVerdict;
}
const isGone = (_query: unknown, { work }: Closing) => closed(work.wechat.say('reversed'));
const repeat = (_query: unknown, { work }: Closing) => waits(work, 'reversing');
const mismatch = (query: PayVerdict, { work }: Closing) => resultOfQuery(work, query);
const UNCERTAIN = {
  mismatch,
  unknown: repeat,
  setup: repeat,
  declined: repeat,
  refused: repeat,
  exists: repeat,
} as const;

const OF_REVERSE: ByKind<PayVerdict, Closing, Result> = {
  ...UNCERTAIN,
  closed: isGone,
  refunded: isGone,
  paid: (query, { work, close }) => paidAllTheSame(work, close, query),
  notFound: (query, closing) => {
    const { work, close } = closing;
    return (close.kind === 'done' || isSettled(work, close) ? isGone : repeat)(query, closing);
  },
  pending: (query, closing) => {
    const { work, close } = closing;
    const isCertain = close.kind === 'done' && isOld(work);
    return isCertain ? isGone(query, closing) : ofPending(work, close);
  },
};

const OF_CLOSE: ByKind<PayVerdict, Closing, Result> = {
  ...UNCERTAIN,
  closed: isGone,
  refunded: isGone,
  paid: (query, { work }) => resultOfQuery(work, query),
  notFound: (query, closing) =>
    isOld(closing.work)
      ? isGone(query, closing)
      : waits(closing.work, 'reversing', pausesOf(closing.work).soon),
  pending: (_query, { work, close }) =>
    waits(
      work,
      'reversing',
      close.kind === 'userPaying' ? pausesOf(work).typing : pausesOf(work).soon,
    ),
};

function ofPending(work: Work, { kind }: CloseVerdict): Result {
  if (kind === 'userPaying') return waits(work, 'userPaying', pausesOf(work).typing);
  return waits(work, 'reversing', kind === 'done' ? pausesOf(work).soon : undefined);
}

/** Refused for good, with the money there: then it stays paid. Otherwise a reverse that is at work takes it back. */
function paidAllTheSame(work: Work, { kind }: CloseVerdict, query: PayVerdict): Result {
  if (kind === 'expired') return resultOfQuery(work, query);
  if (kind !== 'noBalance')
    return waits(work, 'reversing', kind === 'done' ? pausesOf(work).soon : undefined);
  const { tractionNo, merchantUUID } = work.operation;
  const text = 'money cannot go back: the balance at WeChat is too low';
  work.wechat.log.error({ tractionNo, merchantUUID }, text);
  return waits(work, 'merchantBalance', pausesOf(work).balance);
}

/** Neither the reverse nor the query finds it, so long after it was sent: it never arrived. */
function isSettled(work: Work, { kind }: CloseVerdict): boolean {
  return kind === 'notFound' && isOld(work);
}

function isOld({ operation: { sentAt }, wechat: { times } }: Work): boolean {
  return sentAt !== null && Date.now() - sentAt.getTime() >= times.settledMs;
}

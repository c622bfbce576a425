import {
  closed,
  failed,
  type Operation,
  type Payment,
  type Result,
  running,
} from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { beijingTime, parseBeijingTime } from '../driver/beijing-time.ts';
import { closeCall, precreateCall } from '../driver/calls.ts';
import { type QueryVerdict, readClose, readPrecreate } from '../driver/trade.ts';
import { askAlipay, noteSetup, setupIsRight, setupIsWrong } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';
import { numberOf, paid, queryTrade, resultOfQuery } from './query-trade.ts';

/** What the journal remembers of a payment whose code the shop shows. */
export interface QrMemo {
  readonly way: 'qr';
  /** `yyyy-MM-dd HH:mm:ss` in Beijing */
  readonly timeExpire: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Alipay gives a code at least a minute (research C2). */
export function qrMemoOf(payment: Payment, validMs: number): QrMemo {
  const now = Date.now();
  const least = now + Math.min(MINUTE, validMs);
  const end = Math.max(least, Math.min(payment.expiresAt.getTime(), now + validMs));
  return { way: 'qr', timeExpire: beijingTime(new Date(Math.ceil(end / SECOND) * SECOND)) };
}

/** When nobody can pay this code any more; null: it is no payment by QR code. */
export function qrEndOf({ kind, memo }: Pick<Operation, 'kind' | 'memo'>): Date | null {
  const { way, timeExpire } = memo;
  if (kind !== 'pay' || way !== 'qr' || typeof timeExpire !== 'string') return null;
  return parseBeijingTime(timeExpire);
}

/**
 * Lets Alipay make the code (research C6). No trade exists before it is scanned, so a code is never taken back: whatever
 * goes wrong, the payment is open until its time is over.
 */
export async function payByQr(
  deps: AlipayDeps,
  account: AlipayAccount,
  payment: Operation,
): Promise<Result> {
  const { texts } = deps;
  const { tractionNo, amount, signal, memo } = payment;
  const { subject, storeId, notifyUrl } = account;
  const timeExpire = String(memo['timeExpire']);
  const sold = { tractionNo, amount, subject, storeId, notifyUrl, timeExpire };
  const answer = await askAlipay(deps, { account, signal }, precreateCall(sold));
  const verdict = readPrecreate(answer, { tractionNo });
  const askAfterMs = deps.times.POLL_MS;
  switch (verdict.kind) {
    case 'code': {
      const end = qrEndOf(payment);
      const expiresAt = end === null ? {} : { expiresAt: deps.formatTime(end) };
      deps.shownCodes.add(tractionNo);
      setupIsRight(deps, payment.merchantUUID);
      const payData = { codeUrl: verdict.codeUrl, ...expiresAt };
      return running({ payData, reason: texts.waiting, askAfterMs });
    }
    case 'setup':
      return setupIsWrong(deps, payment.merchantUUID, verdict.code);
    case 'declined':
      return verdict.isCertain ? failed(texts[verdict.text]) : running({ askAfterMs });
    case 'byQuery':
    case 'busy':
    case 'unknown':
      return running({ reason: texts.noCode, askAfterMs });
  }
}

/** No code was shown by this process, and there is time to scan one. */
const WORTH_A_CODE_MS = 2 * SECOND;

/**
 * What a query means for it. A code whose answer was lost is made again: the same number with the same content moves no
 * money and is one order.
 */
export async function queryQr(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const verdict = await queryTrade(deps, account, operation);
  if (verdict.kind !== 'notFound') return resultOfQuery(deps, verdict);
  const left = (qrEndOf(operation)?.getTime() ?? 0) - Date.now();
  if (deps.shownCodes.has(operation.tractionNo) || left < WORTH_A_CODE_MS) return unscanned(deps);
  const again = await payByQr(deps, account, operation);
  // The set-up may have been right when it was sent first: only its end ends it.
  return again.kind === 'failed' ? unscanned(deps) : again;
}

function unscanned({ texts, times }: AlipayDeps): Result {
  return running({ reason: texts.waiting, askAfterMs: times.POLL_MS });
}

/**
 * Closes it. Closing moves no money: what is paid stays paid, and then `success`. A code that nobody has scanned cannot be
 * closed: it ends 60 s after its time.
 */
export async function cancelQr(
  deps: AlipayDeps,
  account: AlipayAccount,
  operation: Operation,
): Promise<Result> {
  const { tractionNo, signal } = operation;
  const before = await queryTrade(deps, account, operation);
  if (before.kind !== 'pending') return endOf(deps, operation, before);
  const answer = await askAlipay(deps, { account, signal }, closeCall(tractionNo));
  const said = readClose(answer);
  if (said.kind === 'setup') noteSetup(deps, operation, said.code);
  return endOf(deps, operation, await queryTrade(deps, account, operation));
}

function endOf(deps: AlipayDeps, operation: Operation, verdict: QueryVerdict): Result {
  const { texts, times, shownCodes } = deps;
  const end = qrEndOf(operation)?.getTime() ?? Number.POSITIVE_INFINITY;
  const isOver = verdict.kind === 'notFound' && Date.now() >= end + times.NOT_EXIST_MS;
  if (verdict.kind === 'closed' || isOver) {
    shownCodes.delete(operation.tractionNo);
    return closed(texts.expired);
  }
  if (verdict.kind === 'paid') return paid(verdict);
  return running(verdict.kind === 'pending' ? numberOf(verdict) : {});
}

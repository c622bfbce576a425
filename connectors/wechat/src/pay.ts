import { isIP } from 'node:net';
import {
  failed,
  type Payment,
  type Result,
  running,
  success,
} from '@payserver/connector-kit/provider';
import type { BarcodeOrder } from './driver/account.ts';
import type { NativeVerdict } from './driver/v3-answers.ts';
import type { PayVerdict } from './driver/verdict.ts';
import { barcodeOf } from './memo.ts';
import { noticeUrlOf } from './notice-urls.ts';
import { resultOfQuery, waits } from './results.ts';
import { expectedOf, notePaySetup, type Work } from './work.ts';

/** Research A1. */
const AUTH_CODE = /^1[0-5]\d{16}$/;

/**
 * Takes the money by the code that the customer shows. The kit calls it once for each number: so a code that surely
 * charges nothing is final here, and here only (research A3).
 *
 * @throws {NotSent} WeChat was not reached
 */
export async function payByBarcode(work: Work<Payment>): Promise<Result> {
  const { wechat, operation, calls } = work;
  const authCode = barcodeOf(operation) ?? '';
  if (!AUTH_CODE.test(authCode)) return failed(wechat.say('codeWrong'));
  if (!wechat.merchants.mayTry(operation.merchantUUID)) return failed(wechat.say('setup'));
  const { ip, id } = placeOf(operation);
  const order: BarcodeOrder = {
    ...expectedOf(operation),
    authCode,
    deviceIp: ip,
    deviceId: id,
  };
  const verdict = await calls.pay(order);
  notePaySetup(work, verdict);
  return await resultOfPay(work, verdict);
}

const DEVICE = /^[\w-]{1,32}$/;

/** The till, as far as WeChat takes what the cashier program says of it: a wrong field would refuse the payment. */
function placeOf({ terminal: { ip = '', id = '' } }: Payment) {
  return { ip: isIP(ip) === 0 ? '' : ip, id: DEVICE.test(id) ? id : null };
}

async function resultOfPay(work: Work, verdict: PayVerdict): Promise<Result> {
  const { wechat, operation } = work;
  const { tractionNo } = operation;
  if (verdict.kind === 'refused') return await afterRefusal(work, verdict);
  if (verdict.kind === 'setup') return failed(wechat.say('setup'));
  if (verdict.kind === 'declined') {
    wechat.log.info({ tractionNo, code: verdict.code }, 'declined by WeChat');
    return failed(wechat.say(verdict.text));
  }
  if (verdict.kind === 'exists') {
    wechat.log.warn({ tractionNo, code: verdict.code }, 'WeChat has this number already');
    // The number stands for something: what, is asked soon.
    return waits(work, 'checking', Math.round(wechat.times.queryMs / 5));
  }
  return resultOfQuery(work, verdict);
}

/** Refused, and an unpaid order may be left behind: a query decides, else a reverse as soon as one is allowed. */
async function afterRefusal(
  work: Work,
  { code, text }: Extract<PayVerdict, { kind: 'refused' }>,
): Promise<Result> {
  const { wechat, operation, calls } = work;
  const { tractionNo } = operation;
  wechat.log.info({ tractionNo, code }, 'refused by WeChat');
  const verdict = await calls.query(expectedOf(operation));
  if (verdict.kind === 'closed') return failed(wechat.say(text));
  if (verdict.kind === 'paid' || verdict.kind === 'refunded') return resultOfQuery(work, verdict);
  return running({ reason: wechat.say(text), isToBeClosed: true });
}

/** WeChat raises what is less, and a code must be closed when its time is over. */
const LEAST_QR_MS = 60_000;

/**
 * Has a code made that the till shows (research B6).
 *
 * @throws {NotSent} WeChat was not reached
 */
export async function payByCode(work: Work<Payment>): Promise<Result> {
  const { wechat, operation, merchant, calls } = work;
  const { say, merchants, times } = wechat;
  if (merchant.account.v3 === null) return failed(say('setup'));
  if (!merchants.mayTry(operation.merchantUUID)) return failed(say('setup'));
  const now = Date.now();
  const end = Math.min(operation.expiresAt.getTime(), now + times.qrMs);
  const expiresAt = new Date(Math.max(end, now + LEAST_QR_MS));
  const verdict = await calls.showCode({
    ...expectedOf(operation),
    expiresAt,
    notifyUrl: noticeUrlOf(merchant, operation),
    clientIp: placeOf(operation).ip,
  });
  notePaySetup(work, verdict);
  return resultOfCode(work, verdict, expiresAt);
}

/** Nobody can pay a code that was never shown: without one it is closed at once. */
function resultOfCode(work: Work, verdict: NativeVerdict, expiresAt: Date): Result {
  const { say, log, formatTime } = work.wechat;
  const { tractionNo } = work.operation;
  if (verdict.kind === 'code') {
    const payData = { codeUrl: verdict.codeUrl, expiresAt: formatTime(expiresAt) };
    return running({ payData, reason: say('scan') });
  }
  if (verdict.kind === 'setup') return failed(say('setup'));
  if (verdict.kind === 'paid') return success({ thirdOrderNo: verdict.thirdOrderNo });
  log.warn({ tractionNo, verdict: verdict.kind }, 'WeChat made no code');
  return running({ reason: say('notShown'), isToBeClosed: true });
}

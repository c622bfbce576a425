import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '@payserver/shared/runtime/start-error';
import { cancelCall, payCall, queryCall, refundCall, refundQueryCall } from '../driver/calls.ts';
import { readRefund, readRefundQuery } from '../driver/refund.ts';
import type { ApiCall } from '../driver/request.ts';
import { readCancel, readPay, readQuery } from '../driver/trade.ts';
import type { Expected } from '../driver/verdict.ts';
import { askAlipay } from '../provider/ask-alipay.ts';
import { newNo, type SelftestScene } from './checks.ts';
import { explain } from './explain.ts';

const AMOUNT = 1;
const CALL_MS = 10_000;
const POLL_MS = 3_000;
const PAY_MS = 60_000;
const REFUND_QUERY_MS = 10_000;
const TRIES = 6;

type Ask = (call: ApiCall) => ReturnType<typeof askAlipay>;

/** Pays 0.01 yuan, asks about it until it is certain, and refunds it; what nobody confirms is cancelled. */
export async function payAndRefund(scene: SelftestScene, authCode: string): Promise<void> {
  const { account, say } = scene;
  const { appId, sellerId, subject, storeId, notifyUrl } = account;
  const ask: Ask = async (call) =>
    await askAlipay(scene, { account, signal: AbortSignal.timeout(CALL_MS) }, call);
  const tractionNo = newNo();
  const expected = { tractionNo, amount: AMOUNT, appId, sellerId };
  const sold = { tractionNo, amount: AMOUNT, subject, storeId, notifyUrl };
  const verdict = readPay(await ask(payCall({ ...sold, authCode, terminalId: null })), expected);
  if (verdict.kind === 'setup' || verdict.kind === 'declined')
    throw new StartError(explain(verdict.code));
  if (verdict.kind === 'pending') say('confirm the payment on the phone');
  if (!(await isPaid(ask, expected))) {
    await cancel(ask, expected);
    throw new StartError('the payment was not made in a minute, and is cancelled');
  }
  say(`0.01 yuan were paid under ${tractionNo}`);
  await refund(ask, tractionNo);
  say('and refunded');
}

async function isPaid(ask: Ask, expected: Expected): Promise<boolean> {
  const until = Date.now() + PAY_MS;
  while (Date.now() < until) {
    const verdict = readQuery(await ask(queryCall(expected.tractionNo)), expected);
    if (verdict.kind === 'paid') return true;
    if (verdict.kind === 'closed') return false;
    await sleep(POLL_MS);
  }
  return false;
}

async function cancel(ask: Ask, expected: Expected): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const verdict = readCancel(await ask(cancelCall(expected.tractionNo)), expected);
    if (verdict.kind === 'cancelled' && !verdict.again) return;
    await sleep(POLL_MS);
  }
  throw new StartError(
    `${expected.tractionNo} could not be cancelled: see to it in Alipay's console`,
  );
}

async function refund(ask: Ask, payTractionNo: string): Promise<void> {
  const order = { tractionNo: `${payTractionNo}r`, payTractionNo, amount: AMOUNT };
  const verdict = readRefund(await ask(refundCall(order)), order);
  if (verdict.kind === 'refunded') return;
  for (let tries = 0; tries < TRIES; tries += 1) {
    await sleep(REFUND_QUERY_MS);
    if (readRefundQuery(await ask(refundQueryCall(order)), order).kind === 'refunded') return;
  }
  const why = 'code' in verdict ? explain(verdict.code) : 'Alipay does not confirm it';
  throw new StartError(`0.01 yuan of ${payTractionNo} could not be refunded: ${why}`);
}

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type Calls, callsBy } from './calls.ts';
import type { Expected } from './driver/account.ts';
import type { PayVerdict, RefundVerdict } from './driver/verdict.ts';
import { send } from './http.ts';
import type { Merchant } from './merchant.ts';
import { merchantOf } from './merchant-of.ts';
import { readWechatSettings } from './settings.ts';

const USAGE = `usage: npm run connector:selftest -- --provider wechat --merchant UUID [--barcode CODE]
with a barcode 0.01 yuan is paid, queried and given back`;
const CALL_MS = 10_000;
const ONE_FEN = 1;
const SECOND_MS = 1_000;
const LEAST_AGE_MS = 15_000;

/**
 * Tries one merchant's settings against WeChat and says in plain words what is wrong: file, clock, keys, permission. With
 * a barcode it pays 0.01 yuan, queries it, and gives it back, by a refund, or by a reverse where it is not paid.
 *
 * @throws {StartError} the first thing that is wrong
 */
export async function selftest(options: readonly string[]): Promise<void> {
  const { merchantUUID, barcode } = readOptions(options);
  const settings = readWechatSettings(process.env);
  const merchant = merchantOf(settings, merchantUUID);
  say('the file of the merchant, its keys and its certificates are right');
  await checkClock(merchant);
  await checkKeys(merchant);
  if (barcode === undefined)
    return say('the rest needs --barcode: 0.01 yuan is paid and given back');
  await payOneFen(merchant, barcode, settings.times.notBeforeMs);
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      merchant: { type: 'string' },
      barcode: { type: 'string' },
      stub: { type: 'boolean' },
    },
  });
  const { merchant: merchantUUID, barcode, stub = false } = values;
  if (merchantUUID === undefined) throw new StartError(USAGE);
  // The stub lets every code that ends in zeros pay at once.
  return { merchantUUID, barcode: barcode ?? (stub ? stubCode() : undefined) };
}

function stubCode(): string {
  return `13${randomInt(1e9).toString().padStart(10, '0')}000000`;
}

function say(line: string): void {
  process.stdout.write(`ok    ${line}\n`);
}

const MAX_SKEW_MS = 300_000;
const WARN_SKEW_MS = 60_000;

/** Whatever WeChat answers, it says what time it is. */
async function checkClock(merchant: Merchant): Promise<void> {
  const headers = { 'user-agent': 'PayServer', accept: 'application/json' };
  const request = { method: 'GET', path: '/', headers, body: Buffer.alloc(0) } as const;
  const signal = AbortSignal.timeout(CALL_MS);
  const answer = await send(merchant, { ...request, isMutual: false, isOnce: false }, signal).catch(
    (error: unknown) => {
      const why = error instanceof Error ? error.message : '';
      throw new StartError(`WeChat is not reached (${why}): check the network and port 443`);
    },
  );
  const skew = Math.abs(Date.now() - Date.parse(answer.headers['date'] ?? ''));
  if (skew >= MAX_SKEW_MS) {
    throw new StartError(`the clock is ${Math.round(skew / SECOND_MS)} s off: synchronise it`);
  }
  const isOff = skew >= WARN_SKEW_MS;
  say(isOff ? `the clock is ${Math.round(skew / SECOND_MS)} s off` : 'the clock is right');
}

/** A question about a number that no payment has: only right keys are answered. */
async function checkKeys(merchant: Merchant): Promise<void> {
  const verdict = await callsOf(merchant).query({ tractionNo: '000000', amount: ONE_FEN });
  if (verdict.kind === 'setup') throw new StartError(meaningOf(verdict.code));
  if (verdict.kind === 'unknown') {
    throw new StartError(
      `the answer proves nothing (${verdict.why}): are the platform keys right?`,
    );
  }
  say(`keys and permission of merchant ${merchant.account.mchid} are right`);
}

const MEANINGS: Readonly<Record<string, string>> = {
  SIGN_ERROR: 'WeChat refuses the signature: check serial, merchantKey and the clock',
  SIGNERROR: 'WeChat refuses the signature: check apiV2Key',
  RETURN_FAIL: 'WeChat refuses the message: check apiV2Key, appid and mchid',
  NO_AUTH: 'this merchant has no permission for this way to pay: open it in the console',
  NOAUTH: 'this merchant has no permission for this way to pay: open it in the console',
  APPID_MCHID_NOT_MATCH: 'appid is not bound to mchid: bind it in the console',
};

function meaningOf(code: string): string {
  return MEANINGS[code] ?? `WeChat refuses the settings: ${code}`;
}

function callsOf(merchant: Merchant): Calls {
  return callsBy(merchant.api, { merchant, signal: AbortSignal.timeout(CALL_MS) });
}

const PATIENCE_MS = 60_000;

async function payOneFen(merchant: Merchant, authCode: string, notBeforeMs: number): Promise<void> {
  const tractionNo = `9${Date.now()}${String(randomInt(1e6)).padStart(6, '0')}`;
  const expected: Expected = { tractionNo, amount: ONE_FEN };
  const startedAt = Date.now();
  const first = await callsOf(merchant).pay({
    ...expected,
    authCode,
    deviceIp: '',
    deviceId: null,
  });
  if (first.kind === 'setup') throw new StartError(meaningOf(first.code));
  if (first.kind === 'declined') throw new StartError(`the payment is declined: ${first.code}`);
  const verdict = await untilPaid(merchant, expected, first);
  if (verdict.kind !== 'paid') {
    await sleep(Math.max(0, startedAt + Math.max(notBeforeMs, LEAST_AGE_MS) - Date.now()));
    await reverse(merchant, expected);
    throw new StartError(`0.01 yuan was not paid (${verdict.kind}); it is reversed`);
  }
  say(`0.01 yuan is paid: ${verdict.thirdOrderNo}`);
  await giveBack(merchant, expected);
}

/** @throws {StartError} nobody knows whether it is reversed */
async function reverse(merchant: Merchant, expected: Expected): Promise<void> {
  const { tractionNo } = expected;
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const { kind } = await callsOf(merchant).close(tractionNo);
    const now = await callsOf(merchant).query(expected);
    if (now.kind === 'closed' || now.kind === 'refunded') return;
    if (kind === 'done' && now.kind === 'notFound') return;
    await sleep(2 * SECOND_MS);
  }
  throw new StartError(
    `0.01 yuan was not paid, and WeChat does not confirm that ${tractionNo} is reversed: see to it in its console`,
  );
}

async function untilPaid(
  merchant: Merchant,
  expected: Expected,
  first: PayVerdict,
): Promise<PayVerdict> {
  const end = Date.now() + PATIENCE_MS;
  let verdict = first;
  while (verdict.kind !== 'paid' && verdict.kind !== 'closed' && Date.now() < end) {
    await sleep(2 * SECOND_MS);
    verdict = await callsOf(merchant).query(expected);
  }
  return verdict;
}

async function giveBack(merchant: Merchant, expected: Expected): Promise<void> {
  const refund = { ...expected, tractionNo: expected.tractionNo.replace('9', '8') };
  const order = { payTractionNo: expected.tractionNo, payAmount: ONE_FEN, notifyUrl: null };
  const sent = await callsOf(merchant).refund({ ...refund, ...order });
  if (sent.kind === 'setup') throw new StartError(`no refund: ${meaningOf(sent.code)}`);
  const end = Date.now() + PATIENCE_MS;
  let verdict: RefundVerdict = sent;
  while (verdict.kind !== 'refunded' && verdict.kind !== 'failed' && Date.now() < end) {
    await sleep(2 * SECOND_MS);
    verdict = await callsOf(merchant).refundQuery(refund);
  }
  if (verdict.kind === 'refunded') return say('and it is given back');
  throw new StartError(`0.01 yuan is paid, and its refund is ${verdict.kind}: see to it at WeChat`);
}

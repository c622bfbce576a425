import { randomBytes } from 'node:crypto';
import type { Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import type { AlipayAccount } from '../account.ts';
import { readAnswer } from '../driver/answer.ts';
import { beijingTime } from '../driver/beijing-time.ts';
import { precreateCall, queryCall } from '../driver/calls.ts';
import { buildRequest } from '../driver/request.ts';
import { readPrecreate } from '../driver/trade.ts';
import { sorted } from '../driver/verdict.ts';
import type { AlipayHttp } from '../http.ts';
import { askAlipay } from '../provider/ask-alipay.ts';
import { explain } from './explain.ts';

/** What a self-test works with. */
export interface SelftestScene {
  readonly account: AlipayAccount;
  readonly merchantUUID: string;
  readonly http: AlipayHttp;
  readonly log: Logger;
  readonly say: (text: string) => void;
}

const CALL_MS = 10_000;
const WARN_MS = 60_000;
const REFUSE_MS = 300_000;
const MINUTE_MS = 60_000;

/** A number that no payment of the gateway has: those are digits. */
export function newNo(): string {
  return `selftest${Date.now()}${randomBytes(3).toString('hex')}`;
}

/** Asks about a number that is not there: whether Alipay can be reached, believes us, and is believed. */
export async function checkKeys({ account, http, say }: SelftestScene): Promise<void> {
  const requestId = randomBytes(16).toString('hex');
  const call = queryCall(newNo());
  const request = buildRequest(account, call, { now: new Date(), requestId });
  const options = { signal: AbortSignal.timeout(CALL_MS), movesMoney: false };
  const host = new URL(account.gateway).host;
  const came = await http.send(request, options).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`${host} cannot be reached: ${why}`, { cause: error });
  });
  checkClock(came.headers['date'], say);
  const answer = readAnswer(call.method, came, account.keys);
  if (answer.kind === 'unknown') {
    const isKey = answer.why.includes('sign');
    const hint = isKey ? ': alipayPublicKey must be 支付宝公钥 of this app, not 应用公钥' : '';
    throw new StartError(`the answer of ${host} cannot be believed, ${answer.why}${hint}`);
  }
  const said = sorted(answer);
  if (said.kind === 'setup') throw new StartError(explain(said.code));
  if (said.kind !== 'business' && said.kind !== 'done')
    throw new StartError('Alipay has trouble: try again');
  say('Alipay can be reached, believes our key, and its own is right');
}

function checkClock(date: string | undefined, say: (text: string) => void): void {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return say('the clock could not be compared');
  const offMs = Math.abs(Date.now() - theirs);
  const off = `${Math.round(offMs / 1_000)} s`;
  if (offMs >= REFUSE_MS) throw new StartError(`the clock of this machine is ${off} off: set it`);
  say(
    offMs >= WARN_MS
      ? `the clock of this machine is ${off} off: set it`
      : `the clock is right (${off})`,
  );
}

/** Lets a code be made that nobody sees: whether the contract has it. No trade exists before it is scanned. */
export async function checkQrPermission(scene: SelftestScene): Promise<void> {
  const { account, say } = scene;
  const { subject, storeId, notifyUrl } = account;
  const tractionNo = newNo();
  const timeExpire = beijingTime(new Date(Date.now() + 2 * MINUTE_MS));
  const call = precreateCall({ tractionNo, amount: 1, subject, storeId, notifyUrl, timeExpire });
  const asker = { account, signal: AbortSignal.timeout(CALL_MS) };
  const verdict = readPrecreate(await askAlipay(scene, asker, call), { tractionNo });
  if (verdict.kind === 'code') return say('QR codes can be made');
  const why =
    verdict.kind === 'setup' || verdict.kind === 'declined' ? explain(verdict.code) : 'no answer';
  say(`QR codes cannot be made: ${why}`);
}

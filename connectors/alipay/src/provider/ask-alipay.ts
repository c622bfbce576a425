import { randomBytes } from 'node:crypto';
import { failed, NotSent, type Operation, type Result } from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { type Answer, readAnswer } from '../driver/answer.ts';
import { type ApiCall, buildRequest, type Method } from '../driver/request.ts';
import type { Expected } from '../driver/verdict.ts';
import type { AlipayDeps } from './deps.ts';

const MOVES_MONEY: ReadonlySet<Method> = new Set([
  'alipay.trade.pay',
  'alipay.trade.cancel',
  'alipay.trade.refund',
]);

/**
 * Makes one call. What did not come, or not from Alipay, is `unknown`.
 *
 * @throws {NotSent} the connection never stood
 */
export async function askAlipay(
  { http, log }: Pick<AlipayDeps, 'http' | 'log'>,
  { account, signal }: { readonly account: AlipayAccount; readonly signal: AbortSignal },
  call: ApiCall,
): Promise<Answer> {
  const { method } = call;
  const requestId = randomBytes(16).toString('hex');
  const request = buildRequest(account, call, { now: new Date(), requestId });
  const answer = await (async (): Promise<Answer> => {
    try {
      const came = await http.send(request, { signal, movesMoney: MOVES_MONEY.has(method) });
      return readAnswer(method, came, account.keys);
    } catch (error) {
      if (error instanceof NotSent) throw error;
      return { kind: 'unknown', why: error instanceof Error ? error.message : 'no answer' };
    }
  })();
  if (answer.kind === 'unknown')
    log.warn({ method, requestId, why: answer.why }, 'nothing is known');
  return answer;
}

/** What an answer about this operation must be about. */
export function expectedOf(account: AlipayAccount, operation: Operation): Expected {
  const { tractionNo, amount } = operation;
  return { tractionNo, amount, appId: account.appId, sellerId: account.sellerId };
}

/** The payment that a paused merchant may try has shown that its set-up is right again. */
export function setupIsRight({ accounts }: AlipayDeps, merchantUUID: string): void {
  if (accounts.isPaused(merchantUUID)) accounts.resume(merchantUUID);
}

/** Logs that Alipay refuses the settings for a cancellation or a refund. It stops no payment. */
export function noteSetup({ log }: AlipayDeps, operation: Operation, code: string): void {
  const { merchantUUID, tractionNo } = operation;
  log.error({ merchantUUID, tractionNo, code }, 'Alipay refuses the settings of a merchant');
}

/** Pauses the merchant, which the operator reads of; the payment that found it out was not charged. */
export function setupIsWrong(deps: AlipayDeps, merchantUUID: string, code: string): Result {
  deps.accounts.pause(merchantUUID, code);
  return failed(deps.texts.setup);
}

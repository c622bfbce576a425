import { failed, type Payment, type Result, running } from '@payserver/connector-kit/provider';
import type { AlipayAccount } from '../account.ts';
import { isAuthCode, payCall } from '../driver/calls.ts';
import { type Declined, type PayVerdict, readPay } from '../driver/trade.ts';
import { askAlipay, expectedOf, setupIsRight, setupIsWrong } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';
import { numberOf, paid, queryTrade } from './query-trade.ts';

const OF_A_RIGHT_SETUP: ReadonlySet<PayVerdict['kind']> = new Set([
  'byQuery',
  'declined',
  'pending',
]);

/**
 * Takes the money by the code that the customer shows (research C2, C3, G2). Called once for each number, so every decline is the
 * first answer to the first send. 10000 is confirmed by one query.
 */
export async function payByBarcode(
  deps: AlipayDeps,
  account: AlipayAccount,
  payment: Payment,
): Promise<Result> {
  const { texts, times } = deps;
  const { payBarCode: authCode } = payment.payParams;
  if (typeof authCode !== 'string' || !isAuthCode(authCode)) return failed(texts.codeInvalid);
  const verdict = await sendPay(deps, account, { payment, authCode });
  switch (verdict.kind) {
    case 'byQuery':
      return await decidedByQuery(deps, account, payment);
    case 'declined':
      return await declined(deps, { account, payment }, verdict);
    case 'setup':
      return setupIsWrong(deps, payment.merchantUUID, verdict.code);
    case 'pending':
      return running({ ...numberOf(verdict), reason: texts.paying, askAfterMs: times.POLL_MS });
    case 'busy':
      return running({ reason: texts.busy, askAfterMs: times.POLL_MS });
    case 'unknown':
      return running({ reason: texts.checking, askAfterMs: times.POLL_MS });
  }
}

async function sendPay(
  deps: AlipayDeps,
  account: AlipayAccount,
  { payment, authCode }: { readonly payment: Payment; readonly authCode: string },
): Promise<PayVerdict> {
  const { tractionNo, amount, signal, terminal } = payment;
  const { storeId, subject, notifyUrl } = account;
  const sold = { tractionNo, amount, subject, storeId, notifyUrl };
  const call = payCall({ ...sold, authCode, terminalId: terminal.id ?? null });
  const answer = await askAlipay(deps, { account, signal }, call);
  const verdict = readPay(answer, expectedOf(account, payment));
  if (OF_A_RIGHT_SETUP.has(verdict.kind)) setupIsRight(deps, payment.merchantUUID);
  return verdict;
}

/** Something exists under this number: paid, or not, says a query and nothing else. */
async function decidedByQuery(
  deps: AlipayDeps,
  account: AlipayAccount,
  payment: Payment,
): Promise<Result> {
  const { texts, times } = deps;
  const verdict = await queryOnce(deps, account, payment);
  if (verdict.kind === 'paid') return paid(verdict);
  if (verdict.kind === 'closed') return failed(texts.closed, numberOf(verdict));
  const reason = verdict.kind === 'pending' ? texts.paying : texts.checking;
  return running({ reason, askAfterMs: Math.min(times.POLL_MS, 1_000) });
}

/** Not charged; where a trade may have been left open, a query says so, and it is cancelled then. */
async function declined(
  deps: AlipayDeps,
  { account, payment }: { readonly account: AlipayAccount; readonly payment: Payment },
  { text, isCertain, code }: Declined,
): Promise<Result> {
  const { texts, times, log } = deps;
  const { tractionNo } = payment;
  log.info({ tractionNo, code }, 'declined');
  if (isCertain) return failed(texts[text]);
  const verdict = await queryOnce(deps, account, payment);
  if (verdict.kind === 'closed' || verdict.kind === 'notFound') return failed(texts[text]);
  if (verdict.kind === 'paid') return paid(verdict);
  return running({
    reason: texts[text],
    // No success can come of it: it is not left to the customer's phone for a minute.
    isToBeClosed: verdict.kind === 'pending',
    askAfterMs: Math.min(times.POLL_MS, 1_000),
  });
}

/** Whatever keeps this query from being made: the payment was sent, so nothing is known. */
async function queryOnce(deps: AlipayDeps, account: AlipayAccount, payment: Payment) {
  return await queryTrade(deps, account, payment).catch(
    () => ({ kind: 'unknown', why: 'not asked' }) as const,
  );
}

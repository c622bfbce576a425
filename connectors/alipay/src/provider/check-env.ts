import { queryCall } from '../driver/calls.ts';
import { askAlipay } from './ask-alipay.ts';
import type { AlipayDeps } from './deps.ts';

/** The gateway waits 5 s. */
const TIMEOUT_MS = 4_000;
/** No trade has it. */
const NOBODYS_NO = 'payserver0check0env';

/**
 * Whether this merchant can take payments: it has a file, is not paused, and Alipay answers a query with a signature that
 * its key verifies. What cannot be found out now is no: opening a mode can be tried again.
 */
export async function canBeAsked(deps: AlipayDeps, merchantUUID: string): Promise<boolean> {
  const account = deps.accounts.of(merchantUUID);
  if (account === undefined || account.isPaused || deps.accounts.isPaused(merchantUUID))
    return false;
  const asker = { account, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const answer = await askAlipay(deps, asker, queryCall(NOBODYS_NO)).catch(() => null);
  return answer?.kind === 'signed' && (answer.code === '40004' || answer.code === '10000');
}

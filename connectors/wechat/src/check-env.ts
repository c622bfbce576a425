import { callsBy } from './calls.ts';
import type { Wechat } from './work.ts';

/** Below the 5 s that the gateway waits. */
const PATIENCE_MS = 3_000;
/** A number that no payment has: the answer to it shows that keys and permission are right. */
const NO_NUMBER = '0';

/**
 * Whether this merchant can take payments: its file is right, it is not paused, and WeChat takes its keys.
 *
 * @throws {Error} WeChat did not answer in time: not known
 */
export async function checkMerchant(wechat: Wechat, merchantUUID: string): Promise<boolean> {
  const { merchants } = wechat;
  const merchant = merchants.of(merchantUUID);
  if (merchant === undefined || merchant.isPaused || merchants.isPaused(merchantUUID)) return false;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const calls = callsBy(merchant.api, { merchant, signal });
  const verdict = await calls.query({ tractionNo: NO_NUMBER.padStart(6, '0'), amount: 1 });
  if (verdict.kind === 'setup') return false;
  if (verdict.kind === 'unknown') throw new Error(`WeChat does not answer: ${verdict.why}`);
  return true;
}

import type { Logger } from '@payserver/shared/runtime/logger';
import type { AlipayAccount } from './account.ts';
import { type BillLine, detailsOf, readBill } from './driver/bill.ts';
import { readBillUrl } from './driver/bill-url.ts';
import { billUrlCall } from './driver/calls.ts';
import { unzip } from './driver/zip.ts';
import type { AlipayHttp } from './http.ts';
import { askAlipay } from './provider/ask-alipay.ts';

/** The bill of a day. */
export interface DayBill {
  /** the archive as it came */
  readonly raw: Buffer;
  readonly lines: readonly BillLine[];
}

/** There is no bill, or it cannot be fetched; the message is for people. */
export class NoBillError extends Error {
  override readonly name = 'NoBillError';
}

const MAX_BYTES = 64 * 1_048_576;
const ASK_MS = 10_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Fetches the trade bill of a day, in Beijing (research C8): its URL lives for 30 s and is fetched at once, from Alipay's host only.
 * The summary in the file was compared with its lines.
 *
 * @param day `YYYY-MM-DD`
 * @throws {NoBillError} there is none yet (after 10:00 of the next day there is), or Alipay refuses
 * @throws {BillError} {ZipError} what came cannot be used
 */
export async function fetchBill(
  deps: { readonly http: AlipayHttp; readonly log: Logger },
  account: AlipayAccount,
  day: string,
): Promise<DayBill> {
  if (!DAY.test(day)) throw new NoBillError('a day is YYYY-MM-DD');
  const asker = { account, signal: AbortSignal.timeout(ASK_MS) };
  const answer = await askAlipay(deps, asker, billUrlCall(day));
  const said = readBillUrl(answer, account.billHosts);
  if (said.kind === 'none') throw new NoBillError(`Alipay has no bill of ${day} (${said.code})`);
  if (said.kind === 'setup') throw new NoBillError(`Alipay refuses: ${said.code}`);
  if (said.kind !== 'url') {
    const why = said.kind === 'busy' ? 'too many calls' : said.why;
    throw new NoBillError(`no bill of ${day}: ${why}`);
  }
  const raw = await deps.http.get(said.url, MAX_BYTES);
  return { raw, lines: readBill(detailsOf(unzip(raw, MAX_BYTES))) };
}

import { type Answer, textOf } from './answer.ts';
import {
  type Busy,
  type NothingKnown,
  nothingKnown,
  type Setup,
  shownCode,
  sorted,
} from './verdict.ts';

/** Where the bill is, for 30 s. */
export interface BillUrl {
  readonly kind: 'url';
  readonly url: string;
}
/** There is none for this day: no trades, or it is not made yet. */
export interface NoBill {
  readonly kind: 'none';
  readonly code: string;
}

/** Written with several beginnings. */
const NONE = /(?:^|\.)(?:bill_not_exist|no_bill_data)$/i;

/**
 * What the answer to the question for a day's bill says (research C8). The URL counts only at a host that is allowed: it is
 * fetched without a signature.
 *
 * @param hosts with their port where they have one
 */
export function readBillUrl(
  answer: Answer,
  hosts: ReadonlySet<string>,
): BillUrl | NoBill | Setup | Busy | NothingKnown {
  const said = sorted(answer);
  if (said.kind === 'paying') return nothingKnown('10003 to a question for a bill');
  if (said.kind === 'business') {
    const { subCode } = said.answer;
    const code = shownCode(said.answer);
    return NONE.test(subCode) ? { kind: 'none', code } : nothingKnown(code);
  }
  if (said.kind !== 'done') return said;
  const url = textOf(said.answer.fields, 'bill_download_url');
  if (!URL.canParse(url)) return nothingKnown('no URL');
  const { host, protocol, username } = new URL(url);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  if (!isWeb || username !== '' || !hosts.has(host)) return nothingKnown('a URL of another host');
  return { kind: 'url', url };
}

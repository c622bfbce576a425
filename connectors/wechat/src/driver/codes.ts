import type { TextKey } from '../texts.ts';

/** What an error code of a payment means for the money (research sections A3, B5, G1). */
export type PayClass =
  | { readonly is: 'unknown' }
  | { readonly is: 'paying' }
  | { readonly is: 'busy' }
  | { readonly is: 'declined'; readonly text: TextKey }
  /** failed only after a query, and a reverse of what it leaves open */
  | { readonly is: 'refused'; readonly text: TextKey }
  | { readonly is: 'exists' }
  | { readonly is: 'setup' };

const UNKNOWN: PayClass = { is: 'unknown' };
const EXISTS: PayClass = { is: 'exists' };
const SETUP: PayClass = { is: 'setup' };
const declined = (text: TextKey): PayClass => ({ is: 'declined', text });
const refused: PayClass = { is: 'refused', text: 'refusedByWechat' };

const of = (codes: readonly string[], what: PayClass) => codes.map((code) => [code, what] as const);

/** Codes of V2 micropay (research A3), as they are written there. */
export const V2_PAY_CODES: Readonly<Record<string, PayClass>> = Object.fromEntries([
  ...of(['SYSTEMERROR', 'BANKERROR'], UNKNOWN),
  ...of(['USERPAYING'], { is: 'paying' }),
  ...of(['AUTHCODEEXPIRE', 'AUTH_CODE_ERROR', 'AUTH_CODE_INVALID'], declined('codeExpired')),
  ...of(['NOTENOUGH'], declined('notEnough')),
  ...of(['NOTSUPORTCARD'], declined('cardNotSupported')),
  ...of(['BUYER_MISMATCH'], declined('buyerMismatch')),
  ...of(['TRADE_ERROR'], refused),
  ...of(['PARAM_ERROR', 'LACK_PARAMS', 'SIGNERROR', 'NOAUTH', 'APPID_NOT_EXIST'], SETUP),
  ...of(['MCHID_NOT_EXIST', 'APPID_MCHID_NOT_MATCH', 'XML_FORMAT_ERROR'], SETUP),
  ...of(['REQUIRE_POST_METHOD', 'POST_DATA_EMPTY', 'NOT_UTF8'], SETUP),
  ...of(['ORDERPAID', 'OUT_TRADE_NO_USED', 'ORDERCLOSED', 'ORDERREVERSED'], EXISTS),
  ...of(['INVALID_REQUEST'], EXISTS),
  ...of(['FREQUENCY_LIMITED', 'RATELIMITED'], { is: 'busy' }),
]);

/**
 * Codes of V3 payments (research B5: the family table, and what is expected besides). Old and new pages write them with
 * and without underscores: see {@link sameCode}.
 */
export const V3_PAY_CODES: Readonly<Record<string, PayClass>> = Object.fromEntries([
  ...of(['SYSTEM_ERROR', 'BANK_ERROR'], UNKNOWN),
  ...of(['USERPAYING'], { is: 'paying' }),
  ...of(['AUTH_CODE_EXPIRE', 'AUTH_CODE_ERROR', 'AUTH_CODE_INVALID'], declined('codeExpired')),
  ...of(['NOT_ENOUGH'], declined('notEnough')),
  ...of(['TRADE_ERROR', 'RULE_LIMIT', 'ACCOUNT_ERROR'], refused),
  ...of(['PARAM_ERROR', 'SIGN_ERROR', 'NO_AUTH', 'APPID_MCHID_NOT_MATCH'], SETUP),
  ...of(['MCH_NOT_EXISTS', 'APPID_NOT_EXIST'], SETUP),
  ...of(['ORDER_PAID', 'OUT_TRADE_NO_USED', 'ORDER_CLOSED', 'ORDER_REVERSED'], EXISTS),
  ...of(['INVALID_REQUEST', 'ORDER_NOT_EXIST'], EXISTS),
  ...of(['FREQUENCY_LIMITED', 'RATE_LIMITED'], { is: 'busy' }),
]);

/** The same code in every way that pages and answers write it. */
export function sameCode(code: string): string {
  return code.replaceAll('_', '').toUpperCase();
}

const byCode = (table: Readonly<Record<string, PayClass>>) =>
  new Map(Object.entries(table).map(([code, what]) => [sameCode(code), what]));
const V2 = byCode(V2_PAY_CODES);
const V3 = byCode(V3_PAY_CODES);

/** What is not listed is unknown: it fails no payment. */
export function v2PayClass(code: string): PayClass {
  return V2.get(sameCode(code)) ?? UNKNOWN;
}

/** What is not listed is unknown: it fails no payment. */
export function v3PayClass(code: string): PayClass {
  return V3.get(sameCode(code)) ?? UNKNOWN;
}

/** What an error code of a refund means (research A6, G1). */
export type RefundClass =
  | 'unknown'
  | 'busy'
  | 'noBalance'
  | 'setup'
  | 'notFound'
  | { readonly failed: TextKey };

/** Codes of refunds, V2 and V3. INVALID_REQUEST also comes for a repeat with other amounts: both are final. */
export const REFUND_CODES: Readonly<Record<string, RefundClass>> = {
  SYSTEM_ERROR: 'unknown',
  BIZERR_NEED_RETRY: 'unknown',
  FREQUENCY_LIMITED: 'busy',
  RATE_LIMITED: 'busy',
  INVALID_REQ_TOO_MUCH: 'busy',
  NOT_ENOUGH: 'noBalance',
  RESOURCE_NOT_EXISTS: 'notFound',
  REFUND_NOT_EXIST: 'notFound',
  PARAM_ERROR: 'setup',
  SIGN_ERROR: 'setup',
  NO_AUTH: 'setup',
  MCH_NOT_EXISTS: 'setup',
  TRADE_OVERDUE: { failed: 'refundOverdue' },
  REFUND_FEE_MISMATCH: { failed: 'refundTooMuch' },
  INVALID_REQUEST: { failed: 'refundTooMuch' },
  INVALID_TRANSACTIONID: { failed: 'refundRefused' },
  ORDER_NOT_EXIST: { failed: 'refundRefused' },
  USER_ACCOUNT_ABNORMAL: { failed: 'refundAccount' },
};
const REFUNDS = new Map(Object.entries(REFUND_CODES).map(([code, it]) => [sameCode(code), it]));

/** What is not listed, and `ERROR`, which says nothing, is unknown. */
export function refundClass(code: string): RefundClass {
  return REFUNDS.get(sameCode(code)) ?? 'unknown';
}

/**
 * What the codes of Alipay say about the money (research C3, C5, C7 and table G2). The provider's live table could not be
 * read: what is not listed is unknown.
 */

/** What the code of an answer means, before its fields are read. */
export type GatewayClass = 'done' | 'paying' | 'business' | 'setup' | 'busy' | 'unknown';

const GATEWAY_CODES: Readonly<Record<string, GatewayClass>> = {
  '10000': 'done',
  '10003': 'paying',
  '20000': 'unknown',
  '20001': 'setup',
  '40001': 'setup',
  '40002': 'setup',
  '40003': 'setup',
  '40004': 'business',
  '40005': 'busy',
  '40006': 'setup',
};

/** These say that our request is wrong, also without a signature. */
export const UNSIGNED_SETUP_CODES: ReadonlySet<string> = new Set([
  '40001',
  '40002',
  '40003',
  '40006',
]);

/** The class of a gateway code. */
export function gatewayClassOf(code: string): GatewayClass {
  return Object.hasOwn(GATEWAY_CODES, code) ? (GATEWAY_CODES[code] ?? 'unknown') : 'unknown';
}

/** What a cashier reads of a decline; the words are in texts.ts. */
export type DeclineText = 'codeInvalid' | 'noMoney' | 'limit' | 'account' | 'refused' | 'content';

/**
 * What a sub_code of `alipay.trade.pay` means for the money, at the first answer to the first send:
 *
 * - `declined`: not charged
 * - `declinedByQuery`: not charged once a query says that there is no open trade
 * - `setup`: not charged, and the merchant's settings or contract are wrong
 * - `byQuery`: something exists under this number, a query decides
 * - `unknown`: nothing is known
 */
export type PayClass =
  | { readonly kind: 'declined' | 'declinedByQuery'; readonly text: DeclineText }
  | { readonly kind: 'setup' | 'byQuery' | 'unknown' };

interface PayGroup {
  readonly is: PayClass;
  /** without `ACQ.` in front */
  readonly codes: readonly string[];
}

/** Each sub_code of trade.pay that is known, by what it means. */
export const PAY_GROUPS: readonly PayGroup[] = [
  { is: { kind: 'unknown' }, codes: ['SYSTEM_ERROR', 'PAYMENT_UNKNOW'] },
  {
    is: { kind: 'byQuery' },
    codes: [
      'TRADE_HAS_SUCCESS',
      'TRADE_HAS_CLOSE',
      'CONTEXT_INCONSISTENT',
      'TRADE_BUYER_NOT_MATCH',
    ],
  },
  { is: { kind: 'declined', text: 'codeInvalid' }, codes: ['PAYMENT_AUTH_CODE_INVALID'] },
  {
    is: { kind: 'declinedByQuery', text: 'noMoney' },
    codes: [
      'BUYER_BALANCE_NOT_ENOUGH',
      'BUYER_BANKCARD_BALANCE_NOT_ENOUGH',
      'NO_PAYMENT_INSTRUMENTS_AVAILABLE',
      'ERROR_BALANCE_PAYMENT_DISABLE',
    ],
  },
  {
    is: { kind: 'declined', text: 'limit' },
    codes: [
      'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR',
      'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR',
      'BEYOND_PAY_RESTRICTION',
      'BEYOND_PER_RECEIPT_RESTRICTION',
      'PRODUCT_AMOUNT_LIMIT_ERROR',
      'ERROR_BUYER_CERTIFY_LEVEL_LIMIT',
      'PAYER_USER_STATUS_LIMIT_ERROR',
    ],
  },
  {
    is: { kind: 'declined', text: 'account' },
    codes: [
      'BUYER_SELLER_EQUAL',
      'BUYER_ENABLE_STATUS_FORBID',
      'USER_FACE_PAYMENT_SWITCH_OFF',
      'MOBILE_PAYMENT_SWITCH_OFF',
    ],
  },
  {
    // They sometimes leave a trade that waits for the customer (research C3).
    is: { kind: 'declinedByQuery', text: 'refused' },
    codes: ['PULL_MOBILE_CASHIER_FAIL', 'PAYMENT_FAIL', 'PAYMENT_REQUEST_HAS_RISK'],
  },
  // Of this one payment, not of the merchant.
  {
    is: { kind: 'declined', text: 'content' },
    codes: ['TOTAL_FEE_EXCEED', 'EXIST_FORBIDDEN_WORD'],
  },
  {
    is: { kind: 'setup' },
    codes: [
      'INVALID_PARAMETER',
      'ACCESS_FORBIDDEN',
      'PARTNER_ERROR',
      'SELLER_BEEN_BLOCKED',
      'INVALID_STORE_ID',
      'MERCHANT_STATUS_NOT_NORMAL',
      'MERCHANT_AGREEMENT_NOT_EXIST',
      'MERCHANT_AGREEMENT_INVALID',
      'AGREEMENT_NOT_EXIST',
      'AGREEMENT_INVALID',
      'AGREEMENT_STATUS_NOT_NORMAL',
      'SUB_MERCHANT_TYPE_INVALID',
    ],
  },
];

const PAY_CODES: ReadonlyMap<string, PayClass> = new Map([
  // As Alipay writes it in one place.
  ['AQC.SYSTEM_ERROR', { kind: 'unknown' } as const],
  ...PAY_GROUPS.flatMap(({ is, codes }) => codes.map((code) => [`ACQ.${code}`, is] as const)),
]);

/** The class of a sub_code of trade.pay; `unknown` for what is not listed. */
export function payClassOf(subCode: string): PayClass {
  return PAY_CODES.get(subCode) ?? { kind: 'unknown' };
}

/** Why a cancellation is refused (research C5). */
export type CancelClass = 'tooLate' | 'sellerBalance' | 'operator' | 'notExist' | 'unknown';

const CANCEL_CODES: Readonly<Record<string, CancelClass>> = {
  'ACQ.TRADE_CANCEL_TIME_OUT': 'tooLate',
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': 'sellerBalance',
  'ACQ.REASON_TRADE_BEEN_FREEZEN': 'operator',
  'ACQ.TRADE_HAS_FINISHED': 'operator',
  'ACQ.CANCEL_NOT_ALLOWED': 'operator',
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': 'operator',
  'ACQ.TRADE_NOT_EXIST': 'notExist',
};

/** The class of a sub_code of trade.cancel; `unknown` for what is not listed. */
export function cancelClassOf(subCode: string): CancelClass {
  return Object.hasOwn(CANCEL_CODES, subCode) ? (CANCEL_CODES[subCode] ?? 'unknown') : 'unknown';
}

/** What a cashier reads of a refund that is refused. */
export type RefundText = 'refundTooMuch' | 'refundTooLate' | 'refundRefused';

/** What a sub_code of trade.refund means (research C7). `refused`: not refunded, unless a query knows better. */
export type RefundClass =
  | { readonly kind: 'refused'; readonly text: RefundText }
  | { readonly kind: 'sellerBalance' | 'operator' | 'setup' | 'unknown' };

const refused = (text: RefundText) => ({ kind: 'refused', text }) as const;
const OPERATOR = { kind: 'operator' } as const;
const SETUP = { kind: 'setup' } as const;

/** Each sub_code of trade.refund that is known. */
export const REFUND_CODES: Readonly<Record<string, RefundClass>> = {
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': { kind: 'sellerBalance' },
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': refused('refundTooMuch'),
  'ACQ.REFUND_FEE_ERROR': refused('refundTooMuch'),
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': refused('refundTooMuch'),
  'ACQ.TRADE_HAS_FINISHED': refused('refundTooLate'),
  'ACQ.TRADE_NOT_ALLOW_REFUND': refused('refundRefused'),
  'ACQ.TRADE_STATUS_ERROR': refused('refundRefused'),
  'ACQ.TRADE_NOT_EXIST': refused('refundRefused'),
  // The number stands for another amount: what became of that one is not known here.
  'ACQ.DISCORDANT_REPEAT_REQUEST': OPERATOR,
  'ACQ.REASON_TRADE_BEEN_FREEZEN': OPERATOR,
  'ACQ.BUYER_ERROR': OPERATOR,
  'ACQ.SYSTEM_ERROR': { kind: 'unknown' },
  'ACQ.INVALID_PARAMETER': SETUP,
  'ACQ.ACCESS_FORBIDDEN': SETUP,
  'ACQ.PARTNER_ERROR': SETUP,
};

/** The class of a sub_code of trade.refund; `unknown` for what is not listed. */
export function refundClassOf(subCode: string): RefundClass {
  const known = Object.hasOwn(REFUND_CODES, subCode) ? REFUND_CODES[subCode] : undefined;
  return known ?? { kind: 'unknown' };
}

/** What `trade_status` says of a trade (research C4). */
export type TradeStatusClass = 'waiting' | 'paid' | 'closed' | 'unknown';

const TRADE_STATUSES: Readonly<Record<string, TradeStatusClass>> = {
  WAIT_BUYER_PAY: 'waiting',
  TRADE_SUCCESS: 'paid',
  // Paid, and too old to be refunded.
  TRADE_FINISHED: 'paid',
  TRADE_CLOSED: 'closed',
};

/** The class of a trade_status; `unknown` for what is not listed. */
export function tradeStatusOf(status: string): TradeStatusClass {
  return Object.hasOwn(TRADE_STATUSES, status) ? (TRADE_STATUSES[status] ?? 'unknown') : 'unknown';
}

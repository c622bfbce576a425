import { fenOfYuan } from '@payserver/connector-kit/money';
import { type Answer, type Signed, textOf } from './answer.ts';
import { parseBeijingTime } from './beijing-time.ts';
import { type RefundText, refundClassOf } from './codes.ts';
import {
  type Busy,
  type NothingKnown,
  nothingKnown,
  type Setup,
  shownCode,
  sorted,
} from './verdict.ts';

/** What an answer about a refund must be about. */
export interface ExpectedRefund {
  readonly tractionNo: string;
  readonly payTractionNo: string;
  /** fen */
  readonly amount: number;
}

/** The money is on its way back. */
export interface Refunded {
  readonly kind: 'refunded';
  /** `trade_no/out_request_no`: a refund has no number of its own */
  readonly thirdRefundNo: string;
  readonly finishedAt: Date | null;
}
/** Nothing changed by this call: a query decides. */
export interface RefundByQuery {
  readonly kind: 'byQuery';
}
export interface RefundRefused {
  readonly kind: 'refused';
  readonly text: RefundText;
  readonly code: string;
}
/** The merchant must act: money, a person. */
export interface RefundStuck {
  readonly kind: 'sellerBalance' | 'operator';
  readonly code: string;
}

export type RefundVerdict =
  | Refunded
  | RefundByQuery
  | RefundRefused
  | RefundStuck
  | Setup
  | Busy
  | NothingKnown;

/** What the answer to alipay.trade.refund says (research C7): only `fund_change` Y is a refund; N says nothing yet. */
export function readRefund(answer: Answer, expected: ExpectedRefund): RefundVerdict {
  const said = sorted(answer);
  if (said.kind === 'paying') return nothingKnown('10003 to a refund');
  if (said.kind === 'business') return readRefusal(said.answer);
  if (said.kind !== 'done') return said;
  const { fields } = said.answer;
  if (textOf(fields, 'out_trade_no') !== expected.payTractionNo) {
    return nothingKnown('another out_trade_no');
  }
  if (textOf(fields, 'fund_change') !== 'Y') return { kind: 'byQuery' };
  // The sum of all refunds of the trade: this one is in it.
  const sum = fenOfYuan(textOf(fields, 'refund_fee'));
  if (sum === null || sum < expected.amount) return nothingKnown('another refund_fee');
  return refundedBy(said.answer, expected);
}

function readRefusal(answer: Signed): RefundVerdict {
  const is = refundClassOf(answer.subCode);
  const code = shownCode(answer);
  if (is.kind === 'refused') return { ...is, code };
  return is.kind === 'unknown' ? nothingKnown(code) : { kind: is.kind, code };
}

/** `notReceived`: not there, or failed: the same number may be sent again. */
export type RefundQueryVerdict =
  | Refunded
  | { readonly kind: 'notReceived' }
  | Setup
  | Busy
  | NothingKnown;

/** What the answer to alipay.trade.fastpay.refund.query says (research C7). */
export function readRefundQuery(answer: Answer, expected: ExpectedRefund): RefundQueryVerdict {
  const said = sorted(answer);
  if (said.kind === 'paying') return nothingKnown('10003 to a query');
  if (said.kind === 'business') {
    const isMissing = said.answer.subCode === 'ACQ.TRADE_NOT_EXIST';
    return isMissing ? { kind: 'notReceived' } : nothingKnown(shownCode(said.answer));
  }
  if (said.kind !== 'done') return said;
  const { fields } = said.answer;
  const status = textOf(fields, 'refund_status');
  if (status === '') return { kind: 'notReceived' };
  const isOurs =
    textOf(fields, 'out_request_no') === expected.tractionNo &&
    textOf(fields, 'out_trade_no') === expected.payTractionNo &&
    fenOfYuan(textOf(fields, 'refund_amount')) === expected.amount;
  if (!isOurs) return nothingKnown('another refund');
  if (status !== 'REFUND_SUCCESS') return nothingKnown('a refund_status that is not known');
  return refundedBy(said.answer, expected);
}

function refundedBy({ fields }: Signed, { tractionNo }: ExpectedRefund): Refunded {
  return {
    kind: 'refunded',
    thirdRefundNo: `${textOf(fields, 'trade_no')}/${tractionNo}`,
    finishedAt: parseBeijingTime(textOf(fields, 'gmt_refund_pay')),
  };
}

import { yuanOfFen } from '@payserver/connector-kit/money';
import type { ApiCall } from './request.ts';

/** What every payment says besides its own. */
interface Sold {
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
  readonly subject: string;
  readonly storeId: string | null;
  readonly notifyUrl: string | null;
}

/** A payment by the code that the customer shows. */
export interface BarcodePayment extends Sold {
  readonly authCode: string;
  readonly terminalId: string | null;
}

/** A payment by a code that the shop shows. */
export interface QrPayment extends Sold {
  /** `yyyy-MM-dd HH:mm:ss` in Beijing: nobody can pay after it */
  readonly timeExpire: string;
}

/** A refund; `tractionNo` is its own number. */
export interface RefundRequest {
  readonly tractionNo: string;
  readonly payTractionNo: string;
  /** fen */
  readonly amount: number;
}

const AUTH_CODE = /^(?:2[5-9]|30)\d{14,22}$/;

/** Whether this can be a paying code of Alipay; what cannot is not sent (research C2). */
export function isAuthCode(code: string): boolean {
  return AUTH_CODE.test(code);
}

const MAX_SUBJECT = 127;
const TERMINAL = /^[0-9A-Za-z_-]{1,32}$/;

/** A name as `subject`: without the signs that Alipay refuses, at most 127 bytes, cut between two characters. */
export function subjectOf(name: string): string {
  let subject = '';
  for (const sign of name.replace(/[/=&\p{Cc}]/gu, ' ').trim()) {
    if (Buffer.byteLength(subject + sign) > MAX_SUBJECT) break;
    subject += sign;
  }
  return subject;
}

const storeOf = (storeId: string | null) => (storeId === null ? {} : { store_id: storeId });

/** alipay.trade.pay, bar_code (research C2). Must be sent once for each number. */
export function payCall(payment: BarcodePayment): ApiCall {
  const { tractionNo, amount, subject, authCode, terminalId, notifyUrl } = payment;
  return {
    method: 'alipay.trade.pay',
    notifyUrl,
    content: {
      out_trade_no: tractionNo,
      scene: 'bar_code',
      auth_code: authCode,
      subject,
      total_amount: yuanOfFen(amount),
      product_code: 'FACE_TO_FACE_PAYMENT',
      // Should we be gone: Alipay closes it by itself. We cancel before.
      timeout_express: '2m',
      ...storeOf(payment.storeId),
      ...(terminalId !== null && TERMINAL.test(terminalId) && { terminal_id: terminalId }),
    },
  };
}

/** alipay.trade.precreate (research C6). Moves no money: the same number with the same content may be sent again. */
export function precreateCall(payment: QrPayment): ApiCall {
  const { tractionNo, amount, subject, timeExpire, notifyUrl } = payment;
  return {
    method: 'alipay.trade.precreate',
    notifyUrl,
    content: {
      out_trade_no: tractionNo,
      total_amount: yuanOfFen(amount),
      subject,
      product_code: 'FACE_TO_FACE_PAYMENT',
      time_expire: timeExpire,
      ...storeOf(payment.storeId),
    },
  };
}

/** alipay.trade.query (research C4). */
export function queryCall(tractionNo: string): ApiCall {
  return { method: 'alipay.trade.query', content: { out_trade_no: tractionNo } };
}

/** alipay.trade.cancel (research C5): closes what is not paid, gives back what is. May be repeated. */
export function cancelCall(tractionNo: string): ApiCall {
  return { method: 'alipay.trade.cancel', content: { out_trade_no: tractionNo } };
}

/** alipay.trade.close (research C6): closes what is not paid, moves no money. May be repeated. */
export function closeCall(tractionNo: string): ApiCall {
  return { method: 'alipay.trade.close', content: { out_trade_no: tractionNo } };
}

/** alipay.trade.refund (research C7). The same number with the same amount is one refund. */
export function refundCall({ tractionNo, payTractionNo, amount }: RefundRequest): ApiCall {
  return {
    method: 'alipay.trade.refund',
    content: {
      out_trade_no: payTractionNo,
      refund_amount: yuanOfFen(amount),
      out_request_no: tractionNo,
    },
  };
}

/** alipay.trade.fastpay.refund.query (research C7). */
export function refundQueryCall({
  tractionNo,
  payTractionNo,
}: Omit<RefundRequest, 'amount'>): ApiCall {
  return {
    method: 'alipay.trade.fastpay.refund.query',
    content: { out_trade_no: payTractionNo, out_request_no: tractionNo },
  };
}

/** alipay.data.dataservice.bill.downloadurl.query (research C8). @param day `YYYY-MM-DD` */
export function billUrlCall(day: string): ApiCall {
  return {
    method: 'alipay.data.dataservice.bill.downloadurl.query',
    content: { bill_type: 'trade', bill_date: day },
  };
}

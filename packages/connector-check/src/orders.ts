import { createTimeFormat } from '@payserver/shared/runtime/time';
import type { About } from './gateway.ts';
import type { NoticeSide } from './notice-side.ts';
import type { Sample, Target } from './target.ts';

/** A payment or refund that was not sent yet. */
export interface Order extends About {
  readonly body: Readonly<Record<string, unknown>>;
  /** of the payment: its own, or the refund's */
  readonly payTractionNo: string;
}

/** Makes the bodies that the gateway sends. */
export interface OrderMaker {
  newPay(sample?: Sample, changes?: Readonly<Record<string, unknown>>): Order;
  newRefund(pay: Order, refundAmount: number, isCancel?: 0 | 1): Order;
  /** The body of a query or a cancellation. */
  inquiryOf(order: Order): object;
  /** Remembers the number that the connector gave an order: later calls name it. */
  remember(tractionNo: string, thirdNo: string): void;
}

/** fen */
const AMOUNT = 100;
const DAY_MS = 86_400_000;
const formatTime = createTimeFormat('Asia/Shanghai');

let numbers = 0;
/** 20 digits, as the gateway's. */
function newTractionNo(first: 1 | 2): string {
  numbers += 1;
  return `${first}${Date.now()}${String(numbers % 1_000_000).padStart(6, '0')}`;
}

export function createOrderMaker(target: Target, notices: NoticeSide): OrderMaker {
  const { payee, connectorParams } = target;
  const thirdNos = new Map<string, string>();
  const ofMerchant = connectorParams === null ? {} : { connectorParams };
  const noticeTo = (kind: 'pay' | 'refund', tractionNo: string) =>
    target.profile === 'async' ? { notifyUrl: notices.urlOf(kind, tractionNo) } : {};
  return {
    newPay: (sample = target.samples.accepted, changes = {}) => {
      const tractionNo = newTractionNo(1);
      const payAmount = sample.payAmount ?? AMOUNT;
      const body = {
        payer: 'conformance',
        payee,
        payAmount,
        tractionNo,
        clientPayNo: `check-${tractionNo}`,
        ...timesFrom(Date.now()),
        payParams: withAmount(sample.payParams, payAmount),
        clientExtraParams: sample.clientExtraParams ?? {},
        terminal: { id: 'till-3', ip: '192.0.2.14' },
        ...ofMerchant,
        ...noticeTo('pay', tractionNo),
        ...changes,
      };
      const amount = Number(body.payAmount);
      return { tractionNo, payTractionNo: tractionNo, amount, field: 'payAmount', body };
    },
    newRefund: (pay, refundAmount, isCancel = 0) => {
      const tractionNo = newTractionNo(2);
      const { tractionNo: payTractionNo } = pay;
      const body = {
        clientRefundNo: `check-${tractionNo}`,
        tractionNo,
        payTractionNo,
        thirdPayNo: thirdNos.get(payTractionNo) ?? null,
        payee,
        payAmount: pay.amount,
        refundAmount,
        isCancel,
        clientExtraParams: {},
        ...ofMerchant,
        ...noticeTo('refund', tractionNo),
      };
      return { tractionNo, payTractionNo, amount: refundAmount, field: 'refundAmount', body };
    },
    inquiryOf: ({ tractionNo, payTractionNo }) => ({
      tractionNo,
      clientPayNo: `check-${payTractionNo}`,
      thirdPayNo: thirdNos.get(payTractionNo) ?? null,
      ...(tractionNo !== payTractionNo && { thirdRefundNo: thirdNos.get(tractionNo) ?? null }),
      ...ofMerchant,
    }),
    remember: (tractionNo, thirdNo) => void thirdNos.set(tractionNo, thirdNo),
  };
}

function timesFrom(now: number) {
  return {
    orderStartAt: formatTime(new Date(now)),
    orderExpiredAt: formatTime(new Date(now + DAY_MS)),
    payStartAt: formatTime(new Date(now)),
  };
}

/** The parameters with the amount itself (fen) wherever they say `{payAmount}`: pieces of 1 fen each, say. */
function withAmount(payParams: object, payAmount: number): unknown {
  return JSON.parse(JSON.stringify(payParams), (_key, value: unknown) =>
    value === '{payAmount}' ? payAmount : value,
  );
}

import { isObject } from './message.ts';
import { NotificationRefused } from './refusal.ts';

/** What happened. Later versions of the gateway may send others: answer them as taken and do nothing. */
export type NotificationType =
  | 'payment.succeeded'
  | 'payment.failed'
  | 'payment.closed'
  | 'payment.refunded'
  | 'payment.reviewNeeded'
  | 'refund.succeeded'
  | 'refund.failed'
  | 'refund.reviewNeeded'
  | 'exception.opened'
  | 'exception.resolved'
  | 'endpoint.test'
  | 'endpoint.failing'
  | 'endpoint.disabled'
  | 'endpoint.recovered';

/** A message whose signature holds. */
export interface Notification<Data = Readonly<Record<string, unknown>>> {
  /** the same at every try and every replay of the same event */
  readonly id: string;
  readonly type: NotificationType | (string & {});
  /** when it happened, as it stands in the message; not when it was sent */
  readonly timestamp: string;
  /** a person or a program asked for it again; the header that says so is not signed */
  readonly isReplay: boolean;
  /** the `tractionNo` of the payment or refund that it is about; null for what is about an endpoint or a day */
  readonly order: string | null;
  /** grows within one order, with gaps; null where there is no order */
  readonly sequence: number | null;
  readonly data: Data;
}

/** How a payment was when it happened. Amounts are fen, times those of the API. */
export interface PaymentData {
  readonly merchantUUID: string;
  readonly sequence: number;
  readonly status: string;
  readonly clientPayNo: string;
  readonly tractionNo: string;
  readonly thirdPayNo: string | null;
  readonly payModeUUID: string;
  readonly payAmount: number;
  readonly refundAmount: number;
  readonly payFinishAt: string | null;
  readonly clientExtraParams?: Readonly<Record<string, unknown>>;
  /** the payment as it is now */
  readonly href: string;
}

/** How a refund was when it happened. Amounts are fen, times those of the API. */
export interface RefundData {
  readonly merchantUUID: string;
  readonly sequence: number;
  readonly status: string;
  readonly clientRefundNo: string;
  readonly clientPayNo: string;
  readonly tractionNo: string;
  readonly payTractionNo: string;
  readonly thirdRefundNo: string | null;
  readonly payModeUUID: string;
  readonly payAmount: number;
  readonly refundAmount: number;
  readonly refundFinishAt: string | null;
  readonly clientExtraParams?: Readonly<Record<string, unknown>>;
  /** the refund as it is now */
  readonly href: string;
}

/** Whether it is about a payment, which its data then describes. */
export function isPayment(one: Notification): one is Notification & Notification<PaymentData> {
  return one.type.startsWith('payment.');
}

/** Whether it is about a refund, which its data then describes. */
export function isRefund(one: Notification): one is Notification & Notification<RefundData> {
  return one.type.startsWith('refund.');
}

/** What every format gives. */
export interface Parts {
  readonly id: string;
  readonly type: unknown;
  readonly timestamp: unknown;
  readonly data: unknown;
  readonly isReplay: boolean;
}

/**
 * A notification of these parts.
 *
 * @throws {NotificationRefused} a part is missing or of another kind
 */
export function notificationOf({ id, type, timestamp, data, isReplay }: Parts): Notification {
  if (typeof type !== 'string' || typeof timestamp !== 'string' || !isObject(data)) {
    throw new NotificationRefused('body');
  }
  const { tractionNo, sequence } = data;
  const order = typeof tractionNo === 'string' ? tractionNo : null;
  return { id, type, timestamp, isReplay, order, sequence: wholeOrNull(sequence), data };
}

function wholeOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

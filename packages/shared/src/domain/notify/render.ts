import { MONEY_MOVED } from '../contradiction.ts';
import type { PayStatus, RefundStatus } from '../statuses.ts';
import type { NotifyType, OrderEventType } from './event-types.ts';

/** The version of the body that new endpoints get. */
export const BODY_VERSION = 1;

/** The trade record that is the event. `status` is the order's after it, `amount` its own in fen. */
export interface EventRecord {
  readonly uuid: string;
  readonly event: string;
  readonly status: string;
  readonly amount: number;
  readonly detail: unknown;
  readonly createdAt: Date;
}

/**
 * What the order says beside it. All of it is the same for ever, or as it was at the record, so that a body that is
 * made again has the same bytes.
 */
export interface OrderFacts {
  readonly merchantUUID: string;
  readonly payModeUUID: string;
  /** the number of the record within its order, from 1 */
  readonly sequence: number;
  /** of the payment */
  readonly payOrderUUID: string;
  readonly clientPayNo: string;
  readonly payTractionNo: string;
  /** fen */
  readonly payAmount: number;
  /** of a payment: fen that had gone back at the record */
  readonly refunded: number;
  /** of a payment: as its order says by now; shown once it is paid, from when on it does not change */
  readonly thirdPayNo: string | null;
  readonly payFinishAt: Date | null;
  /** of a payment that is not paid at the record: when it ended, null while it is open */
  readonly endedAt: Date | null;
  readonly clientExtraParams: unknown;
  /** null for events of a payment */
  readonly refund: RefundFacts | null;
}

/** The refund that the event is of. */
export interface RefundFacts {
  readonly uuid: string;
  readonly clientRefundNo: string;
  readonly tractionNo: string;
  readonly thirdRefundNo: string | null;
  /** fen */
  readonly amount: number;
  readonly finishAt: Date | null;
}

/** What a body needs besides its event. */
export interface RenderContext {
  /** what every href begins with, without a slash at its end */
  readonly base: string;
  /** writes a moment as the API does */
  readonly time: (moment: Date) => string;
}

/** A message before it becomes bytes, in the order of its fields. */
export interface Message {
  readonly type: NotifyType;
  /** ISO 8601, UTC, of the event */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event of an order with all that its body says. */
export interface OrderEvent {
  readonly type: OrderEventType;
  readonly record: EventRecord;
  readonly order: OrderFacts;
}

/**
 * The message of an order's event, version 1: a snapshot at the record, money in fen, times as the API writes them. Pure:
 * the same event gives the same fields in the same order, always. A barcode or a secret is in none of its sources.
 */
export function messageOf({ type, record, order }: OrderEvent, context: RenderContext): Message {
  const data =
    order.refund === null
      ? paymentData(record, order, context)
      : refundData(record, { ...order, refund: order.refund }, context);
  return {
    type,
    timestamp: record.createdAt.toISOString(),
    data: { ...data, ...extraOf(type, record) },
  };
}

/** An event that no order has. */
export interface OwnEvent {
  readonly type: NotifyType;
  readonly merchantUUID: string;
  readonly data: object;
  readonly createdAt: Date;
}

/** The message of an event that no order has: its data behind the merchant's uuid, no sequence. */
export function ownMessageOf({ type, merchantUUID, data, createdAt }: OwnEvent): Message {
  return { type, timestamp: createdAt.toISOString(), data: { merchantUUID, ...data } };
}

/** The bytes of a message in the standard format. */
export function bodyOf({ type, timestamp, data }: Message): string {
  return JSON.stringify({ type, timestamp, data });
}

/** The bytes of an order's event in the standard format. */
export function render(event: OrderEvent, context: RenderContext): string {
  return bodyOf(messageOf(event, context));
}

function paymentData(record: EventRecord, order: OrderFacts, { base, time }: RenderContext) {
  const isPaid = MONEY_MOVED[record.status as PayStatus | RefundStatus] === true;
  const finishAt = isPaid ? order.payFinishAt : order.endedAt;
  return {
    merchantUUID: order.merchantUUID,
    sequence: order.sequence,
    status: record.status,
    clientPayNo: order.clientPayNo,
    tractionNo: order.payTractionNo,
    thirdPayNo: isPaid ? order.thirdPayNo : null,
    payModeUUID: order.payModeUUID,
    payAmount: order.payAmount,
    refundAmount: order.refunded,
    payFinishAt: finishAt === null ? null : time(finishAt),
    ...paramsOf(order.clientExtraParams),
    href: `${base}/payOrders/${order.payOrderUUID}`,
  };
}

type RefundEventFacts = OrderFacts & { readonly refund: RefundFacts };

function refundData(record: EventRecord, order: RefundEventFacts, { base, time }: RenderContext) {
  const { refund } = order;
  // A final refund never changes again.
  const isFinal = MONEY_MOVED[record.status as PayStatus | RefundStatus] !== null;
  const finishAt = isFinal ? refund.finishAt : null;
  return {
    merchantUUID: order.merchantUUID,
    sequence: order.sequence,
    status: record.status,
    clientRefundNo: refund.clientRefundNo,
    clientPayNo: order.clientPayNo,
    tractionNo: refund.tractionNo,
    payTractionNo: order.payTractionNo,
    thirdRefundNo: isFinal ? refund.thirdRefundNo : null,
    payModeUUID: order.payModeUUID,
    payAmount: order.payAmount,
    refundAmount: refund.amount,
    refundFinishAt: finishAt === null ? null : time(finishAt),
    ...paramsOf(order.clientExtraParams),
    href: `${base}/refundOrders/${refund.uuid}`,
  };
}

/** What a shop gave along, where it gave anything. */
function paramsOf(params: unknown): { clientExtraParams?: object } {
  if (typeof params !== 'object' || params === null || Object.keys(params).length === 0) return {};
  return { clientExtraParams: params };
}

/** What an exception is about: in the record's own event, and its amount in fen. */
function extraOf(type: OrderEventType, { event, amount }: EventRecord): object {
  return type.startsWith('exception.') ? { exception: { reason: event, amount } } : {};
}

import { newUuid, type TractionNoSource } from './ids.ts';
import type { JsonObject } from './pay-order.ts';
import { FIRST_ATTEMPT_MS } from './schedule.ts';

/** What a cashier asks for (API document, Refund 1; `refundAmount` is an addition to it). */
export interface RefundRequest {
  readonly payTractionNo: string;
  readonly clientRefundNo: string;
  /** fen; null: all that is left */
  readonly refundAmount: number | null;
  readonly isCancel: boolean;
  readonly clientExtraParams: JsonObject;
  /** where messages about it are sent, beside the merchant's endpoints */
  readonly notifyUrl?: string;
}

/** A refund that is about to be reserved; its payment decides whether it can be. */
export interface NewRefundOrder extends RefundRequest {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly merchantUUID: string;
  readonly requestHash: string;
  readonly startAt: Date;
  /** when the first attempt is due, if it has to be sent to a connector */
  readonly dueAt: Date;
}

/** The row that accepting this request tries to write. */
export function planRefundOrder(
  request: RefundRequest,
  context: {
    merchantUUID: string;
    requestHash: string;
    nowMs: number;
    tractionNo: TractionNoSource;
  },
): NewRefundOrder {
  return {
    ...request,
    uuid: newUuid(),
    tractionNo: context.tractionNo('refund'),
    merchantUUID: context.merchantUUID,
    requestHash: context.requestHash,
    startAt: new Date(context.nowMs),
    dueAt: new Date(context.nowMs + FIRST_ATTEMPT_MS),
  };
}

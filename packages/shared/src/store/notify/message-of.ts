import { type OperationalEventType, typeOfRecord } from '../../domain/notify/event-types.ts';
import {
  type Message,
  messageOf,
  type OrderFacts,
  ownMessageOf,
  type RefundFacts,
  type RenderContext,
} from '../../domain/notify/render.ts';
import type { EventFacts } from './due.ts';

/**
 * The message of this event: the same each time that it is asked for.
 *
 * @throws {Error} when the record is no event of this version
 */
export function messageOfFacts(facts: EventFacts, context: RenderContext): Message {
  const { ownType, ownData, merchantUUID, eventAt } = facts;
  if (ownType !== null) {
    // It was written with a type of this list.
    const type = ownType as OperationalEventType;
    return ownMessageOf({ type, merchantUUID, data: ownData ?? {}, createdAt: eventAt });
  }
  const { uuid, event, detail, amount, kind } = facts;
  const type = typeOfRecord({ kind: kind ?? '', event, detail });
  if (type === null) throw new Error(`a record ${kind} ${event} is no event`);
  const record = { uuid, event, detail, amount, createdAt: eventAt, status: statusOf(facts) };
  return messageOf({ type, record, order: orderOf(facts) }, context);
}

/** At the record, or by now where a replay asks for that. */
function statusOf({ asOf, kind, toStatus, payStatus, refundStatus }: EventFacts): string {
  if (asOf !== 'now') return toStatus;
  return kind === 'refund' ? refundStatus : payStatus;
}

function orderOf(facts: EventFacts): OrderFacts {
  const refund = refundOf(facts);
  return {
    merchantUUID: facts.merchantUUID,
    payModeUUID: facts.payModeUUID,
    sequence: facts.sequence,
    payOrderUUID: facts.payOrderUUID,
    clientPayNo: facts.clientPayNo,
    payTractionNo: facts.payTractionNo,
    payAmount: facts.payAmount,
    refunded: facts.refunded,
    thirdPayNo: facts.thirdPayNo,
    payFinishAt: facts.payFinishAt,
    endedAt: facts.endedAt,
    clientExtraParams: refund === null ? facts.payParams : facts.refundParams,
    refund,
  };
}

function refundOf(facts: EventFacts): RefundFacts | null {
  if (facts.refundUUID === null) return null;
  return {
    uuid: facts.refundUUID,
    clientRefundNo: facts.clientRefundNo,
    tractionNo: facts.refundTractionNo,
    thirdRefundNo: facts.thirdRefundNo,
    amount: facts.refundAmount,
    finishAt: facts.refundFinishAt,
  };
}

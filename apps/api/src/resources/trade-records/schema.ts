import { type Static, Type } from 'typebox';
import {
  described,
  FreeFormOutput,
  IDENTITY,
  integer,
  link,
  maybeLink,
  nullableInteger,
  nullableText,
  text,
  wireTime,
} from '../../http/schemas/common.ts';

export const ORDER_TRACTION_NO =
  "The gateway's number of the order: digits, 1 first for payments and 2 for refunds.";

/** One line of an order's history on the wire. */
export const TradeRecordResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    payOrderUUID: text('The payment.'),
    refundOrderUUID: nullableText('The refund, if it is about one.'),
    payModeUUID: text('The pay mode of the payment.'),
    payTemplateId: nullableText('The template of the mode, if it has one.'),
    tractionNo: text(ORDER_TRACTION_NO),
    kind: text('pay or refund'),
    event: text('What happened.'),
    actor: text('Who brought the evidence: api, connector, query, notice, sweep, operator.'),
    fromStatus: nullableText('The status before; null for the first record.'),
    toStatus: text('The status after; equal when only something was learnt.'),
    amount: integer('fen'),
    attempt: integer('Which attempt it was.'),
    httpStatus: nullableInteger("Of the connector's answer, if there was one."),
    durationMs: nullableInteger('How long the call took, ms.'),
    detail: described(FreeFormOutput, 'The reason, the step, who settled it.'),
    createdAt: wireTime('When it was written.'),
    payOrder: link('The payment.'),
    refundOrder: maybeLink('The refund, if it is about one.'),
    payMode: link('The mode that it was paid in.'),
  },
  { title: 'TradeRecord' },
);

export type TradeRecordResource = Static<typeof TradeRecordResource>;

import { type Static, Type } from 'typebox';
import {
  described,
  FreeFormOutput,
  IDENTITY,
  integer,
  link,
  maybeLink,
  nullableText,
  nullableWireTime,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { ORDER_TRACTION_NO } from '../trade-records/schema.ts';

const MAX_REASON = 500;

export const ExceptionStatus = Type.Unsafe<'open' | 'reversing' | 'resolved'>({
  type: 'string',
  enum: ['open', 'reversing', 'resolved'],
  description: 'Whether it was dealt with; `reversing`: a refund sends the money back.',
});

export const ExceptionReason = Type.Unsafe<'lateSuccess' | 'lateFailure'>({
  type: 'string',
  enum: ['lateSuccess', 'lateFailure'],
  description: 'What the evidence says of the final order: that it succeeded, or that it failed.',
});

/** Evidence that contradicts a final order, on the wire. */
export const TradeExceptionResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    kind: text('pay or refund'),
    reason: ExceptionReason,
    status: ExceptionStatus,
    policy: text("The template's lateSuccessPolicy: reverse, accept or review."),
    tractionNo: text(ORDER_TRACTION_NO),
    amount: integer('fen'),
    orderStatus: text("The order's status when this was written."),
    actor: text('Who brought the evidence.'),
    detail: described(
      FreeFormOutput,
      "What else the evidence said: the step, the connector's number.",
    ),
    resolution: nullableText('How it was dealt with.'),
    resolvedBy: nullableText('Who dealt with it.'),
    resolvedAt: nullableWireTime('When it was dealt with.'),
    createdAt: wireTime('When it was written.'),
    payOrder: link('The payment.'),
    refundOrder: maybeLink('The refund, if it is about one.'),
    reversal: maybeLink('The refund that sends the money back.'),
  },
  { title: 'TradeException' },
);

export type TradeExceptionResource = Static<typeof TradeExceptionResource>;

/** Why an operator does something by hand. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: MAX_REASON,
  description: 'Why; it is recorded.',
});

/** Body of POST exceptions/:uuid/resolve and exceptions/:uuid/reverse. */
export const ResolveBody = Type.Object(
  { reason: Reason },
  { title: 'ResolveRequest', additionalProperties: false },
);

import { type Static, Type } from 'typebox';
import {
  FreeFormOutput,
  Link,
  MaybeLink,
  NullableText,
  NullableWireTime,
  WireTime,
} from '../../http/schemas/common.ts';

const MAX_REASON = 500;

export const ExceptionStatus = Type.Unsafe<'open' | 'reversing' | 'resolved'>({
  type: 'string',
  enum: ['open', 'reversing', 'resolved'],
});

export const ExceptionReason = Type.Unsafe<'lateSuccess' | 'lateFailure'>({
  type: 'string',
  enum: ['lateSuccess', 'lateFailure'],
});

/** Evidence that contradicts a final order, on the wire. */
export const TradeExceptionResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    merchantUUID: Type.String(),
    kind: Type.String({ description: 'pay or refund' }),
    reason: ExceptionReason,
    status: ExceptionStatus,
    policy: Type.String({ description: 'reverse, accept or review' }),
    tractionNo: Type.String(),
    amount: Type.Integer({ description: 'fen' }),
    orderStatus: Type.String({ description: "the order's status when this was written" }),
    actor: Type.String({ description: 'who brought the evidence' }),
    detail: FreeFormOutput,
    resolution: NullableText,
    resolvedBy: NullableText,
    resolvedAt: NullableWireTime,
    createdAt: WireTime,
    payOrder: Link,
    refundOrder: MaybeLink,
    reversal: MaybeLink,
  },
  { title: 'TradeException' },
);

export type TradeExceptionResource = Static<typeof TradeExceptionResource>;

/** Why an operator does something by hand. */
export const Reason = Type.String({ minLength: 1, maxLength: MAX_REASON });

/** Body of POST exceptions/:uuid/resolve and exceptions/:uuid/reverse. */
export const ResolveBody = Type.Object(
  { reason: Reason },
  { title: 'ResolveRequest', additionalProperties: false },
);

import { type Static, Type } from 'typebox';
import {
  FreeFormOutput,
  Link,
  MaybeLink,
  NullableInteger,
  NullableText,
  WireTime,
} from '../../http/schemas/common.ts';

/** One line of an order's history on the wire. */
export const TradeRecordResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    merchantUUID: Type.String(),
    payOrderUUID: Type.String(),
    refundOrderUUID: NullableText,
    payModeUUID: Type.String(),
    payTemplateId: NullableText,
    tractionNo: Type.String(),
    kind: Type.String({ description: 'pay or refund' }),
    event: Type.String(),
    actor: Type.String({ description: 'who brought the evidence' }),
    fromStatus: NullableText,
    toStatus: Type.String(),
    amount: Type.Integer({ description: 'fen' }),
    attempt: Type.Integer(),
    httpStatus: NullableInteger,
    durationMs: NullableInteger,
    detail: FreeFormOutput,
    createdAt: WireTime,
    payOrder: Link,
    refundOrder: MaybeLink,
    payMode: Link,
  },
  { title: 'TradeRecord' },
);

export type TradeRecordResource = Static<typeof TradeRecordResource>;

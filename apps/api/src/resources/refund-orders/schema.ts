import { REFUND_STATUSES, type RefundStatus as Status } from '@payserver/shared/domain/statuses';
import { type Static, Type } from 'typebox';
import {
  Flag,
  FreeFormOutput,
  Link,
  NullableText,
  NullableWireTime,
  Pending,
  WireTime,
} from '../../http/schemas/common.ts';

export const RefundStatus = Type.Unsafe<Status>({
  type: 'string',
  enum: [...REFUND_STATUSES],
  title: 'RefundStatus',
});

/** A refund on the wire (API document, Refund 1 `data`). */
export const RefundOrderResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    merchantUUID: Type.String(),
    refundAmount: Type.Integer({ description: 'fen' }),
    isCancel: Flag,
    tractionNo: Type.String(),
    payTractionNo: Type.String(),
    clientRefundNo: Type.String(),
    clientExtraParams: FreeFormOutput,
    thirdRefundNo: NullableText,
    resultCode: NullableText,
    refundStartAt: WireTime,
    refundFinishAt: NullableWireTime,
    status: RefundStatus,
    createdAt: WireTime,
    modifiedAt: WireTime,
    payOrderUUID: Type.String(),
    payModeUUID: Type.String(),
    payTemplateId: NullableText,
    isReversal: Flag,
    pending: Pending,
    payOrder: Link,
    payMode: Link,
    tradeRecords: Link,
  },
  { title: 'RefundOrder' },
);

export type RefundOrderResource = Static<typeof RefundOrderResource>;

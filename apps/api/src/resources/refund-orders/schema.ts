import { REFUND_STATUSES, type RefundStatus as Status } from '@payserver/shared/domain/statuses';
import { type Static, Type } from 'typebox';
import {
  Flag,
  FlagInput,
  FreeForm,
  FreeFormOutput,
  Id,
  Link,
  NewClientNo,
  NullableText,
  NullableWireTime,
  Pending,
  WireTime,
} from '../../http/schemas/common.ts';

/** Body of POST refund (API document, Refund 1); `refundAmount` is an addition, absent: all that is left. */
export function refundBody(maxPayAmount: number) {
  return Type.Object(
    {
      payTractionNo: Id,
      clientRefundNo: NewClientNo,
      refundAmount: Type.Optional(
        Type.Integer({ minimum: 1, maximum: maxPayAmount, description: 'fen' }),
      ),
      isCancel: Type.Optional(FlagInput),
      clientExtraParams: Type.Optional(FreeForm),
    },
    { title: 'RefundRequest', additionalProperties: false },
  );
}

export type RefundBody = Static<ReturnType<typeof refundBody>>;

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

/** Answer of POST refund (API document, Refund 1). */
export const RefundAnswer = Type.Object(
  {
    ret: Type.String(),
    businessRet: Type.Unsafe<'syncOnlineRefund' | 'asyncOnlineRefund' | 'offlineRefund'>({
      type: 'string',
      enum: ['syncOnlineRefund', 'asyncOnlineRefund', 'offlineRefund'],
    }),
    data: RefundOrderResource,
  },
  { title: 'RefundAnswer' },
);

export type RefundAnswer = Static<typeof RefundAnswer>;

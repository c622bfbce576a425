import { PAY_STATUSES, type PayStatus as Status } from '@payserver/shared/domain/statuses';
import { type Static, Type } from 'typebox';
import {
  FreeForm,
  FreeFormOutput,
  Href,
  Id,
  Link,
  NewClientNo,
  NullableText,
  NullableWireTime,
  Pending,
  WireTime,
} from '../../http/schemas/common.ts';

const MAX_PAYER = 256;

/** Body of POST pay (API document, Pay 1). */
export function payBody(maxPayAmount: number) {
  return Type.Object(
    {
      payModeUUID: Id,
      payer: Type.String({ minLength: 1, maxLength: MAX_PAYER }),
      payee: Href,
      payAmount: Type.Integer({ minimum: 1, maximum: maxPayAmount, description: 'fen' }),
      clientPayNo: NewClientNo,
      payParams: Type.Optional(FreeForm),
      clientExtraParams: Type.Optional(FreeForm),
    },
    { title: 'PayRequest', additionalProperties: false },
  );
}

export type PayBody = Static<ReturnType<typeof payBody>>;

export const PayStatus = Type.Unsafe<Status>({
  type: 'string',
  enum: [...PAY_STATUSES],
  title: 'PayStatus',
});

/** A payment on the wire (API document, Pay 1 `data` and Pay 2); barcodes are masked. */
export const PayOrderResource = Type.Object(
  {
    href: Type.String(),
    id: Type.Integer(),
    uuid: Type.String(),
    merchantUUID: Type.String(),
    payer: Type.String(),
    payee: Type.String(),
    payAmount: Type.Integer({ description: 'fen' }),
    tractionNo: Type.String(),
    clientPayNo: Type.String(),
    orderStartAt: WireTime,
    orderExpiredAt: WireTime,
    payParams: FreeFormOutput,
    clientExtraParams: FreeFormOutput,
    thirdPayNo: NullableText,
    resultCode: NullableText,
    payModeUUID: Type.String(),
    payModeName: Type.String(),
    payTemplateId: NullableText,
    payChannel: NullableText,
    payWay: NullableText,
    payStartAt: WireTime,
    payFinishAt: NullableWireTime,
    refundAmount: Type.Integer({ description: 'fen sent back so far' }),
    lastRefundAt: NullableWireTime,
    status: PayStatus,
    createdAt: WireTime,
    modifiedAt: WireTime,
    pending: Pending,
    payMode: Link,
    refundOrders: Link,
    tradeRecords: Link,
  },
  { title: 'PayOrder' },
);

export type PayOrderResource = Static<typeof PayOrderResource>;

/** Answer of POST pay (API document, Pay 1). */
export const PayAnswer = Type.Object(
  {
    ret: Type.String(),
    businessRet: Type.Unsafe<'syncOnlinePay' | 'asyncOnlinePay' | 'offlinePay'>({
      type: 'string',
      enum: ['syncOnlinePay', 'asyncOnlinePay', 'offlinePay'],
    }),
    data: PayOrderResource,
  },
  { title: 'PayAnswer' },
);

export type PayAnswer = Static<typeof PayAnswer>;

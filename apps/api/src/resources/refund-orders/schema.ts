import { REFUND_STATUSES, type RefundStatus as Status } from '@payserver/shared/domain/statuses';
import { type Static, Type } from 'typebox';
import {
  described,
  FreeForm,
  FreeFormOutput,
  flag,
  flagInput,
  IDENTITY,
  Id,
  integer,
  link,
  NewClientNo,
  nullableText,
  nullableWireTime,
  Pending,
  text,
  wireTime,
} from '../../http/schemas/common.ts';
import { CLIENT_EXTRA_PARAMS, OrderNotifyUrl, RESULT_CODE } from '../pay-orders/schema.ts';

export const CLIENT_REFUND_NO =
  'Your number of the refund, unique for ever within your merchant. Compared character by character.';
export const REFUND_TRACTION_NO = "The gateway's number of the refund: digits, 2 first.";
export const PAID_TRACTION_NO = 'The `tractionNo` of the payment.';
const IS_CANCEL = '1: calls the whole payment off (撤销).';

/** Body of POST refund (API document, Refund 1); `refundAmount` is an addition, absent: all that is left. */
export function refundBody(maxPayAmount: number) {
  return Type.Object(
    {
      payTractionNo: described(Id, PAID_TRACTION_NO),
      clientRefundNo: described(NewClientNo, CLIENT_REFUND_NO),
      refundAmount: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: maxPayAmount,
          description: 'fen; without it all that is left',
        }),
      ),
      isCancel: Type.Optional(flagInput(IS_CANCEL)),
      notifyUrl: Type.Optional(OrderNotifyUrl),
      clientExtraParams: Type.Optional(described(FreeForm, CLIENT_EXTRA_PARAMS)),
    },
    { title: 'RefundRequest', additionalProperties: false },
  );
}

export type RefundBody = Static<ReturnType<typeof refundBody>>;

export const RefundStatus = Type.Unsafe<Status>({
  type: 'string',
  enum: [...REFUND_STATUSES],
  title: 'RefundStatus',
  description: 'What became of the refund; `refunding`: not known yet.',
});

/** A refund on the wire (API document, Refund 1 `data`). */
export const RefundOrderResource = Type.Object(
  {
    ...IDENTITY,
    merchantUUID: text('The merchant.'),
    refundAmount: integer('fen'),
    isCancel: flag(IS_CANCEL),
    tractionNo: text(REFUND_TRACTION_NO),
    payTractionNo: text(PAID_TRACTION_NO),
    clientRefundNo: text(CLIENT_REFUND_NO),
    clientExtraParams: described(FreeFormOutput, CLIENT_EXTRA_PARAMS),
    thirdRefundNo: nullableText("The connector's number, once it is known."),
    resultCode: nullableText(RESULT_CODE),
    refundStartAt: wireTime('When the refund began.'),
    refundFinishAt: nullableWireTime('When it became final.'),
    status: RefundStatus,
    createdAt: wireTime('When it was written.'),
    modifiedAt: wireTime('When it last changed.'),
    payOrderUUID: text('The payment.'),
    payModeUUID: text('The pay mode of the payment.'),
    payTemplateId: nullableText('The template of the mode, if it has one.'),
    isReversal: flag('1: the gateway sends late money back.'),
    pending: Pending,
    payOrder: link('The payment.'),
    payMode: link('The mode that it was paid in.'),
    tradeRecords: link('Its history.'),
  },
  { title: 'RefundOrder' },
);

export type RefundOrderResource = Static<typeof RefundOrderResource>;

/** Answer of POST refund (API document, Refund 1). */
export const RefundAnswer = Type.Object(
  {
    ret: text('That the request was taken; what happened is in `data.status`.'),
    businessRet: Type.Unsafe<'syncOnlineRefund' | 'asyncOnlineRefund' | 'offlineRefund'>({
      type: 'string',
      enum: ['syncOnlineRefund', 'asyncOnlineRefund', 'offlineRefund'],
      description: 'How it was carried out.',
    }),
    data: described(RefundOrderResource, 'The refund.'),
  },
  { title: 'RefundAnswer' },
);

export type RefundAnswer = Static<typeof RefundAnswer>;

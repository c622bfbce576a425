import { type Static, Type } from 'typebox';
import { FlagInput, FreeForm, Id, NewClientNo } from '../../http/schemas/common.ts';
import { RefundOrderResource } from './schema.ts';

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

import { type Static, Type } from 'typebox';

/**
 * Elements are validated one by one, so that a bad one harms no other; here only their number counts.
 */
function elements(max: number) {
  return Type.Array(Type.Unknown(), { minItems: 1, maxItems: max });
}

/** Body of POST batchPay (API document, Pay 4). */
export function batchPayBody(max: number) {
  return Type.Object({ batchPayData: elements(max) }, { additionalProperties: false });
}

/** Body of POST batchRefund (API document, Refund 3). */
export function batchRefundBody(max: number) {
  return Type.Object({ batchRefundData: elements(max) }, { additionalProperties: false });
}

/** What the single call would have answered: PayAnswer, RefundAnswer or ErrorBody. */
const ElementBody = Type.Unsafe<object>({ type: 'object', additionalProperties: true });
const ClientNo = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'null when the element had none',
});

/** Answer of POST batchPay: one element for each that was sent, in the same order. */
export const BatchPayAnswer = Type.Object({
  batchPayResult: Type.Array(
    Type.Object({ clientPayNo: ClientNo, statusCode: Type.Integer(), body: ElementBody }),
  ),
});

/** Answer of POST batchRefund: one element for each that was sent, in the same order. */
export const BatchRefundAnswer = Type.Object({
  batchRefundResult: Type.Array(
    Type.Object({ clientRefundNo: ClientNo, statusCode: Type.Integer(), body: ElementBody }),
  ),
});

export type BatchPayAnswer = Static<typeof BatchPayAnswer>;
export type BatchRefundAnswer = Static<typeof BatchRefundAnswer>;

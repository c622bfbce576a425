import { type Static, Type } from 'typebox';
import { described, integer, nullableText } from '../../http/schemas/common.ts';

/**
 * Elements are validated one by one, so that a bad one harms no other; here only their number counts.
 *
 * @param title of the schema that each of them is held against
 */
function elements(max: number, title: string, description: string) {
  return Type.Array(Type.Unknown({ title }), { minItems: 1, maxItems: max, description });
}

/** Body of POST batchPay (API document, Pay 4). */
export function batchPayBody(max: number) {
  return Type.Object(
    { batchPayData: elements(max, 'PayRequest', 'The payments.') },
    { title: 'BatchPayRequest', additionalProperties: false },
  );
}

/** Body of POST batchRefund (API document, Refund 3). */
export function batchRefundBody(max: number) {
  return Type.Object(
    { batchRefundData: elements(max, 'RefundRequest', 'The refunds.') },
    { title: 'BatchRefundRequest', additionalProperties: false },
  );
}

/** One element of an answer; its body is what the single call would have answered, a success or an error. */
const elementFields = (title: string) => ({
  statusCode: integer('The HTTP status.'),
  body: Type.Unsafe<object>({
    type: 'object',
    additionalProperties: true,
    title,
    description: 'What the single call would have answered.',
  }),
});
const ClientNo = nullableText('Your number of it; null when the element had none.');

/** Answer of POST batchPay: one element for each that was sent, in the same order. */
export const BatchPayAnswer = Type.Object(
  {
    batchPayResult: described(
      Type.Array(Type.Object({ clientPayNo: ClientNo, ...elementFields('PayOutcome') })),
      'One element for each payment, in the same order.',
    ),
  },
  { title: 'BatchPayAnswer' },
);

/** Answer of POST batchRefund: one element for each that was sent, in the same order. */
export const BatchRefundAnswer = Type.Object(
  {
    batchRefundResult: described(
      Type.Array(Type.Object({ clientRefundNo: ClientNo, ...elementFields('RefundOutcome') })),
      'One element for each refund, in the same order.',
    ),
  },
  { title: 'BatchRefundAnswer' },
);

export type BatchPayAnswer = Static<typeof BatchPayAnswer>;
export type BatchRefundAnswer = Static<typeof BatchRefundAnswer>;

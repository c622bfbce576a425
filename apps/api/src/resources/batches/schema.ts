import { type Static, Type } from 'typebox';

/**
 * Elements are validated one by one, so that a bad one harms no other; here only their number counts.
 *
 * @param title of the schema that each of them is held against
 */
function elements(max: number, title: string) {
  return Type.Array(Type.Unknown({ title }), { minItems: 1, maxItems: max });
}

/** Body of POST batchPay (API document, Pay 4). */
export function batchPayBody(max: number) {
  return Type.Object(
    { batchPayData: elements(max, 'PayRequest') },
    { title: 'BatchPayRequest', additionalProperties: false },
  );
}

/** Body of POST batchRefund (API document, Refund 3). */
export function batchRefundBody(max: number) {
  return Type.Object(
    { batchRefundData: elements(max, 'RefundRequest') },
    { title: 'BatchRefundRequest', additionalProperties: false },
  );
}

/** What the single call would have answered: its success or an error. */
const elementBody = (title: string) =>
  Type.Unsafe<object>({ type: 'object', additionalProperties: true, title });
const ClientNo = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description: 'null when the element had none',
});

/** Answer of POST batchPay: one element for each that was sent, in the same order. */
export const BatchPayAnswer = Type.Object(
  {
    batchPayResult: Type.Array(
      Type.Object({
        clientPayNo: ClientNo,
        statusCode: Type.Integer(),
        body: elementBody('PayOutcome'),
      }),
    ),
  },
  { title: 'BatchPayAnswer' },
);

/** Answer of POST batchRefund: one element for each that was sent, in the same order. */
export const BatchRefundAnswer = Type.Object(
  {
    batchRefundResult: Type.Array(
      Type.Object({
        clientRefundNo: ClientNo,
        statusCode: Type.Integer(),
        body: elementBody('RefundOutcome'),
      }),
    ),
  },
  { title: 'BatchRefundAnswer' },
);

export type BatchPayAnswer = Static<typeof BatchPayAnswer>;
export type BatchRefundAnswer = Static<typeof BatchRefundAnswer>;

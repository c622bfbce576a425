import { type Static, Type } from 'typebox';

const Text = Type.String({ minLength: 1, maxLength: 512 });
const Time = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$' });
const Fen = Type.Integer({ minimum: 1 });
const NullableText = Type.Unsafe<string | null>({ type: 'string', nullable: true, maxLength: 512 });
const Sandbox = Type.Optional(Type.String({ maxLength: 100 }));

/** What payUrl is sent (API document, Pay 3). Unknown fields are let through, as a connector should. */
export const PayBody = Type.Object({
  payer: Type.String({ maxLength: 512 }),
  payee: Text,
  payAmount: Fen,
  tractionNo: Text,
  clientPayNo: Text,
  orderStartAt: Time,
  orderExpiredAt: Time,
  payStartAt: Time,
  payParams: Type.Object({ payBarCode: Type.Optional(Type.String()), sandbox: Sandbox }),
  clientExtraParams: Type.Object({}),
  notifyUrl: Type.Optional(Type.String()),
});
export type PayBody = Static<typeof PayBody>;

/** What refundUrl is sent (API document, Refund 2), with `isCancel` as the gateway adds it. */
export const RefundBody = Type.Object({
  clientRefundNo: Text,
  tractionNo: Text,
  payTractionNo: Text,
  thirdPayNo: Type.Optional(NullableText),
  payee: Text,
  payAmount: Fen,
  refundAmount: Fen,
  isCancel: Type.Optional(Type.Integer({ minimum: 0, maximum: 1 })),
  clientExtraParams: Type.Object({ sandbox: Sandbox }),
  notifyUrl: Type.Optional(Type.String()),
});
export type RefundBody = Static<typeof RefundBody>;

/** What queryUrl and cancelUrl are sent. */
export const InquiryBody = Type.Object({
  tractionNo: Text,
  clientPayNo: Type.Optional(NullableText),
  thirdPayNo: Type.Optional(NullableText),
});
export type InquiryBody = Static<typeof InquiryBody>;

/** `?idempotent=0`: a connector that charges again at every POST. */
export const PostQuery = Type.Object({
  idempotent: Type.Optional(Type.Unsafe<'0' | '1'>({ enum: ['0', '1'] })),
});
export type PostQuery = Static<typeof PostQuery>;

export const CheckEnvQuery = Type.Object({ merchantUUID: Type.String() });
export type CheckEnvQuery = Static<typeof CheckEnvQuery>;

/** A behaviour for every call of one connector that asks for none; null: back to succeed. */
export const ControlBody = Type.Object({
  slug: Type.String(),
  behaviour: Type.Unsafe<string | null>({ type: 'string', nullable: true }),
});
export type ControlBody = Static<typeof ControlBody>;

export const LedgerQuery = Type.Object({
  tractionNo: Type.Optional(Type.String()),
  payTractionNo: Type.Optional(Type.String()),
});
export type LedgerQuery = Static<typeof LedgerQuery>;

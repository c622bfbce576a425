import { type Static, type TSchema, Type } from 'typebox';

const TractionNo = Type.String({ pattern: '^\\d{1,20}$' });
/** Fen. Beyond 2^53-1 a JSON number was rounded before anybody could see it. */
const Fen = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Text = Type.String({ maxLength: 4_096 });
const Params = Type.Record(Type.String(), Type.Unknown());
const orNull = <T extends TSchema>(schema: T) =>
  Type.Optional(Type.Unsafe<Static<T> | null>({ ...schema, nullable: true }));

/** What payUrl is sent (docs/connector.md). There may be more fields. */
export const PayBody = Type.Object({
  tractionNo: TractionNo,
  payAmount: Fen,
  payee: Text,
  payer: orNull(Text),
  clientPayNo: orNull(Text),
  orderExpiredAt: orNull(Text),
  payParams: orNull(Params),
  clientExtraParams: orNull(Params),
  connectorParams: orNull(Params),
  terminal: orNull(Type.Object({ id: Type.Optional(Text), ip: Type.Optional(Text) })),
  notifyUrl: orNull(Text),
});
export type PayBody = Static<typeof PayBody>;

/** What refundUrl is sent. */
export const RefundBody = Type.Object({
  tractionNo: TractionNo,
  payTractionNo: TractionNo,
  payAmount: Fen,
  refundAmount: Fen,
  payee: Text,
  thirdPayNo: orNull(Text),
  isCancel: orNull(Type.Integer()),
  clientExtraParams: orNull(Params),
  connectorParams: orNull(Params),
  notifyUrl: orNull(Text),
});
export type RefundBody = Static<typeof RefundBody>;

/** What queryUrl and cancelUrl are sent. */
export const InquiryBody = Type.Object({ tractionNo: TractionNo });
export type InquiryBody = Static<typeof InquiryBody>;

export const CheckEnvQuery = Type.Object({ merchantUUID: Type.String({ minLength: 1 }) });
export type CheckEnvQuery = Static<typeof CheckEnvQuery>;

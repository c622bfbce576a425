import { type TSchema, Type } from 'typebox';

/** Fen. */
const Fen = Type.Integer({ minimum: 0, maximum: 2_000_000_000 });
const SomeFen = Type.Integer({ minimum: 1, maximum: 2_000_000_000 });
/** As a payment can name it: of the others no payment would find anything. */
const Id = Type.String({ pattern: '^[^\\s\\p{C}]+$', maxLength: 64 });
/** What a database stores as text. */
const STORABLE = '^[^\\u0000\\p{Cs}]*$';
const Text = Type.String({ pattern: STORABLE, maxLength: 256 });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Until = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}( \\d{2}:\\d{2}(:\\d{2})?)?$' });
/** The id of a row. */
const RowId = Type.String({ pattern: '^\\d{1,15}$' });
const opt = <T extends TSchema>(schema: T) => Type.Optional(schema);
const closedObject = <T extends Record<string, TSchema>>(fields: T) =>
  Type.Object(fields, { additionalProperties: false });
const oneOf = <T extends string>(...values: readonly T[]) =>
  Type.Unsafe<T>({ type: 'string', enum: values });

const Book = oneOf('signAccount', 'memberBalance', 'memberCount');
/** What makes a repeat the same operation: a receipt number, the tractionNo of the payment that paid for it. */
const Key = Type.String({ pattern: STORABLE, minLength: 1, maxLength: 128 });
const Item = { merchandiseUUID: Id, styleUUID: opt(Id) };
const Bought = closedObject({
  ...Item,
  count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  paidValue: opt(Fen),
  unitPrice: opt(SomeFen),
  expiresAt: opt(Until),
});
const Items = Type.Array(Bought, { minItems: 1, maxItems: 100 });
const Keyed = { partyUUID: Id, key: Key, note: opt(Text) };

export const Open = closedObject({
  book: Book,
  partyUUID: Id,
  name: opt(Text),
  phone: opt(Type.String({ pattern: STORABLE, maxLength: 32 })),
  creditLimit: opt(Fen),
});
export const Change = closedObject({
  status: opt(oneOf('open', 'frozen', 'closed')),
  creditLimit: opt(Fen),
  held: opt(Fen),
});
export const Signer = closedObject({
  partyUUID: Id,
  personUUID: Id,
  name: opt(Text),
  validFrom: opt(Day),
  validTo: opt(Day),
  perOpLimit: opt(SomeFen),
  dayLimit: opt(SomeFen),
  monthLimit: opt(SomeFen),
});
export const Policies = closedObject({
  orderOfUse: opt(oneOf('expiringFirst', 'proportional')),
  clawback: opt(oneOf('all', 'proportional')),
  expiredReturn: opt(oneOf('expire', 'extend')),
});
export const TopUp = closedObject({
  ...Keyed,
  principal: SomeFen,
  bonus: opt(Fen),
  bonusExpiresAt: opt(Until),
  priority: opt(Type.Integer({ minimum: 0, maximum: 1_000 })),
});
export const CountTopUp = closedObject({ ...Keyed, items: Items });
export const TopUpRefund = closedObject({
  key: Key,
  topUpNo: Type.String({ pattern: STORABLE, minLength: 1, maxLength: 256 }),
  amount: opt(SomeFen),
  items: opt(Items),
});
export const Adjustment = closedObject({
  ...Keyed,
  book: Book,
  account: oneOf('receivable', 'principal', 'bonus', 'count'),
  item: opt(closedObject(Item)),
  amount: Type.Integer({ minimum: -2_000_000_000, maximum: 2_000_000_000 }),
  expiresAt: opt(Until),
});
export const Credit = closedObject({ ...Keyed, amount: SomeFen });
export const Closing = closedObject({ partyUUID: Id, toDate: Day, dueDate: opt(Day) });
export const ClosingOfAll = closedObject({ toDate: Day, dueDate: opt(Day) });

/** A path that names a holding. */
export const HoldingParams = Type.Object({ book: Book, partyUUID: Id });
export const StatementParams = Type.Object({ id: RowId });

/** An operator names the merchant; everybody else has one. */
const ofMerchant = { merchantUUID: opt(Type.String({ pattern: '^[A-Za-z0-9_~.-]{1,64}$' })) };
const Limit = opt(Type.String({ pattern: '^(?:[1-9]\\d?|[1-4]\\d\\d|500)$' }));

export const MerchantQuery = closedObject(ofMerchant);
export const PartyQuery = closedObject({ ...ofMerchant, partyUUID: Id });
export const HoldingQuery = closedObject({
  ...ofMerchant,
  book: Book,
  name: opt(Text),
  after: opt(Id),
  limit: Limit,
});
export const OperationQuery = closedObject({
  ...ofMerchant,
  book: opt(Book),
  partyUUID: opt(Id),
  kind: opt(
    oneOf(
      ...(['pay', 'refund', 'topUp', 'topUpRefund', 'import'] as const),
      ...(['repay', 'writeOff', 'adjust', 'expire', 'cancelMark'] as const),
    ),
  ),
  fromDate: opt(Day),
  toDate: opt(Day),
  after: opt(Id),
  limit: Limit,
});
export const AuditQuery = closedObject({ ...ofMerchant, after: opt(RowId), limit: Limit });
export const ImportQuery = closedObject({ ...ofMerchant, dryRun: opt(oneOf('0', '1')) });

import { type TSchema, Type } from 'typebox';
import { REASONS } from '../books/reasons.ts';

const Text = Type.String();
const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Amount = Type.Integer({ description: 'fen; of a count card pieces' });
const Fen = Type.Integer({ description: 'fen' });
const Day = Type.String({ description: 'YYYY-MM-DD' });
const Time = Type.String({ description: 'YYYY-MM-DD HH:mm:ss in TIME_ZONE' });
const listOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item) });

const Lot = Type.Object({
  original: Amount,
  remaining: Amount,
  paidValue: Type.Integer({ description: 'fen that were paid for it' }),
  expiresAt: OrNull(Time),
  sourceNo: Type.String({ description: 'operationNo of the top-up that made it' }),
});

const Account = Type.Object({
  kind: Type.String({ enum: ['receivable', 'principal', 'bonus', 'count'] }),
  asset: Type.String({ description: 'CNY, or ITEM:merchandiseUUID/styleUUID' }),
  balance: Type.Integer({
    description: 'fen or pieces that the party has; of a receivable below 0 what it owes',
  }),
  held: Type.Integer({ description: 'fen that payments leave alone' }),
  creditLimit: Fen,
  unitPrice: OrNull(Fen),
  lots: Type.Array(Lot),
});

/** What a party has in one book. */
export const Holding = Type.Object({
  merchantUUID: Text,
  book: Text,
  partyUUID: Text,
  name: Text,
  phoneMasked: Text,
  status: Type.String({ enum: ['open', 'frozen', 'closed'] }),
  orderOfUse: Type.String({ enum: ['expiringFirst', 'proportional'] }),
  openedOn: Day,
  accounts: Type.Array(Account),
});
export const Holdings = listOf(Holding);

/** An operation that was carried out, by this call or by an earlier one with its key. */
export const Done = Type.Object({
  ret: Type.String({ enum: ['success'] }),
  operationNo: Type.String({ description: 'what a refund of a top-up names' }),
  orderNo: Text,
  finishedAt: Time,
});

export const PolicyAnswer = Type.Object({ orderOfUse: Text, clawback: Text, expiredReturn: Text });

export const SignerAnswer = Type.Object({
  personUUID: Text,
  name: Text,
  validFrom: Day,
  validTo: OrNull(Day),
  perOpLimit: OrNull(Fen),
  dayLimit: OrNull(Fen),
  monthLimit: OrNull(Fen),
});
export const Signers = listOf(SignerAnswer);

export const Statement = Type.Object({
  id: Type.Integer(),
  partyUUID: Text,
  fromDate: Day,
  toDate: Day,
  opening: Fen,
  charges: Fen,
  refunds: Fen,
  repayments: Fen,
  writeOffs: Fen,
  adjustments: Fen,
  closing: Type.Integer({ description: 'fen; above 0 owed' }),
  dueDate: Day,
  status: Type.String({ enum: ['issued', 'paid'] }),
  unpaid: Fen,
});
export const Statements = listOf(Statement);

export const StatementWithLines = Type.Object({
  statement: Statement,
  lines: Type.Array(
    Type.Object({
      businessDate: Day,
      operationNo: Text,
      orderNo: Text,
      kind: Text,
      signer: Text,
      note: Text,
      amount: Type.Integer({ description: 'fen; above 0 adds to what is owed' }),
    }),
  ),
});

export const Ageing = Type.Object({
  owed: Type.Integer({ description: 'fen, with what no statement has yet' }),
  upTo30: Fen,
  upTo60: Fen,
  upTo90: Fen,
  over90: Fen,
});

export const Operations = listOf(
  Type.Object({
    operationNo: Type.String({ description: 'of a payment or refund its tractionNo' }),
    orderNo: Type.String({ description: 'thirdOrderNo at the gateway' }),
    kind: Text,
    book: OrNull(Text),
    partyUUID: OrNull(Text),
    amount: Amount,
    state: Type.String({ enum: ['done', 'declined', 'cancelled'] }),
    reason: OrNull(Type.String({ enum: Object.keys(REASONS) })),
    sourceNo: OrNull(Text),
    note: Text,
    businessDate: Day,
    createdAt: Time,
  }),
);

export const Liabilities = listOf(
  Type.Object({
    kind: Type.String({ enum: ['principal', 'bonus', 'count'] }),
    asset: Text,
    expiresIn: OrNull(Type.String({ description: 'YYYY-MM; null: it does not' })),
    amount: Amount,
  }),
);

export const AuditRecords = listOf(
  Type.Object({
    id: Type.Integer(),
    at: Time,
    actor: Text,
    action: Text,
    address: Text,
    requestId: Text,
    detail: Type.Unknown(),
    result: Type.String({ description: '`begun`, then `done` or the status of the refusal' }),
  }),
);

export const ImportReport = Type.Object({
  encoding: Type.String({ enum: ['utf-8', 'gb18030'] }),
  rows: Type.Integer(),
  imported: Type.Integer(),
  unchanged: Type.Integer(),
  wrong: Type.Array(Type.Object({ line: Type.Integer(), problem: Text })),
});

/** What every refusal of the admin API has (API document, errors). */
export const Refused = Type.Object(
  {
    name: Text,
    statusCode: Type.Integer(),
    code: Type.Integer(),
    message: Text,
    description: Text,
    stack: Text,
    reason: Type.Optional(Type.String({ enum: Object.keys(REASONS) })),
    requestId: Text,
  },
  { description: 'The request was refused; nothing was changed.' },
);

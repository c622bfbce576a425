import { MONEY_MOVED } from '../../domain/contradiction.ts';
import { PAY_OPEN, PAY_STATUSES, REFUND_DONE, REFUND_OPEN } from '../../domain/statuses.ts';
import type { Database } from '../database.ts';
import { literals, queryRows } from '../sql.ts';
import type { Breach } from './find-breaches.ts';
import { type EffectsByNo, NO_EFFECTS } from './ledger-effects.ts';
import { walkIds } from './walk.ts';

/** What the gateway says about money that a connector was asked to move. */
interface Said {
  readonly uuid: string;
  readonly payOrderUUID: string;
  readonly tractionNo: string;
  readonly status: string;
  readonly amount: number;
  /** the gateway says that it moved */
  readonly moved: boolean;
  readonly open: boolean;
  /** an exception tells of money that came late: it is on its way back, or a person decides */
  readonly isException: boolean;
  readonly isIdempotent: boolean;
  /** scheme, host and port of its connector; '' where it has none */
  readonly origin: string;
}

/** What the ledger cannot say anything about. */
export type Beyond =
  /** none of the orders of this connector is in the ledger: it keeps books of its own */
  | { readonly kind: 'connector'; readonly origin: string; readonly orders: number }
  /** a person said how it ended, and the ledger does not say the same */
  | { readonly kind: 'byHand'; readonly tractionNo: string; readonly detail: string };

const LATE = `EXISTS (SELECT 1 FROM "TradeException" e
    WHERE e."tractionNo" = o."tractionNo" AND e.reason = 'lateSuccess') AS "isException"`;
// Of the connector that has it, whatever its template has moved to since.
const CONNECTOR = `coalesce(v."isIdempotent", t."isIdempotent", m."isIdempotent", 1) = 1 AS "isIdempotent",
  coalesce(lower(substring(CASE WHEN v.id IS NOT NULL THEN v."payUrl" WHEN t.uuid IS NULL THEN m."payUrl"
    ELSE t."payUrl" END from '^[^:]+://[^/?#]+')), '') AS origin`;
const CONNECTOR_JOIN = `LEFT JOIN "ConnectorVersion" v ON v.id = o."sentTo"
  LEFT JOIN "PayMode" m ON m.uuid = o."payModeUUID"
  LEFT JOIN "PayModeTemplate" t ON t."payTemplateId" = m."payTemplateId"`;

const MOVED = literals(PAY_STATUSES.filter((status) => MONEY_MOVED[status]));
const ONLINE_PAYS = `
SELECT o.uuid, o.uuid AS "payOrderUUID", o."tractionNo", o.status::text, o."payAmount" AS amount,
       o.status IN (${MOVED}) AS moved, o.status = '${PAY_OPEN}' AS open, ${LATE}, ${CONNECTOR}
FROM "PayOrder" o ${CONNECTOR_JOIN} WHERE o."businessRet" <> 'offlinePay'`;
const ONLINE_REFUNDS = `
SELECT o.uuid, o."payOrderUUID", o."tractionNo", o.status::text, o."refundAmount" AS amount,
       o.status = '${REFUND_DONE}' AS moved, o.status = '${REFUND_OPEN}' AS open, ${LATE}, ${CONNECTOR}
FROM "RefundOrder" o ${CONNECTOR_JOIN} WHERE o."businessRet" <> 'offlineRefund'`;

/** Orders and ledger are not read at one moment; a difference that is still there after this many passes is real. */
const PASSES = 3;
/** Of one connector, compared again one by one; a ledger of another gateway would make every order a suspect. */
const MAX_SUSPECTS = 1_000;

/**
 * Compares every online payment and refund with the connectors' ledgers and yields what differs: money
 * that moved twice, at one connector or at two, a success or a failure that is not true, money that moved for no order, a second POST
 * to a connector that is not idempotent. A gateway may be at work meanwhile.
 *
 * @param readLedger reads the whole ledger as it is now
 * @param tellBeyond receives what differs and is no breach: the ledger is not that connector's, or a person decided
 */
export async function* compareWithLedger(
  db: Database,
  readLedger: () => Promise<EffectsByNo>,
  tellBeyond: (beyond: Beyond) => void = () => {},
): AsyncGenerator<Breach> {
  const first = await compareAll(db, await readLedger());
  for (const no of first.unknown) yield breachOfUnknown(no);
  let suspects: string[] = [];
  for (const [origin, { uuids, orders }] of first.suspects) {
    if (first.origins.has(origin)) suspects.push(...uuids);
    else tellBeyond({ kind: 'connector', origin, orders });
  }
  let breaches: Breach[] = [];
  for (let pass = 1; pass <= PASSES && suspects.length > 0; pass += 1) {
    breaches = await compareAgain(db, suspects, readLedger);
    suspects = breaches.map((breach) => breach.uuid);
  }
  const decided = await findSettledByHand(db, breaches);
  for (const breach of breaches) {
    const { rule, tractionNo, detail } = breach;
    if (!NOT_THE_LEDGERS.has(rule) || !decided.has(tractionNo)) yield breach;
    else tellBeyond({ kind: 'byHand', tractionNo, detail });
  }
}

/** What one walk through all orders has found. */
interface FirstPass {
  /** the connectors of which the ledger has at least one order */
  readonly origins: Set<string>;
  /** in the ledger, and no order of this gateway */
  readonly unknown: Set<string>;
  /** by origin: how many orders differ, and which of them are compared again */
  readonly suspects: Map<string, { orders: number; readonly uuids: string[] }>;
}

async function compareAll(db: Database, effects: EffectsByNo): Promise<FirstPass> {
  const moved = [...effects].filter(([, effect]) => effect.moved > 0).map(([no]) => no);
  const found: FirstPass = { origins: new Set(), unknown: new Set(moved), suspects: new Map() };
  for (const [table, sql] of [
    ['PayOrder', ONLINE_PAYS],
    ['RefundOrder', ONLINE_REFUNDS],
  ] as const) {
    for await (const { after, upTo } of walkIds(db, table)) {
      const page = await queryRows<Said>(db, {
        name: `said-of-${table}`,
        text: `${sql} AND o.id > $1 AND o.id <= $2`,
        values: [after, upTo],
      });
      for (const said of page) addCompared(found, said, effects);
    }
  }
  return found;
}

function addCompared(
  { origins, unknown, suspects }: FirstPass,
  said: Said,
  effects: EffectsByNo,
): void {
  unknown.delete(said.tractionNo);
  if (effects.has(said.tractionNo)) origins.add(said.origin);
  if (judge(said, effects) === null) return;
  const ofOrigin = suspects.get(said.origin) ?? { orders: 0, uuids: [] };
  suspects.set(said.origin, ofOrigin);
  ofOrigin.orders += 1;
  if (ofOrigin.uuids.length < MAX_SUSPECTS) ofOrigin.uuids.push(said.uuid);
}

const SUCCESS_IS_TRUE = 'a success has an effect of its amount';
const FAILURE_IS_TRUE = 'a failure has no effect';
/** Where a person may know more than the ledger. */
const NOT_THE_LEDGERS: ReadonlySet<string> = new Set([SUCCESS_IS_TRUE, FAILURE_IS_TRUE]);

/** The numbers of those that a person has settled. */
async function findSettledByHand(
  db: Database,
  breaches: readonly Breach[],
): Promise<ReadonlySet<string>> {
  const rows = await queryRows<{ tractionNo: string }>(db, {
    name: 'settled-by-hand',
    text: `SELECT DISTINCT "tractionNo" FROM "TradeRecord" WHERE "payOrderUUID" = ANY($1::text[])
      AND actor = 'operator' AND "fromStatus" <> "toStatus"`,
    values: [breaches.map((breach) => breach.payOrderUUID)],
  });
  return new Set(rows.map((row) => row.tractionNo));
}

/** Rows first: what is settled by now is in the ledger by the time that is read. */
async function compareAgain(
  db: Database,
  uuids: readonly string[],
  readLedger: () => Promise<EffectsByNo>,
): Promise<Breach[]> {
  const rows = await queryRows<Said>(db, {
    name: 'said-of-suspects',
    text: `${ONLINE_PAYS} AND o.uuid = ANY($1::text[]) UNION ALL ${ONLINE_REFUNDS} AND o.uuid = ANY($1::text[])`,
    values: [uuids],
  });
  const effects = await readLedger();
  return rows.flatMap((said) => judge(said, effects) ?? []);
}

function judge(said: Said, effects: EffectsByNo): Breach | null {
  const done = effects.get(said.tractionNo) ?? NO_EFFECTS;
  const rule = brokenRule(said, done);
  if (rule === null) return null;
  const { uuid, payOrderUUID, tractionNo, status, amount } = said;
  const detail = `${status}, ${amount} fen; ledger says ${JSON.stringify(done)}`;
  return { rule, uuid, payOrderUUID, tractionNo, detail };
}

function brokenRule(said: Said, done: typeof NO_EFFECTS): string | null {
  if (done.moved > 1) return 'money moves at most once for a number';
  if (!said.isIdempotent && done.posts > 1) {
    return 'a connector that is not idempotent gets one POST';
  }
  if (said.moved) {
    const isTrue = done.moved - done.givenBack === 1 && done.amount === said.amount;
    return isTrue ? null : SUCCESS_IS_TRUE;
  }
  const held = done.moved - done.givenBack;
  return said.open || said.isException || held <= 0 ? null : FAILURE_IS_TRUE;
}

function breachOfUnknown(tractionNo: string): Breach {
  const detail = 'the ledger has it, no order has';
  return { rule: 'money moves for an order', uuid: '', payOrderUUID: '', tractionNo, detail };
}

import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
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
}

const LATE = `EXISTS (SELECT 1 FROM "TradeException" e
    WHERE e."tractionNo" = o."tractionNo" AND e.reason = 'lateSuccess') AS "isException"`;
const CONNECTOR = `coalesce(t."isIdempotent", m."isIdempotent", 1) = 1 AS "isIdempotent"`;
const CONNECTOR_JOIN = `LEFT JOIN "PayMode" m ON m.uuid = o."payModeUUID"
  LEFT JOIN "PayModeTemplate" t ON t."payTemplateId" = m."payTemplateId"`;

const ONLINE_PAYS = `
SELECT o.uuid, o.uuid AS "payOrderUUID", o."tractionNo", o.status::text, o."payAmount" AS amount,
       o.status IN ('payed', 'partRefunded', 'refunded') AS moved, o.status = 'paying' AS open, ${LATE}, ${CONNECTOR}
FROM "PayOrder" o ${CONNECTOR_JOIN} WHERE o."businessRet" <> 'offlinePay'`;
const ONLINE_REFUNDS = `
SELECT o.uuid, o."payOrderUUID", o."tractionNo", o.status::text, o."refundAmount" AS amount,
       o.status = 'refunded' AS moved, o.status = 'refunding' AS open, ${LATE}, ${CONNECTOR}
FROM "RefundOrder" o ${CONNECTOR_JOIN} WHERE o."businessRet" <> 'offlineRefund'`;

/** Orders and ledger are not read at one moment; what still looks wrong after this many looks is. */
const LOOKS = 3;
/** Looked at again one by one; a ledger of another gateway would make every order a suspect. */
const MAX_SUSPECTS = 1_000;

/**
 * Compares every online payment and refund with the connectors' ledger and yields what differs: money
 * that moved twice, a success or a failure that is not true, money that moved for no order, a second POST
 * to a connector that is not idempotent. A gateway may be at work meanwhile.
 *
 * @param readLedger reads the whole ledger as it is now
 */
export async function* compareWithLedger(
  db: Database,
  readLedger: () => Promise<EffectsByNo>,
): AsyncGenerator<Breach> {
  const effects = await readLedger();
  const unknown = new Set([...effects].filter(([, { moved }]) => moved > 0).map(([no]) => no));
  let suspects: string[] = [];
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
      for (const said of page) unknown.delete(said.tractionNo);
      const wrong = page.filter((said) => judge(said, effects) !== null).map((said) => said.uuid);
      suspects.push(...wrong.slice(0, MAX_SUSPECTS - suspects.length));
    }
  }
  for (const no of unknown) yield breachOfUnknown(no);
  let breaches: Breach[] = [];
  for (let look = 1; look <= LOOKS && suspects.length > 0; look += 1) {
    breaches = await lookAgain(db, suspects, readLedger);
    suspects = breaches.map((breach) => breach.uuid);
  }
  yield* breaches;
}

/** Rows first: what is settled by now is in the ledger by the time that is read. */
async function lookAgain(
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
    return isTrue ? null : 'a success has an effect of its amount';
  }
  const held = done.moved - done.givenBack;
  return said.open || said.isException || held <= 0 ? null : 'a failure has no effect';
}

function breachOfUnknown(tractionNo: string): Breach {
  const detail = 'the ledger has it, no order has';
  return { rule: 'money moves for an order', uuid: '', payOrderUUID: '', tractionNo, detail };
}

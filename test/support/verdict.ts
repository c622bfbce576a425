import type { Breach } from '@payserver/shared/store/invariants/find-breaches';
import { eventually } from './eventually.ts';
import type { FinalAnswer } from './fault-load.ts';
import type { FaultRig } from './fault-rig.ts';
import { breachesOf } from './invariants.ts';
import { runSql } from './sql.ts';

/** What the faults did to the money: all of it must be 0. */
export interface Damage {
  readonly lost: number;
  readonly doubled: number;
  readonly falseSuccess: number;
  readonly falseFailure: number;
  readonly overRefund: number;
  readonly stuck: number;
  readonly otherBreaches: number;
}

export interface Verdict extends Damage {
  /** what was found, for a person */
  readonly details: readonly string[];
}

type Counter = keyof Damage;
type Found = readonly [Counter, string];

const COUNTERS: Readonly<Record<string, Counter>> = {
  'money moves for an order': 'lost',
  'money moves at most once for a number': 'doubled',
  'a connector that is not idempotent gets one POST': 'doubled',
  'a success has an effect of its amount': 'falseSuccess',
  'a failure has no effect': 'falseFailure',
  'no more goes back than came in': 'overRefund',
  'no more was ever reserved than came in': 'overRefund',
  'an open order is attempted in time': 'stuck',
};

const OPEN = `
SELECT o."tractionNo", o."lastOutcome", o.attempts, o."dueAt", o."leaseUntil", m."isIdempotent",
  (SELECT jsonb_agg(r.event || ' ' || r.detail ORDER BY r.id) FROM "TradeRecord" r
   WHERE r."tractionNo" = o."tractionNo") AS history
FROM (
  SELECT "tractionNo", "lastOutcome", attempts, "dueAt", "leaseUntil", "payModeUUID" FROM "PayOrder"
  WHERE status = 'paying'
  UNION ALL
  SELECT "tractionNo", "lastOutcome", attempts, "dueAt", "leaseUntil", "payModeUUID" FROM "RefundOrder"
  WHERE status = 'refunding'
) o JOIN "PayMode" m ON m.uuid = o."payModeUUID"`;
const SETTLE_MS = 90_000;

/** Waits until everything that must settle has, and judges the answers of the tills, the rows and the ledger. */
export async function judgeRig(rig: FaultRig, finals: readonly FinalAnswer[]): Promise<Verdict> {
  const open = async () => await runSql<{ tractionNo: string }>(rig.databaseUrl, OPEN);
  const stuck = await eventually(open, (rows) => rows.length === 0, SETTLE_MS).catch(open);
  const found = [
    ...stuck.map((row) => ['stuck', JSON.stringify(row)] as const),
    ...(await compareFinals(rig, finals)),
    ...(await breachesOf(rig)).map(foundOf),
  ];
  return { ...sumUp(found), details: found.map(([name, detail]) => `${name}: ${detail}`) };
}

/** What these breaches of the invariants mean for the money. */
export function damageOf(breaches: readonly Breach[]): Damage {
  return sumUp(breaches.map(foundOf));
}

function foundOf(breach: Breach): Found {
  return [COUNTERS[breach.rule] ?? 'otherBreaches', JSON.stringify(breach)];
}

function sumUp(found: readonly Found[]): Damage {
  const count = (counter: Counter) => found.filter(([name]) => name === counter).length;
  return {
    lost: count('lost'),
    doubled: count('doubled'),
    falseSuccess: count('falseSuccess'),
    falseFailure: count('falseFailure'),
    overRefund: count('overRefund'),
    stuck: count('stuck'),
    otherBreaches: count('otherBreaches'),
  };
}

const PAID = ['payed', 'partRefunded', 'refunded'];

/** A number that an answer named to a till is there, and its status is the one of that answer. */
async function compareFinals(rig: FaultRig, finals: readonly FinalAnswer[]) {
  const rows = await runSql<{ number: string; status: string }>(
    rig.databaseUrl,
    `SELECT "clientPayNo" AS number, status::text FROM "PayOrder"
     UNION ALL SELECT "clientRefundNo", status::text FROM "RefundOrder"`,
  );
  const statuses = new Map(rows.map((row) => [row.number, row.status]));
  return finals.flatMap((one): Found[] => {
    const now = statuses.get(one.number);
    const detail = JSON.stringify({ ...one, now });
    if (one.status === null) return [['stuck', detail]];
    if (now === undefined) return [['lost', detail]];
    const isSame =
      one.kind === 'pay' && PAID.includes(one.status) ? PAID.includes(now) : one.status === now;
    if (isSame) return [];
    return [
      [
        one.status === 'payed' || one.status === 'refunded' ? 'falseSuccess' : 'falseFailure',
        detail,
      ],
    ];
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { findBreachesOf } from '@payserver/shared/store/invariants/find-breaches';
import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { hurry, letTimePass } from '../support/time-travel.ts';
import { type Chosen, isNoticeOnItsWay, mayStayOpen, SUCCEED } from './behaviours.ts';
import { compareBooks } from './compare-books.ts';
import { type Mode, VALID_HOURS } from './modes.ts';
import { type Model, modeNamed, observe, type Real } from './world.ts';

const SETTLE_MS = 90_000;
const BEAT_MS = 150;

interface OpenRow {
  readonly kind: 'pay' | 'refund';
  readonly uuid: string;
  readonly tractionNo: string;
  readonly expired: boolean;
  readonly payOrderUUID: string;
  readonly epoch: number;
}

const OPEN_SQL = `
SELECT 'pay' AS kind, uuid, "tractionNo", "orderExpiredAt" <= now() OR "closeAskedAt" IS NOT NULL AS expired, uuid AS "payOrderUUID", epoch
FROM "PayOrder" WHERE "merchantUUID" = $1 AND status = 'paying'
UNION ALL
SELECT 'refund', uuid, "tractionNo", false, "payOrderUUID", epoch
FROM "RefundOrder" WHERE "merchantUUID" = $1 AND status = 'refunding'`;

/**
 * Ends a sequence: waits until every order is final that must become so and every true notice has come,
 * lets what can be closed at its expiry expire, and then checks all that must always hold.
 */
export async function settleAll(model: Model, real: Real): Promise<void> {
  await untilSettled(model, real);
  await letTimePass(real.db.pool, real.merchantUUID, 2 * VALID_HOURS * 3_600_000);
  await untilSettled(model, real);
  await expectTruth(model, real);
}

async function untilSettled(model: Model, real: Real): Promise<void> {
  const hurried = new Map<string, number>();
  const stillOpen = async () => {
    const { rows } = await real.db.pool.query<OpenRow>(OPEN_SQL, [real.merchantUUID]);
    await real.books.refresh();
    const late = rows.filter((row) => {
      const books = real.books.of(row.tractionNo);
      return !mayStayOpen({ ...row, ...askedOf(model, row), books });
    });
    const next = late.filter(({ uuid, epoch }) => hurried.get(uuid) !== epoch);
    // Only what was really hurried: a worker that was quicker may put the order off for minutes.
    for (const { uuid, epoch } of await hurry(real.db.pool, next)) hurried.set(uuid, epoch);
    const waitedFor = [...late.map(({ uuid }) => uuid), ...awaitedNotices(model, real)];
    // Twenty sequences wait like this at once: a slower beat leaves the machine to what they wait for.
    if (waitedFor.length > 0) await sleep(BEAT_MS);
    return waitedFor;
  };
  try {
    await eventually(stillOpen, (waitedFor) => waitedFor.length === 0, SETTLE_MS);
  } catch (error) {
    throw await explained(real, error, await stillOpen());
  }
}

/** Orders, final ones too, of which the connector has moved or refused the money and not notified the gateway yet. */
function awaitedNotices(model: Model, { books }: Real): string[] {
  return [...model.pays, ...model.refunds]
    .filter(({ behaviour, tractionNo }) => isNoticeOnItsWay(behaviour, books.of(tractionNo)))
    .map(({ uuid }) => uuid);
}

/** What its client asked for; a reversal is the gateway's own and asks for nothing. */
function askedOf(model: Model, row: OpenRow): { mode: Mode; behaviour: Chosen } {
  const known = [...model.pays, ...model.refunds].find(({ uuid }) => uuid === row.uuid);
  if (known !== undefined) return known;
  const pay = model.pays.find(({ uuid }) => uuid === row.payOrderUUID);
  return { mode: pay?.mode ?? modeNamed('repeated'), behaviour: SUCCEED };
}

async function expectTruth(model: Model, real: Real): Promise<void> {
  const breaches = [
    ...(await findBreachesOf(real.db, real.merchantUUID)),
    ...(await compareBooks(real, real.merchantUUID)),
  ];
  if (breaches.length > 0) {
    const broken = new Error(JSON.stringify(breaches, null, 1));
    throw await explained(
      real,
      broken,
      breaches.map(({ uuid }) => uuid),
    );
  }
  expectOnePost(model, real);
  await expectAllFound(model, real);
}

/** A connector that is not idempotent was posted to at most once for each order. */
function expectOnePost(model: Model, { books }: Real): void {
  const twice = [...model.pays, ...model.refunds].filter(
    ({ mode, tractionNo }) => !mode.isIdempotent && books.of(tractionNo).posts > 1,
  );
  expect(twice, 'posted more than once').toEqual([]);
}

/** Every number that was ever answered is there, and nothing else is. */
async function expectAllFound(model: Model, { client }: Real): Promise<void> {
  const lists = [
    ['/payOrders', 'clientPayNo', model.pays],
    ['/refundOrders', 'clientRefundNo', model.refunds],
  ] as const;
  for (const [path, field, all] of lists) {
    const rows: Array<Record<string, unknown>> = [];
    let next: string | null = `${path}?limit=200`;
    while (next !== null) {
      const { body }: Awaited<ReturnType<typeof client.get>> = await client.get(next);
      rows.push(...body.items);
      next = body.next === undefined || body.next === null ? null : pathOf(body.next);
    }
    const byNo = new Map(rows.map((row) => [row[field], row]));
    for (const known of all) observe(known, byNo.get(known.clientNo) ?? {});
    const own = rows.filter((row) => !String(row[field]).startsWith('reversal:'));
    expect(own).toHaveLength(all.length);
  }
}

function pathOf(href: string): string {
  const { pathname, search } = new URL(href);
  return pathname + search;
}

/** The same failure with what is known of the orders it is about. */
async function explained(real: Real, error: unknown, uuids: readonly string[]): Promise<Error> {
  const { rows } = await real.db.pool.query<Record<string, unknown>>(
    `SELECT to_char("createdAt", 'HH24:MI:SS.MS') AS at, "tractionNo", kind, event, actor, "fromStatus", "toStatus", amount, attempt, detail::text
     FROM "TradeRecord" WHERE "payOrderUUID" = ANY($1::text[]) OR "refundOrderUUID" = ANY($1::text[])
     ORDER BY id LIMIT 200`,
    [uuids],
  );
  const orders = await Promise.all(
    ['"PayOrder"', '"RefundOrder"'].map(async (table) => {
      const found = await real.db.pool.query<Record<string, unknown>>(
        `SELECT "tractionNo", status, epoch, attempts, "lastOutcome", "dueAt", "leaseUntil", now()
         FROM ${table} WHERE uuid = ANY($1::text[]) LIMIT 50`,
        [uuids],
      );
      return found.rows.map((row) => JSON.stringify(row));
    }),
  );
  const timeline = rows.map((row) => Object.values(row).join(' '));
  const books = [...new Set(rows.map((row) => String(row['tractionNo'])))].map(
    (no) => `${no} ${JSON.stringify(real.books.of(no))}`,
  );
  const message = error instanceof Error ? error.message : String(error);
  return new Error(
    [message, ...orders.flat(), ...timeline, 'the connector says', ...books].join('\n'),
    {
      cause: error,
    },
  );
}

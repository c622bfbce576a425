import { setTimeout as sleep } from 'node:timers/promises';
import { typeOfRecord } from '@payserver/shared/domain/notify/event-types';
import { expect } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { brokenRules, type OwnRecord } from './compare-heard.ts';
import type { Office } from './office.ts';
import { expectCode, type Model, type Real } from './world.ts';

const SETTLE_MS = 90_000;
const BEAT_MS = 150;
const MISSING = { from: '2020-01-01 00:00:00', only: 'missing' };

/** The number of a record within its order is counted here anew, over the whole history. */
const RECORDS_SQL = `
SELECT 'evt_' || uuid AS id, kind, event, detail, "toStatus" AS status, "tractionNo",
       extract(epoch FROM "createdAt")::float8 * 1000 AS at,
       (row_number() OVER (PARTITION BY kind, CASE kind WHEN 'pay' THEN "payOrderUUID" ELSE "refundOrderUUID" END ORDER BY id))::int AS sequence
FROM "TradeRecord" WHERE "merchantUUID" = $1 ORDER BY id`;

const OWN_EVENTS_SQL = `SELECT 'evt_' || uuid AS id FROM "OperationalEvent" WHERE "merchantUUID" = $1`;

/** What is still to be sent, also by replays that are not done. */
const WAITING_SQL = `
SELECT (SELECT count(*)::int FROM "NotifyDelivery" d WHERE d."endpointId" = e.id AND d."nextAt" IS NOT NULL)
     + (SELECT count(*)::int FROM "NotifyReplay" r WHERE r."endpointId" = e.id AND r."endedAt" IS NULL) AS waiting
FROM "NotifyEndpoint" e WHERE e.uuid = $1`;

/** Retries and probes come now; what is owned by a worker is left to it. */
const HURRY_SQL = `
WITH hurried AS (
  UPDATE "NotifyDelivery" d SET "nextAt" = now() FROM "NotifyEndpoint" e
  WHERE e.uuid = $1 AND d."endpointId" = e.id AND d."nextAt" > now()
)
UPDATE "NotifyEndpoint" SET "notBefore" = NULL, "dueAt" = now()
WHERE uuid = $1 AND "leaseUntil" IS NULL AND "dueAt" > now()`;

/**
 * Makes every back office well, waits until nothing is left to be sent, and compares its ledger with what it should have
 * heard: everything at least once, nothing twice but what was in flight when a worker was killed, nothing of others.
 */
export async function settleOffices(model: Model, real: Real): Promise<void> {
  for (const office of model.offices) {
    await office.receiver.become('well');
    await switchOn(office, real);
  }
  for (const office of model.offices) {
    const owed = await recordsOf(real);
    await untilSent(office, real);
    if (office.needsReplay) await replayMissing(office, real);
    await expectHeard(office, real, owed);
  }
}

/** Whatever became of it: it was paused, or switched off. */
async function switchOn({ uuid }: Office, { client }: Real): Promise<void> {
  expectCode(await client.post(`/notifyEndpoints/${uuid}`, { status: 'on' }), [200]);
}

async function replayMissing(office: Office, real: Real): Promise<void> {
  await switchOn(office, real);
  const path = `/notifyEndpoints/${office.uuid}/replays`;
  expectCode(await real.client.post(path, MISSING), [200]);
  await untilSent(office, real);
}

async function recordsOf({ db, merchantUUID }: Real): Promise<OwnRecord[]> {
  const { rows } = await db.pool.query<Omit<OwnRecord, 'type'>>(RECORDS_SQL, [merchantUUID]);
  return rows.flatMap((row) => {
    const type = typeOfRecord(row);
    return type === null ? [] : [{ ...row, type }];
  });
}

/** Every event is fanned out, and nothing waits. */
async function untilSent({ uuid }: Office, { db }: Real): Promise<void> {
  const waiting = async () => {
    const { rows } = await db.pool.query<{ waiting: number }>(WAITING_SQL, [uuid]);
    const tail = await db.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM "NotifyCursor" c
       WHERE c.xact <= (SELECT max(r.xact) FROM "TradeRecord" r JOIN "NotifyEndpoint" e USING ("merchantUUID") WHERE e.uuid = $1)`,
      [uuid],
    );
    const count = (rows[0]?.waiting ?? 0) + (tail.rows[0]?.count ?? 0);
    if (count > 0) {
      await db.pool.query(HURRY_SQL, [uuid]);
      await sleep(BEAT_MS);
    }
    return count;
  };
  await eventually(waiting, (count) => count === 0, SETTLE_MS);
}

async function expectHeard(office: Office, real: Real, owed: readonly OwnRecord[]): Promise<void> {
  const records = await recordsOf(real);
  const { rows } = await real.db.pool.query<{ id: string }>(OWN_EVENTS_SQL, [real.merchantUUID]);
  const broken = brokenRules(office, {
    owed,
    records,
    merchantUUID: real.merchantUUID,
    ownEvents: new Set(rows.map(({ id }) => id)),
    kills: real.restarts.kills() - office.killsBefore,
  });
  expect(broken, JSON.stringify(broken.slice(0, 20), null, 1)).toEqual([]);
}

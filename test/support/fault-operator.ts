import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRig } from './fault-rig.ts';
import { operator } from './gateway.ts';
import { readEffects } from './invariants.ts';
import { runSql } from './sql.ts';

interface Unsent {
  readonly path: string;
  readonly tractionNo: string;
}

/** Longer than any call that was under way when the last fault ended. */
const CALM = "interval '10 seconds'";

/** The connector said that it does not know it, and sending it again is not allowed. */
const IS_UNSENT = `o."lastOutcome" = 'notFound' AND m."isIdempotent" = 0
  AND o."sentAt" < now() - ${CALM} AND o."leaseUntil" IS NULL`;
const UNSENT = `
SELECT '/payOrders/' || o.uuid AS path, o."tractionNo" FROM "PayOrder" o
JOIN "PayMode" m ON m.uuid = o."payModeUUID" WHERE o.status = 'paying' AND ${IS_UNSENT}
UNION ALL
SELECT '/refundOrders/' || o.uuid, o."tractionNo" FROM "RefundOrder" o
JOIN "PayMode" m ON m.uuid = o."payModeUUID" WHERE o.status = 'refunding' AND ${IS_UNSENT}`;

/**
 * Does what docs/operator.md leaves to a person until `signal` aborts: a worker that was killed between
 * "this is being sent" and the sending leaves an order that a connector which is not idempotent never got
 * and must not get again. Whoever has seen in the connector's books that no money moved settles it as
 * failed. Begin only when the faults are over: what was under way before might still arrive.
 */
export async function settleUnsent(rig: FaultRig, signal: AbortSignal): Promise<number> {
  const client = await operator(rig);
  let settled = 0;
  while (!signal.aborted) {
    const open = await runSql<Unsent>(rig.databaseUrl, UNSENT);
    const effects = await readEffects(rig);
    for (const { path, tractionNo } of open) {
      // Queries about an order are in the books too: only a POST says that the connector got it.
      if ((effects.get(tractionNo)?.posts ?? 0) > 0) continue;
      const body = { outcome: 'failed', reason: 'the connector never got it' };
      const { status } = await client.post(`${path}/settle`, body);
      if (status === 200) settled += 1;
    }
    await sleep(500);
  }
  return settled;
}

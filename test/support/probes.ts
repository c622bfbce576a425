import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import type { FaultRig } from './fault-rig.ts';
import { payBody, type Shop } from './shop.ts';
import { runSql } from './sql.ts';

/** Who pays, and how. */
export interface ProbeScene {
  readonly rig: FaultRig;
  readonly shop: Shop;
  readonly mode: string;
}

/** Payments that show whether the gateway works, seen in the database as they are at the moment. */
export interface Probes {
  /** Whether a new payment is accepted. */
  isAccepted(): Promise<boolean>;
  /** Posts one until it is accepted, and answers its number once a worker holds it, or has settled it. */
  postUntilHeld(sandbox: string): Promise<string>;
  isPaid(clientPayNo: string): Promise<boolean>;
  untilPaid(clientPayNo: string): Promise<void>;
  /** Until a worker holds it for the second time, or it is paid. */
  untilHeldAgain(clientPayNo: string): Promise<void>;
  /** Pays again and again until some payments, whose worker only the queue wakes, have gone all the way. */
  untilSomeArePaid(): Promise<void>;
}

interface Row {
  readonly status: string;
  readonly held: boolean;
  readonly attempts: number;
}

const RECOVERY_MS = 120_000;
const POLL_MS = 100;
const ONE_SECOND = { headers: { prefer: 'wait=1' } };
let probes = 0;

/** Probes of this shop. */
export function createProbes({ rig, shop, mode }: ProbeScene): Probes {
  const newProbe = (sandbox: string) => {
    probes += 1;
    const clientPayNo = `probe-${process.pid}-${probes}`;
    return payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo, sandbox });
  };
  const post = async (body: object) => {
    const sent = await shop.client
      .post('/pay', body, { prefer: 'respond-async' })
      .catch(() => null);
    return sent?.status === 200;
  };
  // Undefined as long as it was not accepted or the database is unavailable.
  const rowOf = async (clientPayNo: string) => {
    const sql = `SELECT status::text, "leaseUntil" IS NOT NULL AS held, attempts FROM "PayOrder" WHERE "clientPayNo" = $1`;
    const read = runSql<Row>(rig.databaseUrl, sql, [clientPayNo]);
    return (await read.catch(() => []))[0];
  };
  const until = async (clientPayNo: string, isThere: (row: Row) => boolean) => {
    await eventually(
      async () => await rowOf(clientPayNo),
      (row) => row !== undefined && isThere(row),
      RECOVERY_MS,
    );
  };
  const isPayed = ({ status }: Row) => status === 'payed';
  return {
    isAccepted: async () => await post(newProbe('succeed')),
    postUntilHeld: async (sandbox) => {
      const body = newProbe(sandbox);
      await eventually(async () => await post(body), Boolean, RECOVERY_MS);
      await until(body.clientPayNo, (row) => row.held || isPayed(row));
      return body.clientPayNo;
    },
    isPaid: async (clientPayNo) => (await rowOf(clientPayNo))?.status === 'payed',
    untilPaid: async (clientPayNo) => await until(clientPayNo, isPayed),
    untilHeldAgain: async (clientPayNo) =>
      await until(clientPayNo, (row) => row.attempts > 1 || isPayed(row)),
    untilSomeArePaid: async () => {
      const deadline = Date.now() + RECOVERY_MS;
      while (Date.now() < deadline) {
        probes += 1;
        const name = `probes-${process.pid}-${probes}`;
        const paid = shop.payByQueue(mode, name, ONE_SECOND).catch(() => 'no answer');
        if ((await paid) === 'payed') return;
        await sleep(POLL_MS);
      }
      throw new Error('no payment goes through any more');
    },
  };
}

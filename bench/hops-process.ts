// H, the floor of a lone payment, in a process of its own: three commits of one row and two queue hops, one after the
// other, at the rate of the case. Queue and connections are the gateway's own, the rest is left out.
import { setTimeout as sleep } from 'node:timers/promises';
import { openQueueEngine } from '@payserver/shared/queue/engine';
import { createProducer } from '@payserver/shared/queue/producer';
import { readConfig } from '@payserver/shared/runtime/config';
import { createLogger } from '@payserver/shared/runtime/logger';
import { openDatabase } from '@payserver/shared/store/database';
import { queryRows } from '@payserver/shared/store/sql';

const QUEUE = 'floor';
const WARM_UP_MS = 3_000;
const rate = Number(process.env['RATE']);
const seconds = Number(process.env['SECONDS']);
const config = readConfig();
const log = createLogger('floor', 'error');
const onError = (error: Error) => log.error({ err: error }, 'connection');
const db = openDatabase({ url: config.DATABASE_URL, max: 12, name: 'floor', onError });
const engine = openQueueEngine(config, log, 'floor');
const producer = createProducer(engine, log);
const arrivals = new Map<string, () => void>();
const worker = engine.newWorker(
  QUEUE,
  async (data) => {
    const { orders } = data as { orders: ReadonlyArray<{ uuid: string }> };
    for (const { uuid } of orders) arrivals.get(uuid)?.();
  },
  { concurrency: 50 },
);
worker.on('error', onError);

/** A job, from its producer to its worker. */
async function hop(uuid: string): Promise<void> {
  const arrived = new Promise<void>((resolve) => {
    arrivals.set(uuid, resolve);
  });
  const wake = { kind: 'pay', uuid, tractionNo: uuid, epoch: 0, connectorKey: QUEUE } as const;
  await producer.wake([wake]);
  await arrived;
  arrivals.delete(uuid);
}

const commit = async (name: string, text: string, uuid: string) =>
  await queryRows(db, { name, text, values: [uuid] });

async function payment(uuid: string): Promise<void> {
  await commit('floor-insert', 'INSERT INTO floor_row (uuid) VALUES ($1)', uuid);
  await hop(`${uuid}a`);
  const update = 'UPDATE floor_row SET step = step + 1 WHERE uuid = $1';
  await commit('floor-update', update, uuid);
  await commit('floor-update', update, uuid);
  await hop(`${uuid}b`);
}

await db.pool.query('CREATE TABLE floor_row (uuid text PRIMARY KEY, step int NOT NULL DEFAULT 0)');
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready' });
const startedAt = performance.now();
const latencies: number[] = [];
const pending: Promise<void>[] = [];
for (let count = 0; ; count += 1) {
  const dueAt = startedAt + (count * 1_000) / rate;
  if (dueAt - startedAt > WARM_UP_MS + seconds * 1_000) break;
  const leftMs = dueAt - performance.now();
  if (leftMs > 0) await sleep(leftMs);
  const done = payment(`f${count}`).then(() => {
    if (dueAt - startedAt >= WARM_UP_MS) latencies.push(performance.now() - dueAt);
  });
  pending.push(done);
}
await Promise.all(pending);
process.send?.({ latencies }, () => process.exit(0));

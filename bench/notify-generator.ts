// Commits events at a rate, in a process of its own: each at its time, whatever became of those before.
import { setTimeout as sleep } from 'node:timers/promises';
import { openPlainClient } from '../test/support/sql.ts';
import { writeEvents } from './notify-events.ts';

/** What it is to write. */
export interface GeneratorOrder {
  readonly databaseUrl: string;
  readonly merchants: number;
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** What it came to. */
export interface GeneratorReport {
  readonly events: number;
  /** it took so much longer than it was to take, ms: the machine could not do the rate */
  readonly lateMs: number;
}

const TICK_MS = 20;

async function run(order: GeneratorOrder): Promise<GeneratorReport> {
  const client = await openPlainClient(order.databaseUrl);
  const [startedAt, total] = [performance.now(), order.ratePerSecond * order.seconds];
  let done = 0;
  while (done < total) {
    const passed = performance.now() - startedAt;
    const due = Math.min(Math.floor((passed * order.ratePerSecond) / 1_000), total);
    const { merchants } = order;
    if (due > done) await writeEvents(client, { first: done + 1, count: due - done, merchants });
    done = Math.max(due, done);
    const leftMs = TICK_MS - ((performance.now() - startedAt) % TICK_MS);
    if (done < total) await sleep(leftMs);
  }
  await client.end();
  return { events: done, lateMs: performance.now() - startedAt - order.seconds * 1_000 };
}

process.on('message', (order: GeneratorOrder) => {
  void run(order).then((report) => process.send?.(report, () => process.exit(0)));
});
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready' });

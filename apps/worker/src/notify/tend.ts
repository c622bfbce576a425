import type { Logger } from '@payserver/shared/runtime/logger';
import { type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import type { Database } from '@payserver/shared/store/database';
import { checkCursor, readTailLagMs } from '@payserver/shared/store/notify/cursor';
import { MOST_OPEN } from '@payserver/shared/store/notify/fanout';
import { recountBacklogs, tendPartitions } from '@payserver/shared/store/notify/partitions';
import { skipWhereOff } from '@payserver/shared/store/notify/skip-off';
import type { NotifyMetrics } from './metrics.ts';

const HOUR_MS = 3_600_000;
/** From where on a wrong count could make deliveries skipped. */
const RECOUNT_FROM = MOST_OPEN / 2;

/** The tail is that far behind: a transaction is open for long. */
const LATE_MS = 30_000;

export interface TendDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Pick<NotifyMetrics, 'ended'>;
}

/** Work beside fan-out and delivery. */
export interface Tending {
  /** An endpoint was switched off: what waits for it is ended now. */
  switchedOff(): void;
  stop(): Promise<void>;
}

/**
 * What the tables of notifications need beside their rows: partitions of the next days, a cursor of this server, an end
 * of what waits for endpoints that are off (each hour as well: a worker may have died before it did it).
 */
export function tendNotifications({ db, log, metrics }: TendDeps): Tending {
  const hourly = async () => {
    await checkOwnCursor(db, log);
    const changes = await tendPartitions(db);
    if (changes > 0) log.info({ changes }, 'partitions of notifications were made or dropped');
    await recountBacklogs(db, RECOUNT_FROM);
  };
  const warnOfLag = createLagWarning(db, log);
  const skip = async () => {
    const skipped = await skipWhereOff(db);
    metrics.ended('skipped', skipped);
    if (skipped > 0) log.info({ skipped }, 'messages of endpoints that are off were skipped');
  };
  const skipping = repeat({ name: 'skipping messages', everyMs: HOUR_MS, log, work: skip });
  const repetitions: Repetition[] = [
    repeat({ name: 'tending notifications', everyMs: HOUR_MS, log, work: hourly }),
    repeat({ name: 'measuring the tail', everyMs: LATE_MS, log, work: warnOfLag }),
    skipping,
  ];
  return {
    switchedOff: () => skipping.soon(),
    stop: async () => {
      await Promise.allSettled(repetitions.map(async (one) => await one.stop()));
    },
  };
}

/** Not at the first sight of it: a worker that has just started is behind, and catches up. */
function createLagWarning(db: Database, log: Logger): () => Promise<void> {
  let wasLate = false;
  return async () => {
    const lagMs = Math.round(await readTailLagMs(db));
    const isLate = lagMs >= LATE_MS;
    if (isLate && wasLate) {
      log.warn(
        { lagMs },
        'notifications are late: a transaction that writes is open for long, or there is too much to do',
      );
    }
    wasLate = isLate;
  };
}

async function checkOwnCursor(db: Database, log: Logger): Promise<void> {
  if ((await checkCursor(db)) !== 'restarted') return;
  log.warn(
    'the database was restored on another server: notifications begin with what comes from now on; a replay sends what was missed',
  );
}

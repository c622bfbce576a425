import { crashPoint } from '@payserver/shared/runtime/crash-points';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { Database } from '@payserver/shared/store/database';
import { type DrawnId, type FannedOut, fanOut } from '@payserver/shared/store/notify/fanout';
import { summariseTail } from '@payserver/shared/store/notify/partitions';
import type { NotifyMetrics } from './metrics.ts';

export interface FanOutDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly metrics: Pick<NotifyMetrics, 'fannedOut'>;
  /** called when endpoints have something to send */
  readonly onDue: () => void;
}

/** Turns trade records into deliveries. */
export interface FanOut {
  /** A record was written: at once where this one is at rest, otherwise with the next ones. */
  soon(): void;
  stop(): Promise<void>;
}

/** Between two statements while records come. */
const BUSY_MS = 100;
/** While none come: others wake it as well, and this is for a wake-up that was lost. */
const IDLE_MS = 10_000;
/** After another process had the cursor, or the database was away. */
const AGAIN_MS = 200;

/**
 * Fans out whatever is committed: each tenth of a second while there is something, when it is woken, and each ten
 * seconds. One process at a time does it; another that finds the cursor taken tries again soon.
 */
export function startFanOut(deps: FanOutDeps): FanOut {
  const step = createStep(deps);
  let timer: NodeJS.Timeout | undefined;
  let isIdle = false;
  let isWanted = false;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  const begin = () => {
    isIdle = false;
    isWanted = false;
    running = run();
  };
  const run = async () => {
    const waitMs = await step(() => stopped);
    if (stopped) return;
    isIdle = waitMs === IDLE_MS && !isWanted;
    timer = setTimeout(begin, isWanted ? Math.min(waitMs, BUSY_MS) : waitMs);
  };
  begin();
  return {
    soon() {
      isWanted = true;
      if (stopped || !isIdle) return;
      clearTimeout(timer);
      begin();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Steps without a record until it is at rest: so many it takes to know that all ids which were drawn are read. */
const CALM_STEPS = 3;
const NO_ID: DrawnId = { id: '0', horizon: null };

/** One step answers how long to wait for the next, ms. Never rejects. */
function createStep({
  db,
  log,
  metrics,
  onDue,
}: FanOutDeps): (isOver: () => boolean) => Promise<number> {
  let drawn = NO_ID;
  let calm = 0;
  const summarise = createSummary(db, log);
  return async (isOver) => {
    try {
      for (;;) {
        crashPoint('fanout.before');
        const done = await fanOut(db, drawn);
        crashPoint('fanout.after');
        if (done === null) return AGAIN_MS;
        metrics.fannedOut(done);
        drawn = nextDrawn(drawn, done);
        calm = done.records > 0 ? 0 : calm + 1;
        if (done.due > 0) onDue();
        await summarise(done.records);
        if (!done.hasMore || isOver()) return calm < CALM_STEPS ? BUSY_MS : IDLE_MS;
      }
    } catch (error) {
      log.warn({ err: error }, 'the fan-out of notifications failed; it runs again');
      return AGAIN_MS;
    }
  };
}

/** What the next step asks about: the same id until it is known to be read, with a horizon from a later snapshot than it. */
function nextDrawn(drawn: DrawnId, { isSeen, lastId, horizon }: FannedOut): DrawnId {
  if (isSeen) return lastId === drawn.id ? drawn : { id: lastId, horizon: null };
  return drawn.horizon === null ? { ...drawn, horizon } : drawn;
}

/** Records between two summaries of the index that the tail reads: until then each window reads them all. */
const SUMMARISE_AFTER = 5_000;

function createSummary(db: Database, log: Logger): (records: number) => Promise<void> {
  let since = 0;
  return async (records) => {
    since += records;
    if (since < SUMMARISE_AFTER) return;
    since = 0;
    // Autovacuum may have the table, or the role may not: the index is only less exact then.
    await summariseTail(db).catch((error: unknown) =>
      log.debug({ err: error }, 'the index of the tail was not summarised'),
    );
  };
}

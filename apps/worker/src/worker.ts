import { createTractionNoSource } from '@payserver/shared/domain/ids';
import { CLOSING_QUEUE } from '@payserver/shared/queue/catalogue';
import { createConsumer } from '@payserver/shared/queue/consumer';
import { openQueueEngine } from '@payserver/shared/queue/engine';
import { createProducer } from '@payserver/shared/queue/producer';
import { refuseUnsafeQueue } from '@payserver/shared/queue/start-check';
import { watchQueue } from '@payserver/shared/queue/watch';
import type { Config } from '@payserver/shared/runtime/config';
import { createConnectorAllow, ownPortsOf } from '@payserver/shared/runtime/connector-allow';
import type { Logger } from '@payserver/shared/runtime/logger';
import { serveMetrics } from '@payserver/shared/runtime/metrics-page';
import { createNoticeUrls } from '@payserver/shared/runtime/notice-token';
import { repeat } from '@payserver/shared/runtime/repeat';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import { createSealKey } from '@payserver/shared/store/audit-seal';
import { findConnectorVersions } from '@payserver/shared/store/connector-versions';
import { openDatabase } from '@payserver/shared/store/database';
import { createOutcomePublisher } from '@payserver/shared/store/outcome-signal';
import {
  checkSchema,
  readDatabaseIdentity,
  takeProcessNo,
} from '@payserver/shared/store/process-start';
import { checkServer } from '@payserver/shared/store/server-check';
import { forgetNoticesBefore } from '@payserver/shared/store/webhook-dedup';
import { enterWorkerProcess } from '@payserver/shared/store/worker-process';
import { createWriteWatch } from '@payserver/shared/store/write-watch';
import { createPostJson } from './connectors/call-connector.ts';
import { createCircuits } from './connectors/circuits.ts';
import { createAttemptAtOnce } from './jobs/attempt-at-once.ts';
import type { AttemptDeps } from './jobs/attempt-deps.ts';
import { processOrders } from './jobs/attempt-orders.ts';
import { keepLeases } from './jobs/leases.ts';
import { processClosing } from './jobs/process-closing.ts';
import { createRetryWhileUnavailable } from './jobs/record-outcome.ts';
import { createRescheduleWaiting } from './jobs/reschedule-waiting.ts';
import { createWorkerMetrics } from './metrics.ts';
import { type Notifying, startNotifying } from './notify/start.ts';
import { stopWorker } from './stop-worker.ts';
import type { DeadWorkersDeps } from './sweeps/dead-workers.ts';
import { keepDiscovering } from './sweeps/discover.ts';
import { doWaitingWork } from './sweeps/waiting-work.ts';

/** A signature is accepted for five minutes to either side of its time, its webhook-id but once. */
const NOTICE_MEMORY_MS = 15 * 60_000;

/** A running worker. */
export interface RunningWorker {
  /**
   * Stops taking work and lets the calls in progress end for 5 s; those that do not are cut and their
   * orders given back as unknown. Closes everything even when parts hang. Never rejects.
   */
  stop(): Promise<void>;
}

/**
 * Starts everything a worker does: the queues of all connectors, those included that are announced
 * later, so that a new template needs no restart, and the sweep. Answers once every queue known so far is served.
 *
 * @throws {StartError} when its Redis may throw jobs away, or its page of metrics cannot be served
 */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  const metrics = createWorkerMetrics();
  const page = await serveMetrics(config, { log, source: metrics.registry });
  await checkServer({ url: config.DATABASE_URL, acceptsLoss: config.ALLOW_DATA_LOSS, log });
  const writes = createWriteWatch({ url: config.DATABASE_URL, log });
  const db = openDatabase({
    url: config.DATABASE_URL,
    onServerError: writes.noticed,
    max: config.DB_POOL_MAX,
    onlyLooksUp: true,
    name: 'payserver-worker',
    onError: (error) => log.warn({ err: error }, 'a database connection broke'),
  });
  await checkSchema(db.pool, config.DATABASE_URL);
  const tractionNo = createTractionNoSource(await takeProcessNo(db, config.DATABASE_URL), Date.now);
  const engine = openQueueEngine(config, log, await readDatabaseIdentity(db));
  await refuseUnsafeQueue(engine, log);
  const producer = createProducer(engine, log);
  const self = await enterWorkerProcess({ url: config.DATABASE_URL, log });
  const leases = keepLeases({ db, log, leaseMs: config.LEASE_MS });
  const stopping = new AbortController();
  const notifying = startNotifying(config, {
    ...{ db, log, metrics: metrics.notify, stopping: stopping.signal },
  });
  const parts = { db, producer, tractionNo, leases, self, notifying };
  const deps = createAttemptDeps(config, log, { ...parts, stopping: stopping.signal });
  const consumer = createConsumer(engine, log, async (key, job) =>
    key === CLOSING_QUEUE ? await processClosing(deps, job) : await processOrders(deps, key, job),
  );
  consumer.serve(CLOSING_QUEUE);
  const onWake = createAttemptAtOnce({ consumer, producer });
  const repetitions = [
    await keepDiscovering({ db, log, consumer, url: config.DATABASE_URL, onWake }),
    watchQueue({ engine, producer, log }),
    ...startRepetitions(config, { ...parts, log, consumer, stopping: stopping.signal }),
    notifying,
  ];
  const attempts = [...repetitions.map((one) => () => one.stop()), () => consumer.close()];
  const closing = [
    [() => leases.stop(), () => producer.close(), () => self.stop()],
    [
      () => engine.close(),
      () => db.close(),
      async () => writes.stop(),
      async () => await page?.stop(),
    ],
  ];
  return { stop: async () => await stopWorker({ log }, { attempts, stopping, closing }) };
}

/** What a worker does again and again, whoever wakes it. */
function startRepetitions(
  config: Config,
  deps: DeadWorkersDeps & { readonly notifying: Notifying },
) {
  const { db, log } = deps;
  const sealKey = createSealKey(config.NOTIFY_TOKEN_SECRET);
  const forget = async () => await forgetNoticesBefore(db, new Date(Date.now() - NOTICE_MEMORY_MS));
  return [
    ...doWaitingWork({ ...deps, sealKey, everyMs: config.SWEEP_INTERVAL_MS }),
    repeat({ name: 'forgetting old notices', everyMs: NOTICE_MEMORY_MS, log, work: forget }),
  ];
}

type AttemptParts = Pick<AttemptDeps, 'db' | 'producer' | 'tractionNo' | 'leases' | 'self'> & {
  readonly stopping: AbortSignal;
  readonly notifying: Notifying;
};

function createAttemptDeps(
  config: Config,
  log: Logger,
  { stopping, notifying, ...parts }: AttemptParts,
): AttemptDeps {
  const { db } = parts;
  const outcomes = createOutcomePublisher(db, log);
  const allow = createConnectorAllow(config.CONNECTOR_ALLOW, ownPortsOf(config));
  return {
    ...parts,
    log,
    outcomes: {
      publish: (settled) => {
        outcomes.publish(settled);
        if (settled.length > 0) notifying.soon();
      },
    },
    retryWhileUnavailable: createRetryWhileUnavailable({ log, stopping }),
    rescheduleWaiting: createRescheduleWaiting(parts),
    postJson: createPostJson(allow, stopping),
    noticeUrls: createNoticeUrls(config.NOTIFY_TOKEN_SECRET, config.apiUrl),
    formatTime: createTimeFormat(config.TIME_ZONE),
    leaseMs: config.LEASE_MS,
    circuits: createCircuits({
      log,
      failures: config.CIRCUIT_FAILURES,
      openMs: config.CIRCUIT_OPEN_MS,
    }),
    random: Math.random,
    now: Date.now,
    connectorsOf: async (versions) => await findConnectorVersions(db, versions),
  };
}

import { createTractionNoSource } from '@payserver/shared/domain/ids';
import { openQueueEngine } from '@payserver/shared/queue/engine';
import { createProducer } from '@payserver/shared/queue/producer';
import { refuseUnsafeQueue } from '@payserver/shared/queue/start-check';
import { watchQueue } from '@payserver/shared/queue/watch';
import { createBarcodeCode } from '@payserver/shared/runtime/barcode-code';
import type { Config } from '@payserver/shared/runtime/config';
import { createConnectorAllow, ownPortsOf } from '@payserver/shared/runtime/connector-allow';
import type { Logger } from '@payserver/shared/runtime/logger';
import { createNoticeUrls } from '@payserver/shared/runtime/notice-token';
import { createNotifyAllow } from '@payserver/shared/runtime/notify-allow';
import { createSecretSeal } from '@payserver/shared/runtime/sealed-secret';
import { explainFailure } from '@payserver/shared/runtime/start-error';
import { systemClock } from '@payserver/shared/runtime/time';
import { openDatabase } from '@payserver/shared/store/database';
import {
  createOutcomePublisher,
  findFinal,
  listenForOutcomes,
  type OutcomeSignal,
} from '@payserver/shared/store/outcome-signal';
import {
  checkSchema,
  readDatabaseIdentity,
  takeProcessNo,
} from '@payserver/shared/store/process-start';
import { checkServer } from '@payserver/shared/store/server-check';
import { createWriteWatch } from '@payserver/shared/store/write-watch';
import { createTokenCheck } from '@payserver/tokens/token-verifier';
import { type ApiDeps, buildApp } from './app.ts';
import { createDrain } from './http/drain.ts';
import { createWire } from './http/wire.ts';
import { createEnvironmentCheck } from './outbound/check-environment.ts';
import { stopApi } from './stop-api.ts';
import { createOutcomeWaiter } from './use-cases/await-final.ts';
import { createOrderWatch } from './use-cases/watch-orders.ts';

/** A running API process. */
export interface RunningApi {
  /** where it listens, whatever port it was given */
  readonly address: string;
  /** Answers the calls in progress, takes nothing new, closes everything even when parts fail. */
  stop(): Promise<void>;
}

type ConnectorDeps = Pick<ApiDeps, 'connectorAllow' | 'checkEnvironment' | 'noticeUrls'>;
type NotifyDeps = Pick<ApiDeps, 'notifyAllow' | 'secretSeal'>;

function connectorDeps(config: Config, log: Logger): ConnectorDeps {
  const connectorAllow = createConnectorAllow(config.CONNECTOR_ALLOW, ownPortsOf(config));
  return {
    connectorAllow,
    checkEnvironment: createEnvironmentCheck(connectorAllow, log),
    noticeUrls: createNoticeUrls(config.NOTIFY_TOKEN_SECRET, config.apiUrl),
  };
}

function notifyDeps(config: Config): NotifyDeps {
  return {
    notifyAllow: createNotifyAllow(config.NOTIFY_ALLOW, ownPortsOf(config)),
    secretSeal: createSecretSeal(config.NOTIFY_TOKEN_SECRET),
  };
}

async function openQueue({ config, log, db }: Pick<ApiDeps, 'config' | 'log' | 'db'>) {
  const engine = openQueueEngine(config, log, await readDatabaseIdentity(db));
  await refuseUnsafeQueue(engine, log);
  const producer = createProducer(engine, log);
  return { engine, producer, queueWatch: watchQueue({ engine, producer, log }) };
}

const HEALTH_TIMEOUT_MS = 2_000;

type Databases = Pick<ApiDeps, 'db' | 'healthDb' | 'writes'>;

function openDatabases(config: Config, log: Logger): Databases {
  const url = config.DATABASE_URL;
  const writes = createWriteWatch({ url, log });
  return {
    writes,
    db: openDatabase({
      url,
      max: config.DB_POOL_MAX,
      onlyLooksUp: true,
      name: 'payserver-api',
      onServerError: writes.noticed,
      onError: (error) => log.warn({ err: error }, 'a database connection broke'),
    }),
    // Of its own: when all other connections are busy, the database is not away.
    healthDb: openDatabase({
      url,
      max: 1,
      timeoutMs: HEALTH_TIMEOUT_MS,
      name: 'payserver-health',
      onError: (error) => log.debug({ err: error }, 'health connection broke'),
    }),
  };
}

function waitForOutcomes({ config, log, db }: Pick<ApiDeps, 'config' | 'log' | 'db'>) {
  const waiter = createOutcomeWaiter({
    log,
    maxWaiting: config.MAX_WAITING,
    findSettled: async (uuids) => findFinal(db, uuids),
  });
  const watch = createOrderWatch({ db, log });
  const onSettled = (outcome: OutcomeSignal) => {
    waiter.settled(outcome);
    watch.settled(outcome);
  };
  const url = config.DATABASE_URL;
  return { waiter, watch, listener: listenForOutcomes({ url, log, onSettled }) };
}

/**
 * Starts the API and listens on HOST and PORT.
 *
 * @throws {ConfigError} for settings that cannot be used
 * @throws {StartError} when it cannot listen there, its database cannot be used, or its Redis may throw jobs away
 */
export async function startApi(config: Config, log: Logger): Promise<RunningApi> {
  await checkServer({ url: config.DATABASE_URL, acceptsLoss: config.ALLOW_DATA_LOSS, log });
  const tokens = createTokenCheck(config, log);
  const { db, healthDb, writes } = openDatabases(config, log);
  await checkSchema(db.pool, config.DATABASE_URL);
  const tractionNo = createTractionNoSource(await takeProcessNo(db, config.DATABASE_URL), Date.now);
  const { engine, producer, queueWatch } = await openQueue({ config, log, db });
  const { waiter, watch, listener } = waitForOutcomes({ config, log, db });
  const drain = createDrain();
  const app = await buildApp({
    ...connectorDeps(config, log),
    ...notifyDeps(config),
    config,
    log,
    db,
    clock: systemClock,
    wire: createWire(config),
    verifyToken: tokens.verify,
    keyHealth: () => tokens.health(),
    producer,
    waiter,
    watch,
    drain,
    healthDb,
    writes,
    tractionNo,
    barcodeCode: createBarcodeCode(config.NOTIFY_TOKEN_SECRET),
    outcomes: createOutcomePublisher(db, log),
    queueHealth: queueWatch.problem,
  });
  const address = await explainFailure(`listen on ${config.HOST}:${config.PORT}`, () =>
    app.listen({ host: config.HOST, port: config.PORT }),
  );
  const closing = [
    [() => listener.close(), () => queueWatch.stop(), () => producer.close(), () => tokens.stop()],
    [() => engine.close(), () => db.close(), () => healthDb.close(), async () => writes.stop()],
  ];
  const stop = async () => await stopApi({ config, log }, { app, drain, waiter, watch, closing });
  return { address, stop };
}

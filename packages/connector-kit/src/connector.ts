import { EventEmitter } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { explainDatabase } from '@payserver/shared/runtime/explain-database';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger, type Logger } from '@payserver/shared/runtime/logger';
import { connectionOptions } from '@payserver/shared/runtime/postgres-client';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { startPart } from '@payserver/shared/runtime/start-part';
import { createTimeFormat, type TimeFormat } from '@payserver/shared/runtime/time';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { type ConnectorHooks, createHooks } from './hooks.ts';
import { answerOf } from './http/answer.ts';
import { buildServer, type OwnRoutes } from './http/server.ts';
import type { Way } from './http/way.ts';
import { openJournal } from './journal/journal.ts';
import { openNoticeBox } from './journal/notice-box.ts';
import { migrateJournal } from './journal/schema.ts';
import { DEFAULT_TIMING, type Provider } from './provider.ts';
import { type ConnectorSettings, databaseUrlOf, readSettings } from './settings.ts';
import { TEXTS } from './texts.ts';
import type { Kit, KitEvent } from './work/kit.ts';
import { startNotices } from './work/notices.ts';
import { createProviderWay } from './work/provider-way.ts';
import { startWorker, type Worker } from './work/worker.ts';

/** What a connector is called, and what it does besides. */
export interface ConnectorOptions {
  /** letters, digits and underscores; its tables are in the schema `connector_<name>`. Two connectors need two names. */
  readonly name: string;
  /** For metrics. Must not throw. */
  readonly onEvent?: (event: KitEvent) => void;
  /** operations in work in the background at the same time; default 20 */
  readonly atOnce?: number;
  /**
   * URLs of the connector's own beside the five, such as those of a provider's messages. No signature of the gateway is
   * asked for there, and `request.body` is a Buffer of what came.
   */
  readonly routes?: (app: FastifyInstance, hooks: ConnectorHooks) => void;
}

/** A connector that answers. */
export interface Connector {
  readonly port: number;
  /** Takes no more calls, waits for those that are made, and leaves the rest to another process. */
  stop(): Promise<void>;
}

/**
 * The whole program of a connector: reads its settings from the environment, starts, runs until a signal, exits. What a
 * person can mend is one line on stderr.
 */
export async function runConnector(provider: Provider, options: ConnectorOptions): Promise<void> {
  await startPart(async () => {
    const settings = readSettings(process.env);
    const log = createLogger(options.name, settings.LOG_LEVEL);
    const connector = await startConnector(provider, { ...options, settings, log });
    runUntilStopped({ log }, connector);
    markReady({ port: connector.port });
    log.info({ port: connector.port }, `${options.name} takes calls`);
  }, options.name);
}

/** As `runConnector` starts it, in a program that has other things to do. */
export interface StartOptions extends ConnectorOptions {
  readonly settings: ConnectorSettings;
  readonly log: Logger;
}

/**
 * Starts a connector: its tables, its work in the background, its URLs.
 *
 * @throws {StartError} what a person must change: the database, the port, the name
 */
export async function startConnector(
  provider: Provider,
  options: StartOptions,
): Promise<Connector> {
  const { settings, log, name } = options;
  if (!/^[a-z]\w{0,30}$/.test(name)) throw new StartError(`"${name}" is no name of a connector`);
  const pool = await openPool(settings, `connector_${name}`, log);
  try {
    const kit = createKit(provider, { ...options, pool });
    const formatTime = createTimeFormat(settings.TIME_ZONE);
    const way = createProviderWay(kit, formatTime);
    let worker: Worker | null = null;
    const hooks = createHooks(kit, () => worker);
    const ownRoutes = (app: FastifyInstance) => options.routes?.(app, hooks);
    const server = await listen(settings, { log, formatTime, pool, way, ownRoutes });
    const work = startWorker(kit, options.atOnce ?? 20);
    worker = work;
    const notices = startNotices({
      kit,
      box: openNoticeBox(pool),
      allow: createConnectorAllow(settings.GATEWAY_ALLOW, [server.port]),
      secret: settings.NOTIFY_SECRET === '' ? null : settings.NOTIFY_SECRET,
      bodyOf: (row) => JSON.stringify(answerOf(row, formatTime)),
    });
    return {
      port: server.port,
      stop: async () => {
        await server.close();
        await Promise.all([work.stop(), notices.stop()]);
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function openPool(settings: ConnectorSettings, schema: string, log: Logger): Promise<Pool> {
  const url = await databaseUrlOf(settings);
  const pool = new Pool({ ...connectionOptions(url, { name: schema, schema }), max: 10 });
  // An idle connection that breaks: the next query opens another.
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to the journal broke'));
  try {
    await migrateJournal(pool, schema);
    return pool;
  } catch (error) {
    await pool.end();
    throw explainDatabase(error, url);
  }
}

function createKit(provider: Provider, options: StartOptions & { readonly pool: Pool }): Kit {
  const { settings, log, onEvent = () => {}, pool } = options;
  const timing = { ...DEFAULT_TIMING, ...provider.timing };
  if (timing.leaseMs <= timing.callMs) {
    throw new StartError(`leaseMs (${timing.leaseMs}) must be more than callMs (${timing.callMs})`);
  }
  return {
    provider,
    timing,
    can: {
      canQuery: provider.query !== undefined,
      canCancel: provider.cancel !== undefined,
      repeats: repeatsOf(provider),
    },
    journal: openJournal(pool, timing),
    texts: TEXTS[settings.LANGUAGE],
    log,
    onEvent,
    moves: new EventEmitter().setMaxListeners(0),
  };
}

function repeatsOf({ isRepeatable = false }: Provider) {
  if (typeof isRepeatable === 'boolean') return { pay: isRepeatable, refund: isRepeatable };
  return { pay: isRepeatable.pay === true, refund: isRepeatable.refund === true };
}

interface Listening {
  readonly log: Logger;
  readonly formatTime: TimeFormat;
  readonly pool: Pool;
  readonly way: Way;
  readonly ownRoutes: OwnRoutes;
}

async function listen(settings: ConnectorSettings, listening: Listening) {
  const { log, formatTime, pool, way, ownRoutes } = listening;
  const { HOST, PORT, NOTIFY_SECRET, NOTIFY_SECRET_OLD } = settings;
  const app = buildServer({
    log,
    formatTime,
    secrets: [NOTIFY_SECRET, NOTIFY_SECRET_OLD].filter((secret) => secret !== ''),
    ways: { '': way },
    ownRoutes,
    isReady: async () => {
      const { rowCount } = await pool.query('UPDATE journal_version SET version = version');
      return (rowCount ?? 0) > 0;
    },
  });
  const doing = `listen on ${HOST}:${PORT}`;
  await explainFailure(doing, async () => await app.listen({ host: HOST, port: PORT }));
  const { port } = app.server.address() as AddressInfo;
  return { port, close: async () => await app.close() };
}

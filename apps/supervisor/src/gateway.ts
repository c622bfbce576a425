import { DEMO_MERCHANT } from '@payserver/shared/domain/demo-shop';
import { type Config, readConfig } from '@payserver/shared/runtime/config';
import { type DataDir, openDataDir } from '@payserver/shared/runtime/data-dir';
import { onStopSignals } from '@payserver/shared/runtime/lifecycle';
import { createLogger, type Logger } from '@payserver/shared/runtime/logger';
import { withdrawGateway } from '@payserver/shared/runtime/running-gateway';
import { reportFailure } from '@payserver/shared/runtime/start-part';
import {
  type BroughtAlong,
  PROVIDERS,
  type ProviderMoney,
} from '@payserver/shared/store/brought-connectors';
import { connectorEnv } from './connector-env.ts';
import { mintConsoleLink } from './console-link.ts';
import { type Extras, readExtras } from './extras.ts';
import type { PartName } from './part-name.ts';
import { broughtAlong, placesOf } from './places.ts';
import { checkPorts } from './ports.ts';
import { type Preparer, startPreparer } from './preparer.ts';
import { fillSecrets, requireKeys, type Secrets } from './secrets.ts';
import { supervisePostgres } from './supervise-postgres.ts';
import { type SupervisedProcess, superviseProcess, withResolvers } from './supervise-process.ts';
import type { Supervised } from './supervised.ts';
import { announce, createTeller, logLevelOf, type Teller } from './tell.ts';

/** What a start that is under way shares. */
interface Start {
  readonly log: Logger;
  readonly config: Config;
  readonly extras: Extras;
  /** stopped from the last to the first */
  readonly supervised: Supervised[];
  /** aborted by the first signal to stop */
  readonly stopping: AbortSignal;
}

/**
 * Starts the whole gateway and keeps it running until a signal. Everything that could make the start
 * fail is checked before anything is written. Exits by itself: 0 after a clean stop, 1 when a part could
 * not be started (after stopping the others) and after a second signal, which kills what still runs.
 *
 * @param withStubs WeChat Pay and Alipay are played by stubs
 * @throws {ConfigError} wrong settings
 * @throws {StartError} what a person must change, before anything was started
 */
export async function runGateway(withStubs = false): Promise<void> {
  const startedAt = performance.now();
  const settings = readConfig();
  const config: Config = { ...settings, LOG_LEVEL: logLevelOf(settings) };
  requireKeys(config);
  const extras = await readExtras(config, withStubs);
  await checkPorts(config, extras);
  const dataDir = await openDataDir(config.DATA_DIR);

  const log = createLogger('supervisor', config.LOG_LEVEL);
  const tell = createTeller(config, log);
  tell.starting();
  const stopping = new AbortController();
  const supervised: Supervised[] = [];
  const started = start({
    log,
    config: { ...config, DATA_DIR: dataDir.path },
    extras,
    supervised,
    stopping: stopping.signal,
  });
  const finish = createFinish({ log, tell, supervised, dataDir, started });
  stopOnSignals({ log, tell, supervised, stopping, finish });
  try {
    const money = await started;
    if (stopping.signal.aborted) return;
    tell.ready({
      extras,
      money,
      startMs: performance.now() - startedAt,
      consoleLink: await mintConsoleLink(config),
    });
  } catch (error) {
    if (stopping.signal.aborted) return;
    reportFailure(error);
    await finish(1);
  }
}

type Finish = (code: number) => Promise<void>;

interface Finishing extends Pick<Start, 'log' | 'supervised'> {
  readonly tell: Teller;
  readonly dataDir: DataDir;
  readonly started: Promise<unknown>;
}

/** Stops what was started and ends this process, with 0 only when all of it stopped. */
function createFinish({ log, tell, supervised, dataDir, started }: Finishing): Finish {
  return async (code) => {
    // Whatever is being started must have its place in the list before the list is stopped.
    await started.catch(() => {});
    await withdrawGateway(dataDir.path);
    const allStopped = await stopAll(log, supervised);
    await dataDir.lock.release();
    const isClean = allStopped && code === 0;
    tell.stopped(isClean ? 'clean' : 'failed');
    process.exit(isClean ? 0 : 1);
  };
}

interface Stopping extends Pick<Finishing, 'log' | 'tell' | 'supervised'> {
  readonly stopping: AbortController;
  readonly finish: Finish;
}

function stopOnSignals({ log, tell, supervised, stopping, finish }: Stopping): void {
  onStopSignals({
    first: (signal) => {
      tell.stopping(signal);
      stopping.abort();
      void finish(0);
    },
    second: (signal) => {
      killAll(log, supervised, signal);
      tell.stopped('killed');
      process.exit(1);
    },
  });
  // Even a bug of the supervisor must not leave a database running with nobody to stop it.
  process.once('uncaughtException', (error) => {
    reportFailure(error);
    stopping.abort();
    void finish(1);
  });
}

/** @returns where the money of WeChat Pay and Alipay goes */
async function start(input: Start): Promise<ProviderMoney> {
  const { log, config, extras, supervised, stopping } = input;
  const secrets = await fillSecrets(config);
  const env = { ...process.env, DATA_DIR: config.DATA_DIR, LOG_LEVEL: config.LOG_LEVEL };
  const preparer = startPreparer(env);
  // They load while the database starts, and learn its address when it is prepared.
  const isPrepared = withResolvers<NodeJS.ProcessEnv>();
  const parts = superviseParts(input, { env: { ...env, ...secrets }, secrets }, isPrepared.promise);
  supervised.push(...parts);
  const brought = broughtAlong(config, extras, secrets);
  const { databaseUrl, money } = await prepare(input, preparer, brought).finally(() =>
    preparer.end(),
  );
  isPrepared.resolve({ DATABASE_URL: databaseUrl });
  await Promise.race([Promise.all(parts.map((part) => part.ready)), aborted(stopping)]);
  if (!stopping.aborted) await announce({ log, ...placesOf(config, extras) }, config);
  return money;
}

interface PartsEnv {
  readonly env: NodeJS.ProcessEnv;
  readonly secrets: Secrets;
}

function superviseParts(
  { log, config, extras }: Start,
  { env, secrets }: PartsEnv,
  isPrepared: Promise<NodeJS.ProcessEnv>,
) {
  const forAll = {
    ...env,
    SANDBOX: extras.hasSandbox ? '1' : '0',
    CONSOLE: config.CONSOLE === '0' ? '0' : '1',
  };
  const started = new Map<PartName, SupervisedProcess>();
  for (const name of partsOf(extras)) {
    const stub = started.get(`${name}-stub` as PartName);
    const kind = name === 'wechat' || name === 'alipay' ? extras.providers[name] : null;
    const own = connectorEnv(config, secrets, { name, kind });
    const isConnector = Object.keys(own).length > 0;
    const demo = { DEMO_MERCHANT: extras.hasSandbox ? DEMO_MERCHANT : '' };
    const more = isConnector ? { HOST: '127.0.0.1', ...demo, ...own } : {};
    // The stub writes the files that its connector reads.
    const whenPrepared = stub === undefined ? isPrepared : stub.ready.then(() => isPrepared);
    const part = superviseProcess({ log }, { name, env: { ...forAll, ...more }, whenPrepared });
    started.set(name, part);
  }
  return [...started.values()];
}

/** Starts the database where it is ours, and brings it up to date; answers where it is. */
async function prepare(
  { log, config, supervised, stopping }: Start,
  preparer: Preparer,
  brought: BroughtAlong,
): Promise<{ readonly databaseUrl: string; readonly money: ProviderMoney }> {
  const { REDIS_URL: redisUrl, ALLOW_DATA_LOSS: acceptsLoss } = config;
  if (redisUrl !== '') await preparer.checkQueue();
  stopping.throwIfAborted();
  const databaseUrl = config.embedded ? await startDatabase() : config.DATABASE_URL;
  stopping.throwIfAborted();
  const input = { databaseUrl, redisUrl, acceptsLoss, brought };
  const money = await preparer.prepareDatabase(input);
  stopping.throwIfAborted();
  return { databaseUrl, money };

  async function startDatabase(): Promise<string> {
    const place = { dataDir: config.DATA_DIR, port: config.EMBEDDED_PG_PORT };
    const postgres = await supervisePostgres({ log }, place);
    // The first in the list: it stops last, and the parts that wait for it are there already.
    supervised.unshift(postgres);
    return postgres.url;
  }
}

/** In the order of their start: connectors are there before what calls them. */
function partsOf({ hasSandbox, hasAccounts, providers }: Extras): PartName[] {
  const connectors: PartName[] = [];
  if (hasSandbox) connectors.push('sandbox');
  if (hasAccounts) connectors.push('accounts');
  for (const name of PROVIDERS) {
    if (providers[name] === 'stub') connectors.push(`${name}-stub`);
    if (providers[name] !== null) connectors.push(name);
  }
  return [...connectors, 'worker', 'api'];
}

async function aborted(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Stops everything, the last first; one that fails does not spare the next. */
async function stopAll(log: Logger, supervised: readonly Supervised[]): Promise<boolean> {
  let allStopped = true;
  for (const one of supervised.toReversed()) {
    try {
      await one.stop();
      log.debug({ part: one.name }, 'stopped');
    } catch (error) {
      allStopped = false;
      log.error({ part: one.name, err: error }, 'could not be stopped');
    }
  }
  return allStopped;
}

function killAll(log: Logger, supervised: readonly Supervised[], signal: NodeJS.Signals): void {
  log.warn({ signal }, 'second signal: everything is ended at once');
  for (const one of supervised.toReversed()) one.kill();
}

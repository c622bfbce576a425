import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort, listenOnce } from '@payserver/shared/runtime/free-port';
import { hasExited } from '@payserver/shared/runtime/process-identity';
import { StartError } from '@payserver/shared/runtime/start-error';
import { Client, DatabaseError } from 'pg';
import { SUPERUSER } from './initialise.ts';
import { explainOutput, openServerLog } from './server-log.ts';
import { type LaunchInput, launchServer, stopServer } from './server-process.ts';

/** How to start a server and log in to it. */
export interface StartServerInput extends Omit<LaunchInput, 'log'> {
  /** 0: any free one */
  readonly port: number;
  readonly password: string;
  readonly logFile: string;
}

/** A server that has answered a login. */
export interface RunningServer {
  readonly child: ChildProcess;
  readonly port: number;
}

const ATTEMPTS = 20;
const RETRY_MS = 500;
/** Replaying the log after a crash takes as long as it takes; this only ends a wait for nothing. */
const READY_DEADLINE_MS = 300_000;
const POLL_MS = 25;
/** What a server that was killed leaves behind lets its port go within this time. */
const PORT_PATIENCE_MS = 3_000;

/**
 * Starts the server and waits until it answers. Asks for another port when the free one was lost to
 * another program, and waits for what a killed server left behind to go away.
 *
 * @throws {StartError} full disk, port taken, no permission, password that does not fit, ...
 */
export async function startServer(input: StartServerInput): Promise<RunningServer> {
  if (input.port !== 0) await checkPort(input.port);
  for (let attempt = 1; ; attempt += 1) {
    const port = input.port === 0 ? await findFreePort() : input.port;
    const result = await tryStart({ ...input, port });
    if ('child' in result) return result;
    const retryable = isRetryable(result.output, input.port);
    if (!retryable || attempt === ATTEMPTS) throw explainExit(result.output, { ...input, port });
    await sleep(RETRY_MS);
  }
}

function isRetryable(output: string, wantedPort: number): boolean {
  if (isPortTaken(output)) return wantedPort === 0;
  return /pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(output);
}

function isPortTaken(output: string): boolean {
  return /could not bind .*address|Address already in use/i.test(output);
}

function explainExit(output: string, { port, logFile }: StartServerInput): StartError {
  if (isPortTaken(output)) return portTaken(port);
  return explainOutput('start the database', output, ` (see ${logFile})`);
}

/** Before the server is started: what listens there instead may be a PostgreSQL too, and would answer. */
async function checkPort(port: number): Promise<void> {
  const deadline = performance.now() + PORT_PATIENCE_MS;
  while (!(await isFree(port))) {
    if (performance.now() > deadline) throw portTaken(port);
    await sleep(POLL_MS);
  }
}

async function isFree(port: number): Promise<boolean> {
  return await listenOnce({ host: '127.0.0.1', port }).then(
    () => true,
    () => false,
  );
}

function portTaken(port: number): StartError {
  return new StartError(
    `cannot start the database: port ${port} is already in use (set EMBEDDED_PG_PORT, 0: any free one)`,
  );
}

async function tryStart(input: StartServerInput): Promise<RunningServer | { output: string }> {
  const log = await openServerLog(input.logFile);
  try {
    const child = launchServer({ ...input, log });
    const failure = await spawned(child);
    if (failure !== undefined) return { output: failure };
    if (await becomesReady(child, input)) return { child, port: input.port };
    return { output: await log.read() };
  } finally {
    await log.close();
  }
}

/** Why the program could not be started at all, or undefined. */
async function spawned(child: ChildProcess): Promise<string | undefined> {
  try {
    await once(child, 'spawn');
    child.on('error', () => {});
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** False when the server ended instead. */
async function becomesReady(child: ChildProcess, input: StartServerInput): Promise<boolean> {
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (!hasExited(child)) {
    const answer = await login(input);
    if (answer === 'ready') return true;
    if (answer === 'refused' || performance.now() > deadline) {
      await stopServer(child, 'fast');
      throw answer === 'refused'
        ? wrongPassword(input)
        : new StartError('the database does not answer');
    }
    await sleep(POLL_MS);
  }
  return false;
}

const INVALID_PASSWORD = '28P01';

async function login({
  port,
  password,
  dir,
}: StartServerInput): Promise<'ready' | 'refused' | 'notYet'> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    if (!(await isServerOf(client, dir))) return 'notYet';
    await createDatabase(client);
    return 'ready';
  } catch (error) {
    const isRefused = error instanceof DatabaseError && error.code === INVALID_PASSWORD;
    return isRefused ? 'refused' : 'notYet';
  } finally {
    await client.end().catch(() => {});
  }
}

/** False for another server that took the free port in the moment before ours could. */
async function isServerOf(client: Client, dir: string): Promise<boolean> {
  const { rows } = await client.query<{ dir: string }>(
    `SELECT current_setting('data_directory') AS dir`,
  );
  return rows[0]?.dir === dir;
}

async function createDatabase(client: Client): Promise<void> {
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [SUPERUSER]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${SUPERUSER}`);
}

function wrongPassword({ dir }: StartServerInput): StartError {
  return new StartError(
    `the password in DATA_DIR/postgres-password does not fit the database in ${dir}: ` +
      'put the right file back, or rename that database to begin with an empty one',
  );
}

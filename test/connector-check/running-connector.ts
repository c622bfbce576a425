import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_PAYEE, type Target } from '@payserver/connector-check/target';
import { freePort } from '../support/free-port.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 60_000;
const WATCH_MS = 50;

/** A connector in a process of its own. */
export interface RunningConnector {
  readonly url: string;
  readonly secret: string;
  /** kills it and starts it again, as a shell command */
  readonly restartCommand: string;
  stop(): Promise<void>;
}

/** What the check needs to know of it, with limits that none without a fault meets, however busy the machine is. */
export function runningTarget(
  {
    url,
    secret,
    restartCommand,
  }: Pick<Target, 'restartCommand'> & Pick<RunningConnector, 'url' | 'secret'>,
  changes: Pick<Target, 'samples'> & Partial<Target>,
): Target {
  return {
    payUrl: `${url}/pay`,
    refundUrl: `${url}/refund`,
    queryUrl: `${url}/query`,
    cancelUrl: `${url}/cancel`,
    checkEnvUrl: `${url}/checkEnv`,
    secret,
    profile: 'async',
    timeoutMs: 60_000,
    settleMs: 60_000,
    maxConcurrency: 50,
    restartCommand,
    payee: DEFAULT_PAYEE,
    connectorParams: null,
    isInstant: false,
    ...changes,
  };
}

/**
 * Starts the program with PORT, JOURNAL and its secret in the environment and waits until it listens.
 *
 * @param secretName how the program calls the secret
 */
export async function startConnectorProgram(
  [program = '', ...args]: readonly string[],
  { secretName, ...env }: { readonly secretName: string } & Readonly<Record<string, string>>,
): Promise<RunningConnector> {
  const folder = await mkdtemp(join(tmpdir(), 'payserver-check-'));
  const port = await freePort();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const settings = {
    ...env,
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    JOURNAL: join(folder, 'journal'),
    [secretName]: secret,
  };
  // Whoever makes this file has the program killed and started again; then the file is gone.
  const restartFile = join(folder, 'restart');
  const start = () =>
    spawn(program, args, { cwd: ROOT, env: settings, stdio: ['ignore', 'ignore', 'inherit'] });
  let child = start();
  await untilListening(child, port);
  let isStopped = false;
  const restarting = (async () => {
    while (!isStopped) {
      await sleep(WATCH_MS);
      if (isStopped || !existsSync(restartFile)) continue;
      await kill(child);
      child = start();
      await rm(restartFile);
    }
  })();
  return {
    url: `http://127.0.0.1:${port}`,
    secret,
    restartCommand: `touch '${restartFile}' && while [ -e '${restartFile}' ]; do sleep 0.05; done`,
    stop: async () => {
      isStopped = true;
      await restarting;
      await kill(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const listens = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (listens) return;
    await sleep(20);
  }
  throw new Error('the connector does not listen');
}

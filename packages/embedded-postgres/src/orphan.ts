import { readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@payserver/shared/runtime/logger';
import { identifyProcess, isAlive, isRunning } from '@payserver/shared/runtime/process-identity';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import { runProgram } from './run-as.ts';
import { FAST_STOP_MS, IMMEDIATE_STOP_MS } from './server-process.ts';

const POLL_MS = 50;

/**
 * Stops the server that a supervisor killed with SIGKILL has left behind, so that this one can start its
 * own. Only called by the holder of the database's lock: nobody else uses that server any more.
 *
 * @throws {StartError} when it belongs to another user, or does not stop
 */
export async function stopOrphan(dir: string, log: Pick<Logger, 'warn'>): Promise<void> {
  const pid = await readServerPid(dir);
  if (pid === undefined || !isAlive(pid)) return;
  if (!(await isServerOf(pid, dir))) {
    // After a crash or a reboot the pid belongs to another process, but PostgreSQL would believe it.
    await rm(join(dir, 'postmaster.pid'), { force: true });
    return;
  }
  log.warn({ pid }, 'an earlier gateway was killed and left its database running: stopping it');
  if (await signalAndWait(pid, 'SIGINT', FAST_STOP_MS)) return;
  if (await signalAndWait(pid, 'SIGQUIT', IMMEDIATE_STOP_MS)) return;
  throw new StartError(
    `a PostgreSQL (pid ${pid}) still uses ${dir} and does not stop: end it first`,
  );
}

/** The first line of postmaster.pid, PostgreSQL's own lock file. */
async function readServerPid(dir: string): Promise<number | undefined> {
  const text = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

/** PostgreSQL works inside its data directory; elsewhere than on Linux, its command line names it. */
async function isServerOf(pid: number, dir: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return cwd === (await realpath(dir));
  }
  const { output } = await runProgram(undefined, ['ps', '-o', 'command=', '-p', String(pid)]);
  return output.includes('postgres') && output.includes(dir);
}

async function signalAndWait(pid: number, signal: NodeJS.Signals, ms: number): Promise<boolean> {
  const server = await identifyProcess(pid);
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') return true;
    throw new StartError(
      `a PostgreSQL of another user (pid ${pid}) uses the database: stop it first`,
    );
  }
  for (let waited = 0; waited < ms; waited += POLL_MS) {
    if (!(await isRunning(server))) return true;
    await sleep(POLL_MS);
  }
  return false;
}

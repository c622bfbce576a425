import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemErrorCode } from './start-error.ts';

const run = promisify(execFile);

/** One run of one process: a pid alone is reused, soon after a reboot or in a restarted container. */
export interface ProcessIdentity {
  readonly pid: number;
  /** compared for equality only; '' when the system does not tell */
  readonly startedAt: string;
}

/** The identity of the process that has this pid now. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: await startOf(pid) };
}

/**
 * True when that very process still runs. When the system does not tell when it started, any process
 * with the pid counts: a lock that is held too long is an annoyance, one that is broken loses data.
 */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  if (!isAlive(identity.pid)) return false;
  const startedAt = await startOf(identity.pid);
  return startedAt === '' || identity.startedAt === '' || startedAt === identity.startedAt;
}

/** True when some process has this pid, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') return (await startOnLinux(pid)) ?? '';
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout.trim();
}

/** Clock ticks since boot (proc(5), field 22) mean nothing without the boot they count from. */
async function startOnLinux(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in parentheses and may itself hold blanks and ")".
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie only waits for its parent to reap it; it holds nothing any more.
    return fields[0] === 'Z' ? 'ended' : `${boot.trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** True once the process has ended, and for one that could not be started. */
export function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Waits for the process to end and says how, for people: "exit code 1", "SIGKILL". Never rejects. */
export async function exitOf(child: ChildProcess): Promise<string> {
  try {
    if (!hasExited(child)) await once(child, 'exit');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return child.signalCode ?? `exit code ${child.exitCode}`;
}

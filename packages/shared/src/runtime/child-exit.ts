import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

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

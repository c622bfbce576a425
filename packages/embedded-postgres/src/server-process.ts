import { type ChildProcess, spawn } from 'node:child_process';
import { unlessLate } from '@payserver/shared/runtime/deadline';
import { exitOf, hasExited } from '@payserver/shared/runtime/process-identity';
import type { Binaries } from './binaries.ts';
import { runAs, type SystemUser } from './run-as.ts';
import type { ServerLog } from './server-log.ts';

/** How a running server is started. */
export interface LaunchInput {
  readonly binaries: Binaries;
  readonly user: SystemUser | undefined;
  readonly dir: string;
  readonly port: number;
  readonly log: ServerLog;
  /** more settings, by name; they win over ours */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Given on the command line and not in postgresql.conf, so that a new version of the gateway changes
 * them for old data too. Durability (fsync, synchronous_commit) keeps its safe defaults.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
  // An error is reported to the process that caused it. Its row and statement, which may hold a payment
  // barcode, must not be in a file beside it.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  // For a till: a process less where nothing needs it. Reads that PostgreSQL's own processes would make ahead are
  // made by the session itself (three processes less), and nobody subscribes here to another database's changes.
  io_method: 'sync',
  max_logical_replication_workers: '0',
};

/**
 * Starts the server in a process group of its own: Ctrl-C in a terminal reaches the whole group of the
 * supervisor, and the database must be the last to stop, not the first.
 */
export function launchServer(input: LaunchInput): ChildProcess {
  const settings = { ...SETTINGS, port: String(input.port), ...input.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return spawn(input.binaries.postgres, ['-D', input.dir, ...flags], {
    ...runAs(input.user),
    stdio: ['ignore', input.log.fd, input.log.fd],
    detached: true,
  });
}

/** How long a server that is stopped may take, in good order and at once. */
export const FAST_STOP_MS = 20_000;
export const IMMEDIATE_STOP_MS = 5_000;

/**
 * Stops the server and returns once its process has ended. `fast` ends all sessions and writes
 * everything down; when that takes more than 20 s, or at once with `immediate`, the server drops
 * everything and recovers at its next start. Neither loses a committed transaction.
 */
export async function stopServer(child: ChildProcess, mode: 'fast' | 'immediate'): Promise<void> {
  if (mode === 'fast' && (await signalAndWait(child, 'SIGINT', FAST_STOP_MS))) return;
  await signalAndWait(child, 'SIGQUIT', IMMEDIATE_STOP_MS);
}

async function signalAndWait(child: ChildProcess, signal: NodeJS.Signals, ms: number) {
  if (hasExited(child)) return true;
  const ended = exitOf(child);
  child.kill(signal);
  await unlessLate(ended, ms, undefined);
  return hasExited(child);
}

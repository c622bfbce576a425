import { chmod, open, rename, stat } from 'node:fs/promises';
import { StartError } from '@payserver/shared/runtime/start-error';

const MAX_BYTES = 8 * 1024 * 1024;

/** PostgreSQL's own log, open for one run of the server. */
export interface ServerLog {
  readonly fd: number;
  /** What the server wrote since this log was opened, at most the last 64 KiB. */
  read(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens the log for appending. When it has grown beyond 8 MiB, it becomes `<path>.1` first, so the two
 * together stay bounded however often the server starts.
 */
export async function openServerLog(path: string): Promise<ServerLog> {
  const size = await stat(path).then(
    (info) => info.size,
    () => 0,
  );
  if (size > MAX_BYTES) await rename(path, `${path}.1`);
  const file = await open(path, 'a+', 0o600);
  await chmod(path, 0o600);
  const { size: start } = await file.stat();
  const read = async () => {
    const { size: end } = await file.stat();
    const from = Math.max(start, end - 65_536);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - from), 0, end - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  };
  return { fd: file.fd, read, close: () => file.close() };
}

const KNOWN: ReadonlyArray<readonly [RegExp, string]> = [
  [/No space left on device|Check free disk space/i, 'the disk is full'],
  [/Disk quota exceeded/i, 'the disk quota is used up'],
  [/Permission denied|Operation not permitted/i, 'permission denied'],
  [/Read-only file system/i, 'the file system is read-only'],
  [/Cannot allocate memory|could not map anonymous shared memory/i, 'there is not enough memory'],
];

/** What a PostgreSQL program printed before it gave up, as the one line that a person needs. */
export function explainOutput(doing: string, output: string, hint = ''): StartError {
  const known = KNOWN.find(([pattern]) => pattern.test(output))?.[1];
  return new StartError(`cannot ${doing}: ${known ?? firstComplaint(output)}${hint}`);
}

/** The first line that complains, without PostgreSQL's prefixes: the later ones are its consequences. */
function firstComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !OWN_POLLS.test(line));
  const complaint = lines.find((line) => /(FATAL|PANIC|error):/.test(line)) ?? lines.at(-1);
  return (complaint ?? 'no reason given').replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim();
}

/** What the server says to whoever asks too early whether it is ready. */
const OWN_POLLS =
  /the database system is (starting up|not yet accepting connections|shutting down)/;

import { chmod, open, rename, stat } from 'node:fs/promises';

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

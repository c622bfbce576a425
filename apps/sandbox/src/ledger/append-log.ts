import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that grows by whole lines and knows which of them are on the disk. */
export interface AppendLog {
  /** Takes a line, without its newline. It is not safe before a later `durable()` resolves. */
  append(line: string): void;
  /** Resolves once every line appended so far is fsynced; callers at the same time share one fsync. */
  durable(): Promise<void>;
  /** Bytes that are safely on the disk. */
  durableBytes(): number;
  /** Forgets every line; what is appended meanwhile may be lost too, so no call may be under way. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the file at its end, creating it (mode 0600) when missing. After a failed write every later
 * `durable()` rejects with that failure, because lines after a hole would be replayed as if nothing
 * were missing; `onFailure` is called (perhaps more than once) and should end the process.
 */
export async function openAppendLog(
  path: string,
  onFailure: (error: unknown) => void,
): Promise<AppendLog> {
  const file = await open(path, 'a', 0o600);
  await syncFolder(dirname(path));
  return appendLogOn(file, { bytes: (await file.stat()).size, onFailure });
}

function appendLogOn(
  file: FileHandle,
  state: { bytes: number; onFailure: (error: unknown) => void },
): AppendLog {
  let queued: string[] = [];
  /** the newest group, written or not */
  let tail: Promise<void> = Promise.resolve();
  /** true while the tail has not started and so will write what is queued now */
  let joinable = false;

  function chain(work: () => Promise<void>): Promise<void> {
    tail = tail.then(work);
    tail.catch(state.onFailure);
    return tail;
  }

  async function flush(): Promise<void> {
    joinable = false;
    const group = Buffer.from(queued.join(''));
    queued = [];
    await file.appendFile(group);
    await file.datasync();
    state.bytes += group.length;
  }

  function durable(): Promise<void> {
    if (queued.length === 0 || joinable) return tail;
    joinable = true;
    return chain(flush);
  }

  return {
    append: (line) => void queued.push(`${line}\n`),
    durable,
    durableBytes: () => state.bytes,
    clear: () => {
      queued = [];
      return chain(async () => await empty(file, state));
    },
    close: async () => {
      await durable().catch(() => undefined);
      await file.close();
    },
  };
}

async function empty(file: FileHandle, state: { bytes: number }): Promise<void> {
  await file.truncate(0);
  await file.datasync();
  state.bytes = 0;
}

/** A new file's name is only safe once its folder is fsynced too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

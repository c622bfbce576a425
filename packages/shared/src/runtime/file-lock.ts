import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
import { StartError, systemErrorCode } from './start-error.ts';

interface LockContent extends ProcessIdentity {
  readonly nonce: string;
}

/** A held lock. */
export interface FileLock {
  /** Gives the lock back; safe to call twice. */
  release(): Promise<void>;
}

const ATTEMPTS = 20;
const SETTLE_MS = 20;

/**
 * Takes the lock file for this process. A lock whose owner no longer runs is taken over at once, also
 * after SIGKILL or a reboot: the file names its owner's pid and start, so there is no heartbeat to wait
 * for. Works between processes of one machine (one pid namespace).
 *
 * @param what named in the error: "the data directory /srv/data"
 * @throws {StartError} when a running process holds it
 */
export async function acquireFileLock(path: string, what: string): Promise<FileLock> {
  const mine: LockContent = { ...(await identifyProcess(process.pid)), nonce: randomUUID() };
  const draft = `${path}.${mine.nonce}`;
  try {
    await writeFile(draft, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await claim(draft, path, mine)) return { release: () => release(path, mine) };
      await breakIfStale(path, what);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new StartError(`${what} is in use: several gateways start on it at this moment`);
}

/** A hard link is made whole or not at all, and never over an existing file. */
async function claim(draft: string, path: string, mine: LockContent): Promise<boolean> {
  try {
    await link(draft, path);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
  // Another starter that judged the file before us stale may just have moved ours away instead.
  await sleep(SETTLE_MS);
  return (await readLock(path))?.nonce === mine.nonce;
}

async function breakIfStale(path: string, what: string): Promise<void> {
  const seen = await readLock(path);
  if (seen !== undefined && (await isRunning(seen))) {
    throw new StartError(
      `${what} is in use by a running gateway (pid ${seen.pid}): stop that one first`,
    );
  }
  const aside = `${path}.${randomUUID()}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const got = await readLock(aside);
  // Moved a fresh lock instead of the stale one: put it back, its owner checks it again in a moment.
  if (got?.nonce !== seen?.nonce) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

/** Undefined for no file and for one that does not name an owner, such as one cut off by a full disk. */
async function readLock(path: string): Promise<LockContent | undefined> {
  try {
    const content = JSON.parse(await readFile(path, 'utf8')) as Partial<LockContent>;
    const { pid, startedAt, nonce } = content;
    if (typeof pid !== 'number' || typeof startedAt !== 'string' || typeof nonce !== 'string') {
      return undefined;
    }
    return { pid, startedAt, nonce };
  } catch (error) {
    if (error instanceof SyntaxError || systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function release(path: string, mine: LockContent): Promise<void> {
  if ((await readLock(path))?.nonce === mine.nonce) await rm(path, { force: true });
}

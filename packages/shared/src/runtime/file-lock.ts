import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
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

/** How long a start waits for others at the same moment, and between two questions. */
const PATIENCE_MS = 5_000;
const WAIT_MS = 10;

/**
 * Takes the lock file for this process. A lock whose owner no longer runs is taken over at once, also
 * after SIGKILL or a reboot: the file names its owner's pid and start, so there is no heartbeat to wait
 * for. Works between processes of one machine (one pid namespace).
 *
 * Whoever wants it says so in a file of its own first and then asks who else does: of two, the later one sees the earlier.
 * Only one that is alone replaces the lock, however slow it is. Of several the one with the lowest name stays.
 *
 * @param what named in the error: "the data directory /srv/data"
 * @throws {StartError} when a running process holds it
 */
export async function acquireFileLock(path: string, what: string): Promise<FileLock> {
  const mine: LockContent = { ...(await identifyProcess(process.pid)), nonce: randomUUID() };
  const wish = wishPath(path, mine.nonce);
  const until = performance.now() + PATIENCE_MS;
  let isAnnounced = false;
  try {
    while (performance.now() < until) {
      const others = await readOtherWishes(path, mine.nonce);
      await refuseIfHeld(path, what);
      if (isAnnounced && others.length === 0) {
        await rename(wish, path);
        return { release: () => release(path, mine) };
      }
      const mustYield = others.some((nonce) => nonce < mine.nonce);
      if (mustYield) await rm(wish, { force: true });
      else if (!isAnnounced) await announce(wish, mine);
      isAnnounced = !mustYield;
      if (others.length > 0) await sleep(WAIT_MS);
    }
  } finally {
    await rm(wish, { force: true });
  }
  throw new StartError(`${what} is in use: several gateways start on it at this moment`);
}

const WISH = '.wish-';

function wishPath(path: string, nonce: string): string {
  return `${path}${WISH}${nonce}`;
}

/** Is there whole or not at all. */
async function announce(wish: string, mine: LockContent): Promise<void> {
  const draft = `${wish}.draft`;
  try {
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
    await rename(draft, wish);
  } finally {
    await rm(draft, { force: true });
  }
}

/** The nonces of those who run and want it as well; what others have left behind is removed. */
async function readOtherWishes(path: string, ownNonce: string): Promise<string[]> {
  const start = `${basename(path)}${WISH}`;
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(start));
  const nonces = names.map((name) => name.slice(start.length)).filter((one) => one !== ownNonce);
  const alive = await Promise.all(
    nonces.map(async (nonce) => {
      const wish = wishPath(path, nonce);
      const seen = await readLock(wish);
      if (seen !== undefined && (await isRunning(seen))) return [nonce];
      // Its name is never used again. A draft is not whole yet, or was left by one that died.
      if (seen !== undefined) await rm(wish, { force: true });
      return [];
    }),
  );
  return alive.flat();
}

async function refuseIfHeld(path: string, what: string): Promise<void> {
  const seen = await readLock(path);
  if (seen === undefined || !(await isRunning(seen))) return;
  throw new StartError(
    `${what} is in use by a running gateway (pid ${seen.pid}): stop that one first`,
  );
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

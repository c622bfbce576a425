import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { acquireFileLock, type FileLock } from './file-lock.ts';
import { explainFailure, systemErrorCode } from './start-error.ts';

const LOCK_FILE = 'payserver.lock';
/** Left in every data directory that was new or empty when a gateway first used it. */
const MARK_FILE = '.payserver';

/** A data directory that this process may use. */
export interface DataDir {
  /** absolute */
  readonly path: string;
  readonly lock: FileLock;
}

/**
 * Makes the data directory (private: mode 0700) and locks it for this process, so that a second gateway
 * on the same directory stops before it touches anything.
 *
 * @throws {StartError} in use by a running gateway, no permission, full disk
 */
export async function openDataDir(dataDir: string): Promise<DataDir> {
  const path = resolve(dataDir);
  return await explainFailure(`use the data directory ${path}`, async () => {
    await makeDataDir(path);
    const lock = await acquireFileLock(join(path, LOCK_FILE), `the data directory ${path}`);
    return { path, lock };
  });
}

/**
 * True for a directory that only ever held a gateway's data and that this process owns. Only such a one
 * may have its mode changed: DATA_DIR could also be a home, or /srv, where others go in and out.
 */
export async function isOursAlone(dir: string): Promise<boolean> {
  const { uid } = await stat(dir);
  if (process.getuid !== undefined && uid !== process.getuid()) return false;
  return (await readdir(dir)).includes(MARK_FILE);
}

/** Makes a data directory, private and marked as one; leaves an existing one with other content alone. */
export async function makeDataDir(dir: string): Promise<void> {
  await mkdir(dirname(dir), { recursive: true });
  await mkdir(dir, { mode: 0o700 }).catch((error: unknown) => {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  });
  if ((await readdir(dir)).length === 0) {
    await writeFile(join(dir, MARK_FILE), 'This directory belongs to a PayServer gateway.\n');
  }
  // The group may still pass through: with an embedded database started by root, PostgreSQL's user must.
  if (await isOursAlone(dir)) await chmod(dir, (await stat(dir)).mode & 0o710);
}

import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import type { Binaries } from './binaries.ts';
import { runProgram, type SystemUser } from './run-as.ts';
import { explainOutput } from './server-log.ts';

/** The database's only role; it owns everything in it. */
export const SUPERUSER = 'payserver';

/** What it takes to make or check a database directory. */
export interface InitialiseInput {
  readonly binaries: Binaries;
  readonly user: SystemUser | undefined;
  readonly dir: string;
}

/**
 * The major version of the PostgreSQL that made the directory; undefined when there is none yet.
 *
 * @throws {StartError} when something else is in its place
 */
export async function clusterVersion(dir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dir, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
  const entries = await readdir(dir).catch(() => undefined);
  if (entries === undefined) return undefined;
  throw new StartError(
    `${dir} exists but is not a database: move it away, or set another DATA_DIR`,
  );
}

/**
 * Makes a new database directory, whole or not at all: it grows under another name and is renamed, so a
 * start that is killed in the middle leaves only rubbish that the next one sweeps away. Text is UTF-8 and
 * sorts by bytes (builtin C.UTF-8), the same on every system, which keeps inserts of our ordered ids at
 * the end of their indexes. Nobody logs in without the password (scram-sha-256).
 *
 * @throws {StartError} full disk, no permission, or whatever initdb says
 */
export async function initialiseCluster(input: InitialiseInput, password: string): Promise<void> {
  const { dir, user } = input;
  await removeDrafts(dir);
  // A name of its own: the initdb of a start that was killed may still be writing for a moment.
  const draft = `${dir}.new-${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, password, { flag: 'wx', mode: 0o600 });
    if (user !== undefined) await giveTo(user, [draft, passwordFile]);
    const made = await runProgram(user, [
      input.binaries.initdb,
      ...['--pgdata', draft, '--username', SUPERUSER, '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--no-instructions'],
      ...['--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ]);
    if (!made.ok) throw explainOutput('make the database', made.output);
    await rm(passwordFile);
    await rename(draft, dir);
  } finally {
    await removeDrafts(dir);
  }
}

async function removeDrafts(dir: string): Promise<void> {
  const parent = dirname(dir);
  const drafts = (await readdir(parent)).filter((name) => name.startsWith(`${basename(dir)}.new-`));
  const options = { recursive: true, force: true, maxRetries: 5 };
  await Promise.all(drafts.map((name) => rm(join(parent, name), options)));
}

async function giveTo({ uid, gid }: SystemUser, paths: string[]): Promise<void> {
  await Promise.all(paths.map((path) => chown(path, uid, gid)));
}

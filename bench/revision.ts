import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A built gateway in a folder of its own, to be measured beside this one. */
export interface Revision {
  /** as it was asked for */
  readonly name: string;
  readonly folder: string;
  remove(): Promise<void>;
}

/** The checkout that this bench is part of. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));
const BUILT = 'apps/api/dist/main.js';
/** Our own packages: theirs are those of their folder. And what tools leave behind. */
const NOT_SHARED = new Set(['@payserver', '.cache', '.vite', '.vite-temp', '.package-lock.json']);

/**
 * Builds a commit in a worktree in the temp folder, with the packages that are installed here and its own Prisma client.
 * A folder that holds a built gateway is taken as it is, and stays.
 *
 * @throws {Error} when there is no such commit, or its build fails
 */
export async function buildRevision(name: string): Promise<Revision> {
  if (existsSync(join(name, BUILT))) {
    return { name, folder: resolve(name), remove: async () => {} };
  }
  const commit = await git('rev-parse', '--verify', '--end-of-options', `${name}^{commit}`);
  const place = await mkdtemp(join(tmpdir(), 'payserver-against-'));
  const folder = join(place, 'payserver');
  const remove = async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => undefined);
    await rm(place, { recursive: true, force: true });
  };
  try {
    await git('worktree', 'add', '--detach', folder, commit);
    await warnOfOtherPackages(commit);
    await linkPackages(folder);
    console.error(`builds ${name} in ${folder}`);
    await runNode(folder, ['scripts/prisma-generate.mjs']);
    await runNode(folder, ['scripts/build.mjs']);
    return { name, folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Brings an empty database to the state that this revision wants. */
export async function migrateAs({ folder }: Revision, databaseUrl: string): Promise<void> {
  const command = ['apps/supervisor/bin/payserver.mjs', 'migrate'];
  await runNode(folder, command, { DATABASE_URL: databaseUrl, LOG_LEVEL: 'warn' });
}

/**
 * Links, not copies: they may lie on another disk. Node looks for what a package needs beside the package itself, so
 * that only ours must not be links to ours of here.
 */
async function linkPackages(folder: string): Promise<void> {
  const [from, to] = [join(ROOT, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(join(to, '@payserver'), { recursive: true });
  for (const name of await readdir(from)) {
    if (!NOT_SHARED.has(name)) await symlink(join(from, name), join(to, name));
  }
  for (const [name, place] of await ownPackages(folder)) {
    await symlink(join(folder, place), join(to, '@payserver', name));
  }
}

/** Our packages by their names, which are those of their folders. */
async function ownPackages(folder: string): Promise<Array<readonly [string, string]>> {
  const found = ['packages', 'apps', 'connectors'].map(async (group) => {
    const names = await readdir(join(folder, group)).catch(() => []);
    return names.map((name) => [name, join(group, name)] as const);
  });
  return [...(await Promise.all(found)).flat(), ['bench', 'bench']];
}

async function warnOfOtherPackages(commit: string): Promise<void> {
  const changed = await git('diff', '--name-only', commit, '--', 'package-lock.json');
  if (changed !== '')
    console.error('its package-lock.json differs: built with the packages of here');
}

async function git(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: ROOT });
  return stdout.trim();
}

/** What it prints goes to stderr: stdout is our table. */
async function runNode(
  folder: string,
  command: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2],
  });
  const code = await new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', done);
  });
  if (code !== 0) throw new Error(`${command.join(' ')} in ${folder} ended with ${String(code)}`);
}

import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isOursAlone } from '@payserver/shared/runtime/data-dir';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import type { SystemUser } from './run-as.ts';
import { canEnter, makeSystemDir } from './system-dir.ts';

/** Where PostgreSQL keeps its files; neither path has to exist yet, the parent of `dir` does. */
export interface ClusterPlace {
  /** the real directory */
  readonly dir: string;
  /** where a person looks for it: DATA_DIR/postgres, which is `dir` itself or a link to it */
  readonly visible: string;
}

/**
 * Where PostgreSQL keeps its files: DATA_DIR/postgres, or, when its user cannot get there (a clone under
 * a home of mode 0700), a directory of the system. Nobody's home has its mode changed.
 *
 * @throws {StartError} when there is no place that the user can reach, or the link's target is gone
 */
export async function locateCluster(
  dataDir: string,
  user: SystemUser | undefined,
): Promise<ClusterPlace> {
  const visible = join(dataDir, 'postgres');
  const info = await lstat(visible).catch(() => undefined);
  if (info?.isSymbolicLink() === true) return { dir: await followLink(visible), visible };
  if (user === undefined) return { dir: visible, visible };
  await letThrough(dataDir, user);
  if (await canEnter(user, dataDir)) return { dir: visible, visible };
  if (info === undefined) return { dir: await makePlaceElsewhere(dataDir, user), visible };
  throw new StartError(
    `user ${user.name}, who runs PostgreSQL, cannot enter ${dataDir}, where its database is: ` +
      'move the data directory back to where that user can go, or start the gateway as its owner',
  );
}

/** Leaves a link where a person looks for a database that had to live elsewhere. */
export async function linkCluster({ dir, visible }: ClusterPlace): Promise<void> {
  if (dir === visible || (await lstat(visible).catch(() => undefined)) !== undefined) return;
  await symlink(dir, visible);
}

async function followLink(link: string): Promise<string> {
  try {
    return await realpath(link);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    throw new StartError(
      `the database is gone: ${link} is a link to a directory that does not exist`,
    );
  }
}

/** Opens the data directory for PostgreSQL's user to pass through: not to list, not to read. */
async function letThrough(dataDir: string, user: SystemUser): Promise<void> {
  if (!(await isOursAlone(dataDir))) return;
  await chown(dataDir, 0, user.gid);
  await chmod(dataDir, 0o710);
}

async function makePlaceElsewhere(dataDir: string, user: SystemUser): Promise<string> {
  const system = await makeSystemDir(user);
  const real = await realpath(dataDir);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 8);
  const parent = join(system, `${basename(real)}-${hash}`);
  await mkdir(parent, { recursive: true });
  await chown(parent, 0, user.gid);
  await chmod(parent, 0o710);
  return join(parent, 'postgres');
}

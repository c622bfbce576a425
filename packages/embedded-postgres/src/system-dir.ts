import { chmod, lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from '@payserver/shared/runtime/start-error';
import { runProgram, type SystemUser } from './run-as.ts';

/** Where root may put what another user must reach, best first. */
const PARENTS = ['/var/lib', '/opt', '/usr/local/lib'];

/**
 * A directory that belongs to root and that the user can enter: /var/lib/payserver where that works.
 * Only root may call it.
 *
 * @throws {StartError} when there is no such place
 */
export async function makeSystemDir(user: SystemUser): Promise<string> {
  for (const parent of PARENTS) {
    const dir = join(parent, 'payserver');
    if ((await makeOpenDir(dir)) && (await canEnter(user, dir))) return dir;
  }
  throw new StartError(
    `user ${user.name}, who runs PostgreSQL, can enter none of ${PARENTS.join(', ')}: ` +
      'set DATA_DIR to a directory that this user can enter, or DATABASE_URL',
  );
}

/** Really goes there as the user: modes alone say nothing about ACLs, mounts and containers. */
export async function canEnter(user: SystemUser | undefined, dir: string): Promise<boolean> {
  return (await runProgram(user, ['sh', '-c', 'cd "$1"', 'sh', dir])).ok;
}

/** False when it cannot be made, or when anybody but root could put a program there for us to run. */
async function makeOpenDir(dir: string): Promise<boolean> {
  try {
    const isNew = (await mkdir(dir, { recursive: true })) !== undefined;
    if (isNew) await chmod(dir, 0o755);
    const info = await lstat(dir);
    return info.isDirectory() && info.uid === 0 && (info.mode & 0o022) === 0;
  } catch {
    return false;
  }
}

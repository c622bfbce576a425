import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** The checkout that this bench is part of. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Another revision of this repository, built, beside the one that is checked out. */
export interface Checkout {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Checks a revision out into a folder of its own and builds it with the packages that are installed here, which
 * are linked, not copied. One whose packages differ from ours must be measured with an install of its own.
 */
export async function checkOut(revision: string): Promise<Checkout> {
  const parent = await mkdtemp(join(tmpdir(), 'payserver-revision-'));
  const folder = join(parent, 'payserver');
  const remove = async () => {
    await run('git', ['-C', ROOT, 'worktree', 'remove', '--force', folder]).catch(() => undefined);
    await rm(parent, { recursive: true, force: true });
  };
  try {
    await run('git', ['-C', ROOT, 'worktree', 'add', '--detach', folder, revision]);
    await run('cp', ['-al', join(ROOT, 'node_modules'), join(folder, 'node_modules')]);
    await rm(join(folder, 'node_modules/.cache'), { recursive: true, force: true });
    // Not with a compiler's own output: a build prints nothing unless it fails.
    await run('npm', ['run', '--silent', 'build'], { cwd: folder });
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './start-error.ts';

/** Only the root of a checkout, or of a release, has it. */
const MARK = 'prisma/migrations';

/**
 * The folder that holds the whole program. It is looked for, upwards from here: this module runs as a source, built,
 * and bundled, each from another depth.
 */
export const PROGRAM_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, MARK))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new StartError(`${MARK} is missing: install this release again`);
  return findRoot(above);
}

import { existsSync, readFileSync } from 'node:fs';
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

/** The version of this program, as its package.json says. */
export function programVersion(): string {
  const text = readFileSync(join(PROGRAM_ROOT, 'package.json'), 'utf8');
  const { version } = JSON.parse(text) as { readonly version?: unknown };
  return typeof version === 'string' ? version : 'unknown';
}

function findRoot(folder: string): string {
  if (existsSync(join(folder, MARK))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new StartError(`${MARK} is missing: install this release again`);
  return findRoot(above);
}

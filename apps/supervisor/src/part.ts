import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from '@payserver/shared/runtime/config';
import { PROGRAM_ROOT } from '@payserver/shared/runtime/program-root';
import { fillSecrets } from './secrets.ts';

/** The programs that a gateway consists of, beside its database. */
export type PartName = 'api' | 'worker' | 'sandbox' | 'accounts';

const ALONE: readonly string[] = ['api', 'worker', 'accounts'] satisfies PartName[];

/** True for a part that can run alone, on a machine of its own. */
export function isPart(name: string): name is PartName {
  return ALONE.includes(name);
}

/** The program of a part, as `npm run build` leaves it. */
export function scriptOf(name: PartName): string {
  const folder = name === 'accounts' ? 'connectors' : 'apps';
  return join(PROGRAM_ROOT, folder, name, 'dist/bundle/main.mjs');
}

/**
 * Becomes that part: runs its program in this process, with the secrets filled in as `npm start` does, so
 * that parts on different machines agree. It brings no database along and migrates none.
 *
 * @throws {ConfigError} without DATABASE_URL, or without keys
 */
export async function runPart(name: PartName): Promise<void> {
  const config = readConfig();
  if (config.embedded) {
    throw new ConfigError(
      `DATABASE_URL must be set to run the ${name} alone; npm start brings a database`,
    );
  }
  Object.assign(process.env, await fillSecrets(config));
  // A connector's own name for its port.
  if (name === 'accounts') process.env['PORT'] = String(config.ACCOUNTS_PORT);
  await import(pathToFileURL(scriptOf(name)).href);
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from '@payserver/shared/runtime/config';
import { PROGRAM_ROOT } from '@payserver/shared/runtime/program-root';
import { PROVIDERS } from '@payserver/shared/store/brought-connectors';
import { connectorEnv } from './connector-env.ts';
import type { PartName } from './part-name.ts';
import { fillSecrets } from './secrets.ts';

const ALONE: readonly string[] = ['api', 'worker', 'accounts', ...PROVIDERS] satisfies PartName[];

/** Where the programs of connectors are, below the program's root. */
const CONNECTORS: Readonly<Partial<Record<PartName, string>>> = {
  accounts: 'connectors/accounts',
  wechat: 'connectors/wechat',
  alipay: 'connectors/alipay',
  'wechat-stub': 'connectors/wechat/stub',
  'alipay-stub': 'connectors/alipay/stub',
};

/** True for a part that can run alone, on a machine of its own. */
export function isPart(name: string): name is PartName {
  return ALONE.includes(name);
}

/** The program of a part, as `npm run build` leaves it. */
export function scriptOf(name: PartName): string {
  return join(PROGRAM_ROOT, CONNECTORS[name] ?? `apps/${name}`, 'dist/bundle/main.mjs');
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
  const secrets = await fillSecrets(config);
  Object.assign(process.env, secrets, connectorEnv(config, secrets, { name, kind: 'real' }));
  // The part reads its own commands there, and has none.
  process.argv.splice(2);
  await import(pathToFileURL(scriptOf(name)).href);
}

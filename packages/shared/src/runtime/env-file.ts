import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { explainFailure, StartError } from './start-error.ts';

const FILE = '.env';

/**
 * Adds the settings of `.env` in the folder of the start to the environment; what stands there already wins. Without
 * such a file it does nothing. A BOM in front is ignored: it would hide the first setting.
 *
 * @throws {StartError} when the file cannot be read, or is not UTF-8
 */
export async function readEnvFile(): Promise<void> {
  if (!existsSync(FILE)) return;
  // Not process.loadEnvFile: it says of every file that it cannot read that there is none.
  const bytes = await explainFailure(`read ${FILE}`, async () => readFileSync(FILE));
  for (const [name, value] of Object.entries(parseEnv(textOf(bytes)))) {
    process.env[name] ??= value ?? '';
  }
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StartError(`cannot read ${FILE}: it is not UTF-8; save it as UTF-8`);
  }
}

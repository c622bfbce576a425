import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { systemErrorCode } from './start-error.ts';

const SECRET_BYTES = 32;

/** The secret in the file; undefined when there is no such file. */
export async function readSecretFile(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim() || undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The secret in the file, or a new random one of 256 bits that it then writes there (mode 0600, whole or
 * not at all, on the disk when this returns): the same at every start.
 */
export async function keepSecretFile(path: string): Promise<string> {
  const stored = await readSecretFile(path);
  if (stored !== undefined) return stored;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await writeSecretFile(path, secret);
  return secret;
}

async function writeSecretFile(path: string, secret: string): Promise<void> {
  const draft = `${path}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

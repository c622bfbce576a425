import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A private key as PEM (PKCS#8), RSA 2048. */
function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** The key of a file, made at the first call. Only its owner may read it. */
export function keyAt(file: string): KeyObject {
  if (!existsSync(file)) writeWhole(file, makeKey());
  return createPrivateKey(readFileSync(file));
}

/** A text for people that no other has: `length` letters and digits. */
export function secretText(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length);
}

/** Whole or not at all, for its owner only; a file that already says so is not touched. */
export function writeWhole(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}

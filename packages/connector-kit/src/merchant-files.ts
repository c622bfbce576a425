import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';

/** Whom a key belongs to decides who may read its file. */
export interface KeyKind {
  /** a public key or a certificate: everybody may read it */
  readonly isPublic?: boolean;
}

/** Files that a merchant's file names, by paths relative to it. Each is watched from then on. */
export interface MerchantFiles {
  /** @throws {StartError} it is not there, or everybody can read it and it is not public */
  text(path: string, kind?: KeyKind): string;
  /** @throws {StartError} as `text` */
  bytes(path: string, kind?: KeyKind): Buffer;
  /** What works and should be better all the same: it is logged once. */
  warn(text: string): void;
}

/** What was read for one merchant. */
export interface Reading {
  readonly files: MerchantFiles;
  /** path → its stamp before it was read, see {@link stampOf} */
  readonly stamps: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

const OTHERS = 0o007;
const GROUP = 0o070;

/** @param from the merchant's file */
export function readingOf(from: string): Reading {
  const stamps = new Map<string, string>([[from, stampOf(from)]]);
  const warnings: string[] = [];
  const bytes = (path: string, { isPublic = false }: KeyKind = {}) => {
    const file = resolve(dirname(from), path);
    stamps.set(file, stampOf(file));
    if (!isPublic) checkMode(file, path, warnings);
    return readFile(file, path);
  };
  const text = (path: string, kind?: KeyKind) => bytes(path, kind).toString('utf8');
  const files = { bytes, text, warn: (line: string) => void warnings.push(line) };
  return { files, stamps, warnings };
}

function readFile(file: string, shown: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new StartError(`${shown} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** A secret that everybody on the machine can read is none. Windows has no such modes. */
function checkMode(file: string, shown: string, warnings: string[]): void {
  if (process.platform === 'win32') return;
  const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
  if ((mode & OTHERS) !== 0) {
    throw new StartError(`everybody can read ${shown}: make it chmod 600`);
  }
  if ((mode & GROUP) !== 0) warnings.push(`the group can read ${shown}: chmod 600 is better`);
}

function reasonOf(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'permission denied';
  return code ?? 'it is no file';
}

/** What tells a changed file from an unchanged one; '' when it is not there. */
export function stampOf(path: string): string {
  try {
    const { mtimeMs, ctimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '@payserver/shared/domain/said';
import type { Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type MerchantFiles, readingOf, stampOf } from './merchant-files.ts';
import { createPauses } from './merchant-pauses.ts';

/** The merchants of a connector: what each may use of its provider. */
export interface Merchants<T> {
  /** undefined: nothing was set up for it, or nothing that can be used */
  of(merchantUUID: string): T | undefined;
  uuids(): readonly string[];
  /**
   * Nothing more is sent for this merchant, because its settings are wrong: not until its files change, but for one
   * payment each ten minutes, which may find them mended. Logged as an error.
   */
  pause(merchantUUID: string, reason: string): void;
  /** Its settings work after all. */
  resume(merchantUUID: string): void;
  isPaused(merchantUUID: string): boolean;
  /** Whether a payment may be tried now: it is not paused, or this is the one of these ten minutes. */
  mayTry(merchantUUID: string): boolean;
  /** Reads what has changed, now. */
  reload(): void;
  stop(): void;
}

export interface MerchantsOptions<T> {
  /** with one `<merchantUUID>.json` for each */
  readonly dir: string;
  /** What the file says, as a value. @throws {StartError} or any error: what is wrong, in plain words */
  readonly read: (json: Readonly<Record<string, unknown>>, files: MerchantFiles) => T;
  readonly log: Logger;
  /** between two checks for changes; default 2 s */
  readonly everyMs?: number;
  /** ms of a clock; tests have their own */
  readonly now?: () => number;
}

interface Known<T> {
  /** undefined: its file was never right */
  readonly value: T | undefined;
  /** path → its stamp */
  readonly stamps: ReadonlyMap<string, string>;
}

const EVERY_MS = 2_000;
const ENDING = '.json';

/**
 * Reads the files of all merchants, and again when one of them, or a key that it names, changes. Each wrong one is one
 * line; the others work all the same. One that becomes wrong later is logged, and what it said before counts.
 *
 * @throws {StartError} a line for each file, when no file is right and there is at least one
 */
export function openMerchants<T>(options: MerchantsOptions<T>): Merchants<T> {
  const { dir, log, everyMs = EVERY_MS, now = () => performance.now() } = options;
  const known = new Map<string, Known<T>>();
  const pauses = createPauses(log, now);
  const refresh = (): string[] => {
    const found = namesIn(dir);
    for (const name of known.keys()) if (!found.has(name)) known.delete(name);
    return [...found].flatMap((name) => {
      const before = known.get(name);
      if (before !== undefined && !hasChanged(before)) return [];
      const { next, wrong } = readOne(options, name, before?.value);
      known.set(name, next);
      pauses.lift(name);
      if (wrong === null) {
        if (before !== undefined)
          log.info({ merchantUUID: name }, 'the settings of a merchant changed');
        return [];
      }
      log.error({ merchantUUID: name }, wrong);
      return [wrong];
    });
  };
  const wrong = refresh();
  if (wrong.length > 0 && [...known.values()].every(({ value }) => value === undefined)) {
    throw new StartError(wrong.join('\n'));
  }
  if (known.size === 0) log.warn({ dir }, 'no merchant is set up');
  const timer = setInterval(refresh, everyMs).unref();
  return {
    of: (uuid) => known.get(uuid)?.value,
    uuids: () => [...known].filter(([, { value }]) => value !== undefined).map(([name]) => name),
    pause: pauses.pause,
    resume: pauses.lift,
    isPaused: pauses.isPaused,
    mayTry: pauses.mayTry,
    reload: () => void refresh(),
    stop: () => clearInterval(timer),
  };
}

/** A folder that is not there has none. */
function namesIn(dir: string): Set<string> {
  try {
    const files = readdirSync(dir).filter((file) => file.endsWith(ENDING));
    return new Set(files.map((file) => file.slice(0, -ENDING.length)));
  } catch {
    return new Set();
  }
}

function hasChanged<T>({ stamps }: Known<T>): boolean {
  return [...stamps].some(([path, stamp]) => stampOf(path) !== stamp);
}

function readOne<T>(options: MerchantsOptions<T>, name: string, last: T | undefined) {
  const path = join(options.dir, `${name}${ENDING}`);
  const reading = readingOf(path);
  const read = () => {
    const json: unknown = JSON.parse(reading.files.text(`${name}${ENDING}`));
    if (!isRecord(json)) throw new StartError('it is no JSON object');
    return options.read(json, reading.files);
  };
  const { value, wrong } = attempt(read, `${name}${ENDING}`);
  for (const warning of reading.warnings) options.log.warn({ merchantUUID: name }, warning);
  return { next: { value: value ?? last, stamps: reading.stamps }, wrong };
}

function attempt<T>(read: () => T, name: string): { value?: T; wrong: string | null } {
  try {
    return { value: read(), wrong: null };
  } catch (error) {
    // The parser's message shows a piece of the file, which may be a key.
    const isJson = error instanceof SyntaxError;
    const why = isJson ? 'it is no JSON' : error instanceof Error ? error.message : String(error);
    return { wrong: `${name}: ${why}` };
  }
}

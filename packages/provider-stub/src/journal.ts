import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';

/** One line of the journal. */
export type Entry = Readonly<Record<string, unknown>> & { readonly t: string };

/** An append-only file: what is in it is true, whatever process dies. */
export interface Journal {
  /** What was there at the start, in order. */
  readonly past: readonly Entry[];
  /**
   * Adds the entries as one write, before it returns: a process that is killed later has written all of them, one that is
   * killed meanwhile all or none.
   */
  append(entries: readonly Entry[]): void;
  /** Forgets everything. */
  clear(): void;
  close(): void;
}

/**
 * Opens the journal. A last line that a killed process left torn is removed.
 *
 * @throws {Error} when the file cannot be read or written, or a line that is not the last holds no JSON
 */
export function openJournal(file: string): Journal {
  const past = readWhole(file);
  const handle = openSync(file, 'a', 0o600);
  return {
    past,
    append(entries) {
      if (entries.length > 0) writeSync(handle, `${JSON.stringify(entries)}\n`);
    },
    clear: () => truncateSync(file),
    close: () => closeSync(handle),
  };
}

function readWhole(file: string): readonly Entry[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(file, end);
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => JSON.parse(line) as Entry[]);
}

import { createReadStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { StartError } from '@payserver/shared/runtime/start-error';

const NEWLINE = 10;

/**
 * Yields the file's whole lines in groups as they come off the disk, and then, when the file does not
 * end in a newline, returns how many bytes the whole lines take; null when nothing is torn. A missing
 * file yields nothing.
 */
export async function* readLines(
  path: string,
  endByte = Number.POSITIVE_INFINITY,
): AsyncGenerator<string[], number | null> {
  let rest: Buffer = Buffer.alloc(0);
  let wholeBytes = 0;
  if (endByte <= 0) return null;
  for await (const chunk of openOrEmpty(path, endByte - 1)) {
    const bytes = Buffer.concat([rest, chunk]);
    const cut = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(cut);
    wholeBytes += cut;
    if (cut > 0) yield bytes.toString('utf8', 0, cut - 1).split('\n');
  }
  return rest.length === 0 ? null : wholeBytes;
}

async function* openOrEmpty(path: string, end: number): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { end, highWaterMark: 1 << 20 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/**
 * Gives every whole line to `apply`, and cuts off a torn last one: the process died while writing it,
 * so nobody was ever answered on its strength.
 *
 * @returns whether a torn line was cut
 * @throws {StartError} naming the line when one in the middle is not JSON; the file is then left as it is
 */
export async function replayLines(path: string, apply: (line: unknown) => void): Promise<boolean> {
  const groups = readLines(path);
  let count = 0;
  let next = await groups.next();
  while (next.done !== true) {
    for (const text of next.value) {
      count += 1;
      apply(parseLine(text, `${path} line ${count}`));
    }
    next = await groups.next();
  }
  if (next.value !== null) await truncate(path, next.value);
  return next.value !== null;
}

function parseLine(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StartError(`${place} is not JSON: mend it or move the ledger away`);
  }
}

import { isDeepStrictEqual } from 'node:util';
import { inParallel } from '../support/in-parallel.ts';
import { fingerprintRows } from '../support/sql.ts';
import type { Numbered } from './fuzz-sender.ts';

/** Sends an input again, with new numbers that begin with `prefix`; whether it was refused. */
export type SendAgain = (numbered: Numbered, prefix: string) => Promise<boolean>;

interface Quiet {
  /** nobody else writes to it meanwhile */
  readonly databaseUrl: string;
  readonly sendAgain: SendAgain;
  readonly atOnce: number;
}

/** One that is accepted this time may change what others meet. */
const MAX_PASSES = 6;

/**
 * Sends requests that were refused once more, until a whole pass of them is refused, and answers which of them
 * wrote a row in that pass, whatever they wrote; with how many stayed refused.
 */
export async function findWriters(
  quiet: Quiet,
  inputs: readonly Numbered[],
): Promise<{ readonly refused: number; readonly writers: readonly Numbered[] }> {
  let rest = inputs;
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const { still, isWritten } = await sendAll(quiet, rest, `again${pass}`);
    if (still.length === rest.length) {
      return { refused: rest.length, writers: isWritten ? await narrow(quiet, rest) : [] };
    }
    rest = still;
  }
  throw new Error(`of ${inputs.length} refused requests some are accepted again and again`);
}

async function sendAll(quiet: Quiet, inputs: readonly Numbered[], prefix: string) {
  const before = await fingerprintRows(quiet.databaseUrl);
  const refused = await inParallel(quiet.atOnce, inputs.length, async (index) => {
    const input = inputs[index];
    return input !== undefined && (await quiet.sendAgain(input, prefix));
  });
  const isWritten = !isDeepStrictEqual(before, await fingerprintRows(quiet.databaseUrl));
  return { still: inputs.filter((_, index) => refused[index]), isWritten };
}

/** The first of these that writes when it is sent with the others of its half; all when none does any more. */
async function narrow(quiet: Quiet, inputs: readonly Numbered[]): Promise<readonly Numbered[]> {
  const middle = inputs.length >> 1;
  if (middle === 0) return inputs;
  for (const half of [inputs.slice(0, middle), inputs.slice(middle)]) {
    const { isWritten } = await sendAll(quiet, half, `half${half.length}`);
    if (isWritten) return await narrow(quiet, half);
  }
  return inputs;
}

import { readEnvFile } from '@payserver/shared/runtime/env-file';
import { isForPeople } from '@payserver/shared/runtime/start-part';

/** Something that the person at the terminal got wrong; `message` tells what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command of this folder with the settings of `.env`: an error that a person can mend is one
 * line on stderr and exit code 1, any other shows its stack.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  try {
    await readEnvFile();
    await work();
  } catch (error) {
    const isOurs = error instanceof UsageError || isForPeople(error);
    process.stderr.write(`${isOurs ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

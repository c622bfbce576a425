import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { ConfigError } from '@payserver/shared/platform/config';

/** Something that the person at the terminal got wrong; `message` tells what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command of this folder with the settings of `.env`: an error that a person can mend is one
 * line on stderr and exit code 1, any other shows its stack.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  if (existsSync('.env')) loadEnvFile('.env');
  try {
    await work();
  } catch (error) {
    const isForPeople = error instanceof ConfigError || error instanceof UsageError;
    process.stderr.write(`${isForPeople ? error.message : describe(error)}\n`);
    process.exitCode = 1;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

import { ConfigError } from './config.ts';
import { StartError } from './start-error.ts';

/** True for an error that a person can mend: its message alone says what to do. */
export function isForPeople(error: unknown): error is ConfigError | StartError {
  return error instanceof ConfigError || error instanceof StartError;
}

/**
 * On stderr, each line led by the program's name: a line for each thing that a person can mend; the stack of
 * a bug, because only that helps then.
 */
export function reportFailure(error: unknown, program = 'payserver'): void {
  const text = isForPeople(error)
    ? error.message.replaceAll('\n', `\n${program}: `)
    : stackOf(error);
  process.stderr.write(`${program}: ${text}\n`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

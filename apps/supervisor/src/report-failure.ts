import { ConfigError } from '@payserver/shared/platform/config';
import { StartError } from '@payserver/shared/platform/start-error';

/** One line for what a person can mend; the stack for a bug, because only that helps then. */
export function reportFailure(error: unknown): void {
  const isForPeople = error instanceof ConfigError || error instanceof StartError;
  const isError = error instanceof Error;
  const text = isForPeople
    ? error.message
    : isError
      ? (error.stack ?? error.message)
      : String(error);
  process.stderr.write(`payserver: ${text}\n`);
}

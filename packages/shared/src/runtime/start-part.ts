import { isForPeople, reportFailure } from './report-failure.ts';

/** What a part tells its supervisor when it will not start until a person has changed something. */
export interface RefusedMessage {
  readonly type: 'refused';
}

/**
 * Runs the start of a part of the gateway. Where it fails, it prints what a person can mend in one line on
 * stderr, anything else with its stack, and the process exits with 1. A supervisor learns which it was.
 * `program` leads the lines: the sandbox is a third party's program, its lines must not pass for the gateway's.
 */
export async function startPart(start: () => Promise<void>, program = 'payserver'): Promise<void> {
  try {
    await start();
  } catch (error) {
    reportFailure(error, program);
    if (isForPeople(error)) await tellSupervisor({ type: 'refused' });
    process.exit(1);
  }
}

async function tellSupervisor(message: RefusedMessage): Promise<void> {
  await new Promise<void>((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

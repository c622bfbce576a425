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

/** What a part tells its supervisor when it will not start until a person has changed something. */
export interface RefusedMessage {
  readonly type: 'refused';
}

/** What a supervisor tells a part that waits: the settings that were not known when it was launched. */
export interface StartMessage {
  readonly type: 'start';
  readonly env: NodeJS.ProcessEnv;
}

const WAITS_NAME = 'PAYSERVER_PART_WAITS';
/** In the environment of a part whose supervisor says when it may start. */
export const WAITS = { [WAITS_NAME]: '1' } as const;

/** Waits for it with everything loaded; ends with the supervisor. */
async function untilStarted(): Promise<void> {
  const waits = process.env[WAITS_NAME] !== undefined && process.send !== undefined;
  delete process.env[WAITS_NAME];
  if (!waits) return;
  const env = await new Promise<NodeJS.ProcessEnv>((resolve) => {
    const leave = () => process.exit(1);
    if (!process.connected) leave();
    process.once('disconnect', leave);
    process.once('message', (message) => {
      process.off('disconnect', leave);
      resolve((message as StartMessage).env);
    });
  });
  Object.assign(process.env, env);
}

/**
 * Runs the start of a part of the gateway. Where it fails, it prints what a person can mend in one line on
 * stderr, anything else with its stack, and the process exits with 1. A supervisor learns which it was.
 * `program` leads the lines: the sandbox is a third party's program, its lines must not pass for the gateway's.
 */
export async function startPart(start: () => Promise<void>, program = 'payserver'): Promise<void> {
  await untilStarted();
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

/**
 * Flags of Node that API and worker run with. Most of what a payment makes is garbage soon: in a young
 * generation of 16 MiB, the default of Node, much of it lives just long enough to be moved.
 */
export const PART_FLAGS = ['--max-semi-space-size=64'] as const;

import closeWithGrace from 'close-with-grace';
import type { Logger } from './logger.ts';

const STOP_DEADLINE_MS = 10_000;

/** What a process that waits to be stopped needs. */
export interface StopDeps {
  readonly log: Logger;
}

/** What to do when it is time to stop; must settle, and may reject. */
export interface StopSteps {
  stop(): Promise<void>;
}

/**
 * Keeps the process running until a stop signal, then runs `stop` once and exits: with 0 after a
 * signal, with 1 after an uncaught error, a failed stop, or 10 s. Signals, an uncaught error and the end
 * of the IPC channel all tell it to: a supervisor that was killed with SIGKILL cannot stop its children,
 * but its end of the channel closes, so none outlives it. A second signal exits at once.
 *
 * Call it once, as soon as there is something to stop.
 */
export function runUntilStopped({ log }: StopDeps, { stop }: StopSteps): void {
  // A signal, an error and the end of the channel may all come; the steps run once.
  let stopping: Promise<void> | undefined;
  const closer = closeWithGrace(
    {
      delay: STOP_DEADLINE_MS,
      logger: false,
      skip: ['SIGINT', 'SIGTERM', 'SIGHUP'],
      onSecondError: (error) => log.fatal({ err: error }, 'failed while stopping'),
      onTimeout: (ms) => log.fatal({ ms }, 'did not stop in time, exits'),
    },
    async ({ err }) => {
      if (err !== undefined) log.fatal({ err }, 'uncaught error, stopping');
      stopping ??= stop();
      await stopping.catch((error: unknown) => {
        log.fatal({ err: error }, 'could not stop cleanly');
        throw error;
      });
      log.info('stopped');
    },
  );
  onStopSignals({
    first: (signal) => {
      log.info({ signal }, 'stopping');
      closer.close();
    },
    second: (signal) => {
      log.warn({ signal }, 'second signal, exits at once');
      process.exit(1);
    },
  });
  closeWithoutSupervisor(closer.close);
}

/** Does nothing in a process that was started without a supervisor. */
function closeWithoutSupervisor(close: () => void): void {
  if (process.send === undefined) return;
  // The supervisor may have died while this process was still starting.
  if (process.connected) process.once('disconnect', close);
  else close();
}

/** What a part of the gateway tells its supervisor once it serves. */
export interface ReadyMessage {
  readonly type: 'ready';
  readonly info: Readonly<Record<string, unknown>>;
}

/** Tells the supervisor that this part serves now; does nothing in a process without one. */
export function markReady(info: Readonly<Record<string, unknown>>): void {
  const message: ReadyMessage = { type: 'ready', info };
  if (process.connected) process.send?.(message);
}

/** What to do when this process receives a stop signal. */
export interface StopHandlers {
  first(signal: NodeJS.Signals): void;
  /** a second signal ends the process at once; called once */
  second(signal: NodeJS.Signals): void;
}

/** SIGHUP is a terminal that was closed: nobody is left to press Ctrl-C. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C under `npm start` arrives twice within milliseconds, from the terminal and from npm, which
 * passes it on. A person needs longer than this to press it again.
 */
const SAME_REQUEST_MS = 400;

/** Calls `first` at the first signal that asks to stop, `second` at a later one that is meant as one. */
export function onStopSignals({ first, second }: StopHandlers): void {
  let firstAt: number | undefined;
  let isImpatient = false;
  const handle = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      first(signal);
    } else if (!isImpatient && now - firstAt > SAME_REQUEST_MS) {
      isImpatient = true;
      second(signal);
    }
  };
  for (const signal of SIGNALS) process.on(signal, handle);
}

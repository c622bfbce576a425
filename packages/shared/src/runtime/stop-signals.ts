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

import { setTimeout as sleep } from 'node:timers/promises';
import { unlessLate } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import { StartError } from '../runtime/start-error.ts';
import type { QueueEngine, QueueProblem } from './engine-parts.ts';

const PATIENCE_MS = 2_000;
const POLL_MS = 50;
const SILENT: QueueProblem = { kind: 'away', message: 'it does not answer' };

/**
 * Refuses to start on a Redis that may throw jobs away, or cannot hold queues at all. One that does not answer within two seconds is
 * only worth a warning: orders are accepted without it and paid once it is back, and from then on
 * /health/ready tells about its policy.
 *
 * @throws {StartError} one line that says what to change
 */
export async function refuseUnsafeQueue(engine: QueueEngine, log: Logger): Promise<void> {
  const problem = await patientCheck(engine, PATIENCE_MS);
  if (problem === null) return;
  if (problem.kind === 'unsafe') throw new StartError(`cannot use this Redis: ${problem.message}`);
  log.warn(
    { reason: problem.message },
    'the queue does not answer yet: until it does the sweep processes the orders',
  );
}

/** What is wrong after `patienceMs` of asking again, for an engine that is still connecting; or null. */
export async function patientCheck(
  engine: QueueEngine,
  patienceMs: number,
): Promise<QueueProblem | null> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const leftMs = deadline - performance.now();
    const problem = await unlessLate(engine.check(), Math.max(leftMs, 1), SILENT);
    if (problem === null || problem.kind === 'unsafe' || leftMs <= 0) return problem;
    await sleep(POLL_MS);
  }
}

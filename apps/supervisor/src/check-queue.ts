import { openQueueEngine } from '@payserver/shared/queue/engine';
import { patientCheck } from '@payserver/shared/queue/start-check';
import type { Config } from '@payserver/shared/runtime/config';
import type { Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';

const PATIENCE_MS = 5_000;

/**
 * Makes sure that the Redis of REDIS_URL answers and never throws a job away. It gets a few seconds, to
 * connect and because it may be starting beside us. Does nothing when the queues are in PostgreSQL.
 *
 * @throws {StartError} one line that says what is wrong with it
 */
export async function checkQueue({ log }: { log: Logger }, config: Config): Promise<void> {
  if (config.REDIS_URL === '') return;
  const engine = openQueueEngine(config, log, 'check');
  try {
    const problem = await patientCheck(engine, PATIENCE_MS);
    if (problem === null) return;
    const { host } = new URL(config.REDIS_URL);
    throw new StartError(`cannot use the Redis ${host}: ${problem.message}`);
  } finally {
    await engine.close();
  }
}

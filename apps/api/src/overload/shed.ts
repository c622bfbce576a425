import { randomInt } from 'node:crypto';
import type { Refusal } from '@payserver/shared/domain/errors';
import type { FastifyBaseLogger } from 'fastify';

const MAX_RETRY_S = 3;
const LOG_EVERY_MS = 1_000;

let nextLogAt = 0;
let unlogged = 0;

/**
 * A refusal for a call that this process is too busy for; nothing was done. Callers are sent away for
 * one to three seconds, each for another time, or they would all come back at once. One log line a
 * second tells of it, because a line for each would be one more load.
 */
export function shed(log: FastifyBaseLogger, reason: string): Refusal {
  unlogged += 1;
  const now = performance.now();
  if (now >= nextLogAt) {
    log.warn({ reason, calls: unlogged }, 'overloaded: calls are refused');
    nextLogAt = now + LOG_EVERY_MS;
    unlogged = 0;
  }
  const retryAfterS = randomInt(1, MAX_RETRY_S + 1);
  return { code: 9503, message: 'the gateway is busy, nothing was done', retryAfterS };
}

import { withDeadline } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import { repeat } from '../runtime/repeat.ts';
import type { QueueEngine } from './engine-parts.ts';
import type { Producer } from './producer.ts';

/** What is known of a queue engine. */
export interface QueueWatch {
  /** Null when jobs can be queued, as far as a check without a write can say; otherwise the reason, without secrets. */
  problem(): Promise<string | null>;
  stop(): Promise<void>;
}

export interface WatchDeps {
  readonly engine: QueueEngine;
  readonly producer: Producer;
  readonly log: Logger;
}

const EVERY_MS = 5_000;
const ANSWER_MS = 5_000;

/**
 * Checks a queue engine every five seconds, which also finds out that the producer's connection is dead before a
 * payment does, and logs once when it is lost and once when it is back. Where a job could not be queued although all
 * seems well it writes, until a write works: traffic that turns away from a gateway that is not ready would never
 * prove it.
 */
export function watchQueue({ engine, producer, log }: WatchDeps): QueueWatch {
  let lostAt: number | null = null;
  let isStopped = false;
  const problem = async () => (await engine.check())?.message ?? producer.failure();
  const ask = async (): Promise<string | null> => {
    if (producer.failure() === null) return await problem();
    const found = (await engine.check()) ?? (await engine.tryToWrite());
    if (found === null) producer.forgive();
    return found?.message ?? null;
  };
  const work = async () => {
    const silence = `no answer in ${ANSWER_MS} ms`;
    const reason = await withDeadline(ask(), ANSWER_MS, silence).catch(() => silence);
    if (isStopped) return;
    if (reason !== null && lostAt === null) {
      lostAt = performance.now();
      log.warn({ reason }, 'the queue is lost: the sweep processes the orders');
    } else if (reason === null && lostAt !== null) {
      log.info({ lostForMs: Math.round(performance.now() - lostAt) }, 'the queue is back');
      lostAt = null;
    }
  };
  const repetition = repeat({ name: 'queue watch', everyMs: EVERY_MS, log, work });
  const stop = async () => {
    isStopped = true;
    // Nobody waits for an engine that hangs.
    void repetition.stop();
  };
  return { problem, stop };
}

import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { type Refusal, RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyBaseLogger } from 'fastify';
import type { App } from '../http/app.ts';

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

/** Share of the heap after which V8 spends its time on collecting garbage. */
const HEAP_SHARE = 0.85;
const WINDOW_MS = 500;
/** One late window is a pause: a start, a large collection, a process that was stopped for a moment. */
const LATE_WINDOWS = 2;
/** Nobody called in so many windows: nothing is measured until the next call. */
const QUIET_WINDOWS = 10;
const RESOLUTION_MS = 10;
const NS_PER_MS = 1_000_000;

/**
 * Refuses calls with 9503 while this process cannot keep up, whatever the reason: for a second its event
 * loop was late by more than `maxDelayMs` half of the time, or its heap is nearly full. It measures from a call on
 * until nobody has called for five seconds: a process at rest would wake a hundred times a second for nothing.
 *
 * Not done with `@fastify/under-pressure`: it takes one long pause, such as every start, for a load.
 *
 * @param maxDelayMs 0 turns the first of them off
 */
export function refuseUnderPressure(app: App, maxDelayMs: number): void {
  const gauge = createGauge(maxDelayMs);
  app.addHook('onClose', async () => gauge.stop());
  app.addHook('onRequest', async ({ log }) => {
    const problem = gauge.read();
    if (problem !== null) throw new RefusalError(shed(log, problem));
  });
}

function createGauge(maxDelayMs: number) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const maxHeap = getHeapStatistics().heap_size_limit * HEAP_SHARE;
  let timer: NodeJS.Timeout | undefined;
  let lateWindows = 0;
  let quietWindows = 0;
  let isFull = false;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    delays.disable();
    delays.reset();
    lateWindows = 0;
  };
  const weigh = () => {
    isFull = process.memoryUsage().heapUsed > maxHeap;
  };
  const measure = () => {
    const delayMs = delays.count === 0 ? 0 : delays.percentile(50) / NS_PER_MS - RESOLUTION_MS;
    delays.reset();
    lateWindows = maxDelayMs > 0 && delayMs > maxDelayMs ? lateWindows + 1 : 0;
    weigh();
    quietWindows += 1;
    if (quietWindows > QUIET_WINDOWS) stop();
  };
  const start = () => {
    weigh();
    delays.enable();
    timer = setInterval(measure, WINDOW_MS).unref();
  };
  return {
    stop,
    /** Why a call is refused, or null; tells it that there was a call. */
    read(): string | null {
      quietWindows = 0;
      if (timer === undefined) start();
      if (lateWindows >= LATE_WINDOWS) return 'the event loop is late';
      return isFull ? 'the heap is nearly full' : null;
    },
  };
}

/** Requests of one connection that are not answered yet. No client that we know of has more than one. */
const MOST_PIPELINED = 8;

/**
 * Refuses a request with 9503, and ends its connection, when the one that it came on has eight already that are
 * not answered. Node begins every request of the bytes that it has read at once and keeps the answers in their
 * order: a thousand small requests whose answers nobody reads would take the room of a thousand answers.
 */
export function boundPipelines(app: App): void {
  const open = new WeakMap<Socket, number>();
  app.addHook('onRequest', async ({ raw, log }, reply) => {
    const { socket } = raw;
    const count = open.get(socket) ?? 0;
    if (count >= MOST_PIPELINED) {
      void reply.header('connection', 'close');
      throw new RefusalError(shed(log, 'too many requests at once on one connection'));
    }
    open.set(socket, count + 1);
    reply.raw.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1));
  });
}

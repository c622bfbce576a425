import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { App } from '../http/app.ts';
import { shed } from './shed.ts';

/** Share of the heap after which V8 spends its time on collecting garbage. */
const HEAP_SHARE = 0.85;
const WINDOW_MS = 500;
/** One late window is a pause: a start, a large collection, a process that was stopped for a moment. */
const LATE_WINDOWS = 2;
const RESOLUTION_MS = 10;
const NS_PER_MS = 1_000_000;

/**
 * Refuses calls with 9503 while this process cannot keep up, whatever the reason: for a second its event
 * loop was late by more than `maxDelayMs` half of the time, or its heap is nearly full.
 *
 * Not done with `@fastify/under-pressure`: it takes one long pause, such as every start, for a load.
 *
 * @param maxDelayMs 0 turns the first of them off
 */
export function refuseUnderPressure(app: App, maxDelayMs: number): void {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const maxHeap = getHeapStatistics().heap_size_limit * HEAP_SHARE;
  let lateWindows = 0;
  let isFull = false;
  const measure = () => {
    const delayMs = delays.count === 0 ? 0 : delays.percentile(50) / NS_PER_MS - RESOLUTION_MS;
    delays.reset();
    lateWindows = maxDelayMs > 0 && delayMs > maxDelayMs ? lateWindows + 1 : 0;
    isFull = process.memoryUsage().heapUsed > maxHeap;
  };
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onListen', async () => {
    delays.enable();
    timer = setInterval(measure, WINDOW_MS).unref();
  });
  app.addHook('onClose', async () => {
    clearInterval(timer);
    delays.disable();
  });
  app.addHook('onRequest', async ({ log }) => {
    if (lateWindows >= LATE_WINDOWS) throw new RefusalError(shed(log, 'the event loop is late'));
    if (isFull) throw new RefusalError(shed(log, 'the heap is nearly full'));
  });
}

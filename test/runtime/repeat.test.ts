import { createLogger } from '@payserver/shared/runtime/logger';
import { onDemand, repeat } from '@payserver/shared/runtime/repeat';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const EVERY_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work whose runs end when the test says so. */
function manualWork() {
  const ends: ((error?: Error) => void)[] = [];
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    const failure = await new Promise<Error | undefined>((resolve) => {
      ends.push(resolve);
    });
    running -= 1;
    if (failure !== undefined) throw failure;
  };
  const end = async (error?: Error) => {
    ends.at(-1)?.(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { work, end, started: () => ends.length, mostAtOnce: () => most };
}

function start(work: () => Promise<unknown>) {
  const log = createLogger('test', 'silent');
  const warn = vi.spyOn(log, 'warn');
  return { warn, repetition: repeat({ name: 'sweep', everyMs: EVERY_MS, log, work }) };
}

describe('work on demand', () => {
  test('runs when it is asked for, once at a time, also after a failure, and not after its stop', async () => {
    const manual = manualWork();
    const log = createLogger('test', 'silent');
    const warn = vi.spyOn(log, 'warn');
    const repetition = onDemand({ name: 'sweep', log, work: manual.work });
    expect(manual.started()).toBe(0);
    repetition.soon();
    repetition.soon();
    await manual.end(new Error('database unavailable'));
    expect(warn).toHaveBeenCalledTimes(1);
    expect(manual.started()).toBe(1);
    repetition.soon();
    expect(manual.started()).toBe(2);
    const stopped = repetition.stop();
    await manual.end();
    await stopped;
    repetition.soon();
    expect(manual.started()).toBe(2);
  });

  test('runs again after an error thrown before its first await', async () => {
    let runs = 0;
    const log = createLogger('test', 'silent');
    const work = () => {
      runs += 1;
      throw new Error('at once');
    };
    const repetition = onDemand({ name: 'sweep', log, work });
    repetition.soon();
    repetition.soon();
    expect(runs).toBe(2);
    await repetition.stop();
  });
});

describe('repeated work', () => {
  test('runs at once, and again only its interval after the end of each run', async () => {
    const manual = manualWork();
    const { repetition } = start(manual.work);
    expect(manual.started()).toBe(1);

    for (const [runs, tookMs] of [10, 5_000, 0].entries()) {
      await vi.advanceTimersByTimeAsync(tookMs);
      expect(manual.started()).toBe(runs + 1);
      await manual.end();
      await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
      expect(manual.started()).toBe(runs + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(manual.started()).toBe(runs + 2);
    }
    expect(manual.mostAtOnce()).toBe(1);
    const stopped = repetition.stop();
    await manual.end();
    await stopped;
  });

  test('goes on after an error, which is logged with its cause', async () => {
    const manual = manualWork();
    const { repetition, warn } = start(manual.work);
    const error = new Error('database unavailable');
    await manual.end(error);
    expect(warn).toHaveBeenCalledExactlyOnceWith({ err: error }, expect.stringContaining('sweep'));
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(manual.started()).toBe(2);
    const stopped = repetition.stop();
    await manual.end(error);
    await expect(stopped).resolves.toBeUndefined();
  });

  test('goes on after an error thrown before its first await', async () => {
    let runs = 0;
    const { repetition, warn } = start(() => {
      runs += 1;
      throw new Error('at once');
    });
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(runs).toBe(3);
    expect(warn).toHaveBeenCalledTimes(3);
    await repetition.stop();
  });

  test('stopped during a run ends with that run, and never starts another', async () => {
    const manual = manualWork();
    const { repetition } = start(manual.work);
    let isStopped = false;
    const stopped = repetition.stop().then(() => {
      isStopped = true;
    });
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(isStopped).toBe(false);
    await manual.end();
    await stopped;
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(manual.started()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stopped between two runs never starts another, also when it is stopped twice', async () => {
    const manual = manualWork();
    const { repetition } = start(manual.work);
    await manual.end();
    await Promise.all([repetition.stop(), repetition.stop()]);
    await vi.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(manual.started()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('runs at once when it is asked to, and keeps its interval from then on', async () => {
    const manual = manualWork();
    const { repetition } = start(manual.work);
    await manual.end();
    await vi.advanceTimersByTimeAsync(EVERY_MS / 2);
    repetition.soon();
    expect(manual.started()).toBe(2);
    await manual.end();
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(manual.started()).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(manual.started()).toBe(3);
    const stopped = repetition.stop();
    await manual.end();
    await stopped;
    repetition.soon();
    expect(manual.started()).toBe(3);
  });

  test('asked during a run, however often, runs once more right after it', async () => {
    const manual = manualWork();
    const { repetition } = start(manual.work);
    for (let times = 0; times < 3; times += 1) repetition.soon();
    expect(manual.started()).toBe(1);
    await manual.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(manual.started()).toBe(2);
    expect(manual.mostAtOnce()).toBe(1);
    await manual.end();
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(manual.started()).toBe(2);
    await repetition.stop();
  });
});

import { oneAtATime } from '@payserver/shared/runtime/one-at-a-time';
import { expect, test } from 'vitest';

/** Work that ends when it is let go, and how often it began. */
function heldWork() {
  const held: PromiseWithResolvers<void>[] = [];
  const work = oneAtATime(async () => {
    const run = withResolvers();
    held.push(run);
    await run.promise;
  });
  return { work, held };
}

interface PromiseWithResolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function withResolvers(): PromiseWithResolvers<void> {
  let resolve = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

test('who asks during a run waits for one more run, however many ask', async () => {
  const { work, held } = heldWork();
  const first = work();
  const [second, third] = [work(), work()];
  expect(held).toHaveLength(1);
  held[0]?.resolve();
  await held[0]?.promise;
  await Promise.resolve();
  expect(held).toHaveLength(2);
  held[1]?.resolve();
  await Promise.all([first, second, third]);
  expect(held).toHaveLength(2);
});

test('a run that fails rejects for those who wait for it, and the next one is made', async () => {
  const { work, held } = heldWork();
  const failing = work();
  held[0]?.reject(new Error('away'));
  await expect(failing).rejects.toThrow('away');
  const next = work();
  held[1]?.resolve();
  await next;
});

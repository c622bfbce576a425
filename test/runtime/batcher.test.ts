import { createBatcher } from '@payserver/shared/runtime/batcher';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.useRealTimers();
});

interface Item {
  readonly key: string;
  readonly isPoison?: boolean;
}

const POISON = new Error('poison');

/** A batcher that notes what it was asked to do at once. */
function noting(options: { mayShare?: boolean; failsWholeBatch?: boolean } = {}) {
  const groups: string[][] = [];
  const group = createBatcher<Item, string>({
    keyOf: ({ key }) => key,
    mayShare: options.mayShare ?? false,
    run: async (items) => {
      groups.push(items.map(({ key }) => key));
      if (items.some(({ isPoison }) => isPoison)) throw POISON;
      return new Map(items.flatMap(({ key }) => (key === 'none' ? [] : [[key, `did ${key}`]])));
    },
    failsWholeBatch: () => options.failsWholeBatch ?? false,
  });
  return { groups, group };
}

test('what is asked in one moment is done at once, and each has its own answer', async () => {
  const { groups, group } = noting();
  const answers = await Promise.all(['a', 'none', 'c'].map((key) => group({ key })));
  expect(answers).toEqual(['did a', undefined, 'did c']);
  expect(groups).toEqual([['a', 'none', 'c']]);
});

test('one that cannot be done fails alone', async () => {
  const { groups, group } = noting();
  const items: Item[] = [{ key: 'a' }, { key: 'b', isPoison: true }, { key: 'c' }];
  const outcomes = await Promise.allSettled(items.map(group));
  expect(outcomes).toEqual([
    { status: 'fulfilled', value: 'did a' },
    { status: 'rejected', reason: POISON },
    { status: 'fulfilled', value: 'did c' },
  ]);
  expect(groups).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
});

test("an error that is everybody's is not tried again for each", async () => {
  const { groups, group } = noting({ failsWholeBatch: true });
  const items: Item[] = [{ key: 'a' }, { key: 'b', isPoison: true }];
  const outcomes = await Promise.allSettled(items.map(group));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(groups).toEqual([['a', 'b']]);
});

test('two changes of the same thing are never done beside each other', async () => {
  const { groups, group } = noting();
  await Promise.all(['a', 'a', 'b'].map((key) => group({ key })));
  expect(groups).toEqual([['a', 'b'], ['a']]);
});

test('two that only read the same thing share the answer', async () => {
  const { groups, group } = noting({ mayShare: true });
  const answers = await Promise.all(['a', 'a'].map((key) => group({ key })));
  expect(answers).toEqual(['did a', 'did a']);
  expect(groups).toEqual([['a']]);
});

test('a group holds at most a hundred', async () => {
  const { groups, group } = noting();
  await Promise.all(Array.from({ length: 250 }, (_, no) => group({ key: String(no) })));
  expect(groups.map(({ length }) => length)).toEqual([100, 100, 50]);
});

test('what is asked while a group runs is done together when it ends', async () => {
  const groups: string[][] = [];
  let end = () => {};
  const group = createBatcher<Item, string>({
    keyOf: ({ key }) => key,
    mayShare: false,
    run: async (items) => {
      groups.push(items.map(({ key }) => key));
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      return new Map();
    },
    failsWholeBatch: () => false,
  });
  const first = group({ key: 'a' });
  await vi.waitFor(() => expect(groups).toHaveLength(1));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const second = [group({ key: 'b' }), group({ key: 'c' })];
  end();
  await first;
  await Promise.resolve();
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  end();
  await Promise.all(second);
});

test('a group that hangs holds up the next one for a moment only', async () => {
  const groups: string[][] = [];
  const group = createBatcher<Item, string>({
    keyOf: ({ key }) => key,
    mayShare: false,
    run: async (items) => {
      groups.push(items.map(({ key }) => key));
      if (groups.length === 1) await new Promise(() => {});
      return new Map(items.map(({ key }) => [key, `did ${key}`]));
    },
    failsWholeBatch: () => false,
  });
  void group({ key: 'a' });
  await vi.waitFor(() => expect(groups).toHaveLength(1));
  await expect(group({ key: 'b' })).resolves.toBe('did b');
});

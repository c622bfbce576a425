import {
  createInbox,
  createMemorySequences,
  judge,
  type Notification,
} from '@payserver/client/receiver';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const event = (order: string | null, sequence: number | null, id = `evt_${order}_${sequence}`) =>
  ({
    ...{ id, type: 'payment.succeeded', timestamp: '', isReplay: false },
    ...{ order, sequence, data: {} },
  }) satisfies Notification;

test.each([
  [null, 'new'],
  [1, 'new'],
  [2, 'repeat'],
  [3, 'outdated'],
] as const)('sequence 2 after %s is %s', (last, verdict) => {
  expect(judge({ sequence: 2 }, last)).toBe(verdict);
});

test('whatever comes, in whatever order and however often, at once: each order only moves forward, to its end', async () => {
  const messages = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(9)), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(messages, async (list) => {
      const inbox = createInbox();
      const acted = new Map<string, number[]>();
      const act = (order: string, sequence: number) => async () => {
        await Promise.resolve();
        acted.set(order, [...(acted.get(order) ?? []), sequence]);
      };
      const takes = list.map(([order, no]) => inbox.take(event(order, no), act(order, no)));
      await Promise.all(takes);
      for (const [order, sequences] of acted) {
        expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
        const all = list.filter(([one]) => one === order).map(([, no]) => no);
        expect(sequences.at(-1)).toBe(Math.max(...all));
      }
    }),
    { numRuns: 200 },
  );
});

test('what fails is not remembered: the next try acts, also one that waited meanwhile', async () => {
  const inbox = createInbox();
  let acts = 0;
  const fail = () => {
    acts += 1;
    throw new Error('no stock');
  };
  const first = inbox.take(event('a', 1), fail);
  const second = inbox.take(event('a', 1), () => void (acts += 1));
  await expect(first).rejects.toThrow('no stock');
  expect([await second, acts]).toEqual(['new', 2]);
  expect(await inbox.take(event('a', 1), fail)).toBe('repeat');
});

test('what is about no order comes once by its id', async () => {
  const inbox = createInbox();
  const verdicts = [];
  for (const id of ['evt_1', 'evt_2', 'evt_1']) {
    verdicts.push(await inbox.take(event(null, null, id), () => {}));
  }
  expect(verdicts).toEqual(['new', 'new', 'repeat']);
});

test('the memory holds as many orders as it should, those written last', async () => {
  const store = createMemorySequences(2);
  for (const order of ['a', 'b', 'a', 'c']) await store.write(order, 1);
  expect([await store.read('a'), await store.read('b'), await store.read('c')]).toEqual([
    ...[1, null, 1],
  ]);
});

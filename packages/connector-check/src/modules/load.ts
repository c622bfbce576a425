import type { Module } from '../module.ts';
import { must, nameOf } from '../scene.ts';

/** @returns what so large a part of them does not exceed */
function quantile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
}

/** How it bears load. */
export const LOAD_MODULES: readonly Module[] = [
  {
    id: 'load.parallel',
    about:
      'As many calls at once as the template allows are answered within half of timeoutMs, and all are paid.',
    why: 'At noon, when all tills pay at once, payments stay open.',
    weight: 'should',
    run: async (scene) => {
      const { maxConcurrency, timeoutMs } = scene.target;
      const pays = Array.from({ length: maxConcurrency }, () => scene.newPay());
      const replies = await Promise.all(pays.map(async (pay) => await scene.send(pay)));
      const times = replies.map(({ answer }) => answer.ms);
      const ends = await Promise.all(
        pays.map(async (pay, at) => await scene.settled(pay, replies[at])),
      );
      const other = ends.find(({ kind }) => kind !== 'succeeded');
      must(other === undefined, `one ended as ${other && nameOf(other)}`);
      const p99 = quantile(times, 0.99);
      must(p99 < timeoutMs / 2, `99 of 100 are answered within ${p99} ms only`);
    },
  },
];

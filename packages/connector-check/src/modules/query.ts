import { setTimeout as sleep } from 'node:timers/promises';
import { type Module, needs } from '../module.ts';
import { must, nameOf } from '../scene.ts';
import { mustFail, mustSucceed, paid } from './evidence.ts';

const PEEKS = 50;
const PEEK_MS = 20;

/** What a query must tell. */
export const QUERY_MODULES: readonly Module[] = [
  {
    id: 'query.paid',
    about: 'A payment that succeeded is `success`, again and again.',
    why: 'The answer was lost, the money is there, and the till never learns of it.',
    weight: 'money',
    skip: needs('queryUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      must((await scene.carriedOut(pay)).kind === 'succeeded', 'the payment did not succeed');
      for (const time of ['first', 'again']) {
        const asked = (await scene.query(pay)).outcome;
        must(asked.kind === 'succeeded', `${time} it is ${nameOf(asked)}`);
      }
    },
  },
  {
    id: 'query.neverSeen',
    about:
      'A number that never came is `notFound`, a payment’s and a refund’s, and can be paid after it.',
    why: 'A payment that never arrived counts as paid, or can never be paid.',
    weight: 'money',
    skip: needs('queryUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      for (const order of [pay, scene.newRefund(pay, 1)]) {
        const asked = (await scene.query(order)).outcome;
        must(asked.kind === 'notFound', `${order.tractionNo} is ${nameOf(asked)}`);
      }
      mustSucceed('sent after it, the payment', await scene.carriedOut(pay));
    },
  },
  {
    id: 'query.refund',
    about: 'A refund’s number is answered with what became of the refund.',
    why: 'A refund that was declined counts as done, or one that was done is done again.',
    weight: 'money',
    skip: needs('queryUrl', 'refundUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      const done = scene.newRefund(pay, pay.amount);
      mustSucceed('the refund', await scene.carriedOut(done));
      const tooMuch = scene.newRefund(pay, 1);
      mustFail('a fen more', await scene.carriedOut(tooMuch));
      mustSucceed('asked about, the refund', (await scene.query(done)).outcome);
      mustFail('asked about, the refused one', (await scene.query(tooMuch)).outcome);
    },
  },
  {
    id: 'query.consistent',
    about: `Asked ${PEEKS} times while it runs, it never takes back what it has said for certain.`,
    why: 'The till says "failed" or "paid", and the money does the other.',
    weight: 'money',
    skip: needs('queryUrl', 'running'),
    run: async (scene) => {
      const pay = scene.newPay(scene.target.samples.running ?? undefined);
      const first = (await scene.send(pay)).outcome;
      must(first.kind !== 'failed', `it is ${nameOf(first)}`);
      let certain: string | null = first.kind === 'succeeded' ? first.kind : null;
      for (let peek = 0; peek < PEEKS; peek += 1) {
        const asked = (await scene.query(pay)).outcome;
        must(asked.kind !== 'notFound', 'a payment that it has is `notFound`');
        must(certain === null || asked.kind === certain, `after ${certain} it is ${nameOf(asked)}`);
        if (asked.kind === 'succeeded' || asked.kind === 'failed') certain = asked.kind;
        await sleep(PEEK_MS);
      }
      const end = await scene.settled(pay);
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
    },
  },
];

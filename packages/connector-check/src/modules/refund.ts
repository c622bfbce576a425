import { type Module, needs } from '../module.ts';
import type { Order } from '../orders.ts';
import { must, type Scene } from '../scene.ts';
import { mustBeDoneOnce, mustFail, mustSucceed, paid } from './evidence.ts';

const PARTS = 10;
const AT_ONCE = 20;
const TWICE = 'The shop gives the same money back twice.';

const half = (pay: Order) => Math.floor(pay.amount / 2);

/** Of a payment of which only one half was refunded, however often: the other half is left, and not a fen more. */
async function mustHaveRest(scene: Scene, pay: Order): Promise<void> {
  const rest = await scene.carriedOut(scene.newRefund(pay, pay.amount - half(pay)));
  mustSucceed('the other half', rest);
  mustFail('a fen more', await scene.carriedOut(scene.newRefund(pay, 1)));
}

/** What a refund must do. */
export const REFUND_MODULES: readonly Module[] = [
  {
    id: 'refund.part',
    about: 'A payment is given back in parts, up to its amount and not a fen more.',
    why: 'The shop gives back more than it was paid, or cannot give back one of two things.',
    weight: 'money',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      mustSucceed('the first part', await scene.carriedOut(scene.newRefund(pay, half(pay))));
      await mustHaveRest(scene, pay);
    },
  },
  {
    id: 'refund.tooMuch',
    about: 'A refund above its payment is `failed`, and leaves what can be refunded as it was.',
    why: 'The shop gives back more than it was paid.',
    weight: 'money',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      mustFail('one above it', await scene.carriedOut(scene.newRefund(pay, pay.amount + 1)));
      mustSucceed('all of it', await scene.carriedOut(scene.newRefund(pay, pay.amount)));
    },
  },
  {
    id: 'refund.repeat',
    about: 'The same refund number sent again gives nothing back again.',
    why: TWICE,
    weight: 'money',
    skip: needs('refundUrl', 'repeats'),
    run: async (scene) => {
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, half(pay));
      const ends = [
        await scene.carriedOut(refund),
        await scene.carriedOut(refund),
        await scene.carriedOut(refund),
      ];
      for (const [at, end] of ends.entries()) mustSucceed(`sent ${at + 1} times, it`, end);
      mustBeDoneOnce(ends);
      await mustHaveRest(scene, pay);
    },
  },
  {
    id: 'refund.repeatParallel',
    about: `The same refund number sent ${AT_ONCE} times at once gives back once.`,
    why: TWICE,
    weight: 'money',
    skip: needs('refundUrl', 'repeats'),
    run: async (scene) => {
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, half(pay));
      const sending = Array.from({ length: AT_ONCE }, async () => await scene.carriedOut(refund));
      const ends = await Promise.all(sending);
      for (const end of ends) mustSucceed('one of them', end);
      mustBeDoneOnce(ends);
      await mustHaveRest(scene, pay);
    },
  },
  {
    id: 'refund.lostAnswer',
    about: 'When its answer is lost, the query tells of it, and a repeat gives nothing back again.',
    why: TWICE,
    weight: 'money',
    skip: needs('refundUrl', 'repeats', 'queryUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, half(pay));
      await scene.send(refund, { cut: true });
      const asked = await scene.settled(refund);
      const again = await scene.carriedOut(refund);
      mustSucceed('asked about, it', asked);
      mustSucceed('repeated, it', again);
      mustBeDoneOnce([asked, again]);
      await mustHaveRest(scene, pay);
    },
  },
  {
    id: 'refund.otherAmount',
    about: 'Another amount under the same refund number gives nothing back again.',
    why: TWICE,
    weight: 'money',
    skip: needs('refundUrl', 'repeats'),
    run: async (scene) => {
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, half(pay));
      mustSucceed('the first', await scene.carriedOut(refund));
      const amount = refund.amount - 1;
      await scene.send({ ...refund, amount, body: { ...refund.body, refundAmount: amount } });
      await mustHaveRest(scene, pay);
    },
  },
  {
    id: 'refund.parallel',
    about: `${PARTS} refunds of a fifth at once give back no more than the payment.`,
    why: 'Two tills that refund the same payment give back more than was paid.',
    weight: 'money',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      const part = Math.floor(pay.amount / 5);
      const refunds = Array.from({ length: PARTS }, () => scene.newRefund(pay, part));
      const ends = await Promise.all(refunds.map(async (refund) => await scene.carriedOut(refund)));
      const given = ends.filter(({ kind }) => kind === 'succeeded').length * part;
      must(given <= pay.amount, `${given} fen of ${pay.amount} were given back`);
      must(pay.amount - given < part, `only ${given} fen of ${pay.amount} could be given back`);
    },
  },
  {
    id: 'refund.unpaid',
    about: 'A payment that is not there, was declined or cancelled is not refunded.',
    why: 'The shop gives money that it never got.',
    weight: 'money',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const { samples, cancelUrl } = scene.target;
      const never = scene.newPay();
      mustFail('a refund of an unknown payment', await scene.carriedOut(scene.newRefund(never, 1)));
      if (samples.declined !== null) {
        const declined = scene.newPay(samples.declined);
        await scene.carriedOut(declined);
        mustFail('one of a declined payment', await scene.carriedOut(scene.newRefund(declined, 1)));
      }
      if (samples.waiting === null || cancelUrl === null) return;
      const calledOff = scene.newPay(samples.waiting);
      await scene.send(calledOff);
      await scene.cancel(calledOff);
      mustFail('one of a cancelled payment', await scene.carriedOut(scene.newRefund(calledOff, 1)));
    },
  },
  {
    id: 'refund.cancelFlag',
    about: 'With `isCancel` 1 the whole payment is called off.',
    why: 'A sale that was rung up by mistake cannot be undone.',
    weight: 'should',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const pay = await paid(scene);
      mustSucceed('it', await scene.carriedOut(scene.newRefund(pay, pay.amount, 1)));
    },
  },
];

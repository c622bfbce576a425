import type { ConnectorOutcome } from '@payserver/shared/domain/connector-outcome';
import { type Module, needs } from '../module.ts';
import type { Order } from '../orders.ts';
import { must, nameOf, type Scene } from '../scene.ts';
import { mustBeDoneOnce } from './evidence.ts';

const AT_ONCE = 20;
const WHY = 'The gateway repeats what was not answered: the customer pays twice.';

async function repeated(scene: Scene, pay: Order): Promise<ConnectorOutcome> {
  return await scene.settled(pay, await scene.send(pay));
}

/** A connector that charges twice for one number is the worst there is. */
export const IDEMPOTENCY_MODULES: readonly Module[] = [
  {
    id: 'idem.sequential',
    about: 'The same number sent three times is one charge, and answered alike.',
    why: WHY,
    weight: 'money',
    skip: needs('repeats'),
    run: async (scene) => {
      const pay = scene.newPay();
      const ends = [
        await scene.carriedOut(pay),
        await repeated(scene, pay),
        await repeated(scene, pay),
      ];
      const other = ends.find(({ kind }) => kind !== 'succeeded');
      must(other === undefined, `a repeat ended as ${other && nameOf(other)}`);
      mustBeDoneOnce(ends);
    },
  },
  {
    id: 'idem.parallel',
    about: `The same number sent ${AT_ONCE} times at once is one charge.`,
    why: WHY,
    weight: 'money',
    skip: needs('repeats'),
    run: async (scene) => {
      const pay = scene.newPay();
      const replies = await Promise.all(
        Array.from({ length: AT_ONCE }, async () => await scene.send(pay)),
      );
      const failed = replies.find(({ outcome }) => outcome.kind === 'failed');
      must(failed === undefined, `one was answered ${failed && nameOf(failed.outcome)}`);
      const end = await scene.settled(pay);
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
      mustBeDoneOnce([...replies.map(({ outcome }) => outcome), end]);
    },
  },
  {
    id: 'idem.lostAnswer',
    about: 'When its answer is lost, the query tells what happened, and a repeat charges nothing.',
    why: 'A network that breaks at the wrong moment loses a payment, or takes it twice.',
    weight: 'money',
    skip: needs('repeats', 'queryUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      await scene.send(pay, { cut: true });
      const asked = await scene.settled(pay);
      must(asked.kind === 'succeeded', `asked about, it is ${nameOf(asked)}`);
      const again = await repeated(scene, pay);
      must(again.kind === 'succeeded', `repeated, it is ${nameOf(again)}`);
      mustBeDoneOnce([asked, again]);
    },
  },
  {
    id: 'idem.otherAmount',
    about: 'Another amount under the same number is no second charge: what was first stands.',
    why: 'A fault of a till becomes a second charge of the customer.',
    weight: 'money',
    skip: needs('repeats', 'queryUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      const first = await scene.carriedOut(pay);
      const amount = pay.amount + 1;
      const other = { ...pay, amount, body: { ...pay.body, payAmount: amount } };
      const second = (await scene.send(other)).outcome;
      const asked = (await scene.query(pay)).outcome;
      must(asked.kind === 'succeeded', `asked about, the first is ${nameOf(asked)}`);
      mustBeDoneOnce([first, second, asked]);
    },
  },
];

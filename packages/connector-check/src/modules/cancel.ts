import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorOutcome } from '@payserver/shared/domain/connector-outcome';
import { type Module, needs } from '../module.ts';
import type { Order } from '../orders.ts';
import { must, nameOf, type Scene } from '../scene.ts';
import { mustBeWithoutMoney, mustDecline, mustTellNoSuccess } from './evidence.ts';

const RACES = 20;
/** Of all races together, the time that a running payment takes times this: some before, some after. */
const SPREAD = 1.25;
/** How much later each of the cancellations that overtake a POST is sent, ms. */
const OVERTAKE_MS = 3;
/** Whoever goes on with a payment that it has cancelled has done so by then. */
const LATER_MS = 1_000;
const WHY = 'The sale was called off, and the customer’s money is taken all the same.';

const isClosed = ({ kind }: ConnectorOutcome) => kind === 'succeeded' || kind === 'notFound';

/** Cancels until it is answered for certain, as the gateway does. */
async function cancelled(scene: Scene, pay: Order): Promise<ConnectorOutcome> {
  const deadline = performance.now() + scene.target.settleMs;
  for (;;) {
    const { outcome } = await scene.cancel(pay);
    if (isClosed(outcome) || outcome.kind === 'failed') return outcome;
    must(performance.now() < deadline, `cancelling it is still ${nameOf(outcome)}`);
    await sleep(200);
  }
}

/** Cancels what can only be closed. */
export async function closed(scene: Scene, pay: Order): Promise<void> {
  const said = await cancelled(scene, pay);
  must(isClosed(said), `cancelled, it is ${nameOf(said)}`);
}

/** What a cancellation must mean. */
export const CANCEL_MODULES: readonly Module[] = [
  {
    id: 'cancel.unpaid',
    about:
      'A payment that still waits is closed, twice alike, never paid afterwards, and no notice says so.',
    why: WHY,
    weight: 'money',
    skip: needs('cancelUrl', 'waiting'),
    run: async (scene) => {
      const pay = scene.newPay(scene.target.samples.waiting ?? undefined);
      const { outcome } = await scene.send(pay);
      must(outcome.kind === 'running', `it waits for nothing: ${nameOf(outcome)}`);
      await closed(scene, pay);
      await closed(scene, pay);
      if (scene.target.profile === 'once') await mustBeWithoutMoney(scene, pay);
      else await mustDecline(scene, pay);
      await mustTellNoSuccess(scene, pay);
    },
  },
  {
    id: 'cancel.paid',
    about:
      'A payment that is paid is `failed` to cancel and stays paid, or its money is given back, once.',
    why: 'The till says that nothing was paid, and the money is gone.',
    weight: 'money',
    skip: needs('cancelUrl', 'queryUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      must((await scene.carriedOut(pay)).kind === 'succeeded', 'the payment did not succeed');
      const said = await cancelled(scene, pay);
      const asked = (await scene.query(pay)).outcome;
      const agrees = said.kind === 'failed' ? asked.kind === 'succeeded' : asked.kind === 'failed';
      must(said.kind !== 'notFound', 'it says that it never came');
      must(agrees, `cancelling said ${nameOf(said)}, and asked about it is ${nameOf(asked)}`);
      if (said.kind !== 'succeeded' || scene.target.refundUrl === null) return;
      const refund = await scene.carriedOut(scene.newRefund(pay, 1));
      must(refund.kind === 'failed', `given back, and a refund of it is ${nameOf(refund)}`);
    },
  },
  {
    id: 'cancel.thenPay',
    about: 'A number that is cancelled before it came is declined when it comes.',
    why: 'The POST was slower than the cancellation: the sale was called off, and the money is taken.',
    weight: 'money',
    skip: needs('cancelUrl'),
    run: async (scene) => {
      const pay = scene.newPay();
      await closed(scene, pay);
      await mustDecline(scene, pay);
    },
  },
  {
    id: 'cancel.during',
    about: `Of ${RACES} cancellations that meet their POST each wins, or is \`failed\`: never both.`,
    why: WHY,
    weight: 'money',
    skip: needs('cancelUrl', 'queryUrl'),
    run: async (scene) => {
      for (let race = 0; race < RACES; race += 1) {
        const pay = scene.newPay();
        const sending = scene.send(pay);
        await sleep((race % 10) * OVERTAKE_MS);
        const said = await cancelled(scene, pay);
        await mustAgree(scene, pay, { said, posted: (await sending).outcome });
      }
    },
  },
  {
    id: 'cancel.race',
    about: `In ${RACES} races of the money with the cancellation, its answer and the query agree.`,
    why: WHY,
    weight: 'money',
    skip: needs('cancelUrl', 'queryUrl', 'running'),
    run: async (scene) => {
      const sample = scene.target.samples.running ?? undefined;
      const startedAt = performance.now();
      await scene.carriedOut(scene.newPay(sample));
      const takesMs = performance.now() - startedAt;
      const races = Array.from(
        { length: RACES },
        async (_, race) => await runRace(scene, (race * takesMs * SPREAD) / RACES),
      );
      const calledOff = (await Promise.all(races)).filter((pay) => pay !== null);
      // Where the money won them all: a few more, one by one and without a wait.
      for (let race = 0; race < RACES && calledOff.length === 0; race += 1) {
        const pay = await runRace(scene, 0);
        if (pay !== null) calledOff.push(pay);
      }
      await sleep(takesMs + LATER_MS);
      for (const pay of calledOff) await mustBeWithoutMoney(scene, pay);
    },
  },
];

/** @returns the payment where the cancellation won; null: the money did */
async function runRace(scene: Scene, waitMs: number): Promise<Order | null> {
  const pay = scene.newPay(scene.target.samples.running ?? undefined);
  const posted = (await scene.send(pay)).outcome;
  await sleep(waitMs);
  const said = await cancelled(scene, pay);
  await mustAgree(scene, pay, { said, posted });
  return said.kind === 'failed' ? null : pay;
}

async function mustAgree(
  scene: Scene,
  pay: Order,
  { said, posted }: { readonly said: ConnectorOutcome; readonly posted: ConnectorOutcome },
): Promise<void> {
  const end = said.kind === 'failed' ? await scene.settled(pay) : (await scene.query(pay)).outcome;
  if (said.kind === 'failed') {
    must(end.kind === 'succeeded', `it could not be cancelled, and is ${nameOf(end)}`);
    return;
  }
  const isWithout = end.kind === 'failed' || end.kind === 'notFound';
  must(
    isWithout,
    `cancelled (${said.kind}), and asked about it is ${nameOf(end)}; its POST said ${posted.kind}`,
  );
}

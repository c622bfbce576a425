import { exec } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ConnectorOutcome } from '@payserver/shared/domain/connector-outcome';
import { type Module, needs } from '../module.ts';
import type { Order } from '../orders.ts';
import { isFinal, must, nameOf, POLL_MS, type Scene } from '../scene.ts';
import { closed } from './cancel.ts';
import { mustBeDoneOnce, mustDecline, mustFail, mustSucceed, paid } from './evidence.ts';

const START_MS = 60_000;
const MIDWAY = 20;

/** Runs the command and waits until it answers again. */
async function restart(scene: Scene): Promise<void> {
  await promisify(exec)(scene.target.restartCommand ?? '', { timeout: START_MS });
  const deadline = performance.now() + START_MS;
  while ((await scene.query(scene.newPay())).answer.status === null) {
    must(performance.now() < deadline, 'it does not answer after its restart');
    await sleep(100);
  }
}

/**
 * Queries, and posts again whenever it is not found, as the gateway does: what was taken on and not sent when it was
 * killed may be running for a moment after its start, and not found later.
 */
async function pursued(scene: Scene, pay: Order): Promise<ConnectorOutcome> {
  const { settleMs } = scene.target;
  const deadline = performance.now() + settleMs;
  for (;;) {
    const asked = (await scene.query(pay)).outcome;
    const said = asked.kind === 'notFound' ? (await scene.send(pay)).outcome : asked;
    if (isFinal(said)) return said;
    must(performance.now() < deadline, `after ${settleMs} ms it is still ${nameOf(said)}`);
    await sleep(POLL_MS);
  }
}

/** Of a payment that met a kill and failed: whoever may not send twice calls it off, and no money is there. */
async function mustBeFailedForGood(scene: Scene, pay: Order): Promise<void> {
  mustFail('one that had failed, repeated,', await scene.carriedOut(pay));
  if (scene.target.refundUrl === null) return;
  mustFail('a refund of one that failed', await scene.carriedOut(scene.newRefund(pay, 1)));
}

/** What must outlive a kill -9. */
export const RESTART_MODULES: readonly Module[] = [
  {
    id: 'restart.paid',
    about: 'What was paid before a kill is known after it, and not charged again.',
    why: 'A power cut makes the connector forget payments: the repeat takes them a second time.',
    weight: 'money',
    skip: needs('repeats', 'queryUrl', 'restart'),
    run: async (scene) => {
      const pay = scene.newPay();
      const first = await scene.carriedOut(pay);
      await restart(scene);
      const asked = (await scene.query(pay)).outcome;
      must(asked.kind === 'succeeded', `asked about after it, it is ${nameOf(asked)}`);
      mustBeDoneOnce([first, asked, await scene.carriedOut(pay)]);
    },
  },
  {
    id: 'restart.refunded',
    about: 'What was refunded before a kill is not refunded again after it.',
    why: 'A power cut makes the connector forget refunds: the shop gives money back twice.',
    weight: 'money',
    skip: needs('repeats', 'refundUrl', 'queryUrl', 'restart'),
    run: async (scene) => {
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, pay.amount);
      const first = await scene.carriedOut(refund);
      mustSucceed('the refund', first);
      await restart(scene);
      const again = await scene.carriedOut(refund);
      mustSucceed('repeated after it, it', again);
      mustBeDoneOnce([first, again]);
      const more = await scene.carriedOut(scene.newRefund(pay, pay.amount));
      must(more.kind === 'failed', `another refund of the same money is ${nameOf(more)}`);
    },
  },
  {
    id: 'restart.running',
    about: 'A payment that ran when it was killed ends all the same, and a notice says so.',
    why: 'The customer has paid, and the till waits for ever.',
    weight: 'money',
    skip: needs('queryUrl', 'running', 'restart'),
    run: async (scene) => {
      const pay = scene.newPay(scene.target.samples.running ?? undefined);
      const sent = (await scene.send(pay)).outcome;
      must(sent.kind === 'running' || sent.kind === 'succeeded', `it is ${nameOf(sent)}`);
      await restart(scene);
      const end = await scene.settled(pay);
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
      if (scene.target.profile === 'async' && sent.kind === 'running')
        await scene.notices.arrived(pay.tractionNo, 1, scene.target.settleMs);
    },
  },
  {
    id: 'restart.cancelled',
    about: 'A number that was cancelled before a kill is declined after it.',
    why: 'The sale was called off, and a POST that was still on its way takes the money.',
    weight: 'money',
    skip: needs('cancelUrl', 'queryUrl', 'restart'),
    run: async (scene) => {
      const pay = scene.newPay();
      await closed(scene, pay);
      await restart(scene);
      await mustDecline(scene, pay);
    },
  },
  {
    id: 'restart.midway',
    about: `Of ${MIDWAY} payments that meet a kill each is paid once, or fails for good: queried, and repeated if not found.`,
    why: 'Whoever was paying when the program died pays twice, or has paid for nothing.',
    weight: 'money',
    skip: needs('repeats', 'queryUrl', 'restart'),
    run: async (scene) => {
      const pays = Array.from({ length: MIDWAY }, () => scene.newPay());
      const sending = pays.map(async (pay) => (await scene.send(pay)).outcome);
      await Promise.race(sending);
      await restart(scene);
      const said = await Promise.all(sending);
      for (const [at, pay] of pays.entries()) {
        const end = await pursued(scene, pay);
        if (end.kind === 'failed') {
          await mustBeFailedForGood(scene, pay);
          continue;
        }
        mustBeDoneOnce([...said.slice(at, at + 1), end, await scene.carriedOut(pay)]);
      }
    },
  },
];

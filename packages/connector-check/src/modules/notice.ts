import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../gateway.ts';
import { type Module, needs } from '../module.ts';
import type { Notice } from '../notice-side.ts';
import type { Order } from '../orders.ts';
import { must, nameOf, type Scene } from '../scene.ts';
import { mustSucceed } from './evidence.ts';

/** After the one that was taken nothing comes any more. */
const QUIET_MS = 3_000;

function newRunning(scene: Scene): Order {
  return scene.newPay(scene.target.samples.running ?? undefined);
}

async function sendRunning(scene: Scene, pay: Order): Promise<void> {
  const { outcome } = await scene.send(pay);
  must(outcome.kind === 'running', `it does not run first: ${nameOf(outcome)}`);
}

async function untilThere(scene: Scene, pay: Order, count: number): Promise<readonly Notice[]> {
  const notices = await scene.notices.arrived(pay.tractionNo, count, scene.target.settleMs);
  must(notices.length >= count, `${notices.length} of ${count} notices came`);
  return notices;
}

/** What a notice must be. */
export const NOTICE_MODULES: readonly Module[] = [
  {
    id: 'notice.comes',
    about:
      'A payment that ran is reported, with JSON about its number and amount, as the query tells it.',
    why: 'The customer has paid, and the till waits for the next query, minutes later.',
    weight: 'must',
    skip: needs('notices', 'running'),
    run: async (scene) => {
      const pay = newRunning(scene);
      await sendRunning(scene, pay);
      const [notice] = await untilThere(scene, pay, 1);
      mustSucceed('by its notice it', readBody(Buffer.from(notice?.body ?? ''), pay));
      if (scene.target.queryUrl === null) return;
      mustSucceed('by the query it', (await scene.query(pay)).outcome);
    },
  },
  {
    id: 'notice.signed',
    about: 'Notices are signed with the secret, freshly.',
    why: 'The gateway refuses them: whoever learns a notifyUrl could say that a sale is paid.',
    weight: 'money',
    skip: needs('notices', 'running', 'secret'),
    run: async (scene) => {
      const pay = newRunning(scene);
      await sendRunning(scene, pay);
      const [notice] = await untilThere(scene, pay, 1);
      must(notice?.webhookId !== null, 'it is not signed, or not with this secret, or too old');
    },
  },
  {
    id: 'notice.retries',
    about:
      'A notice that was answered with 500 comes again, as the same message, until it is taken, and then no more.',
    why: 'The gateway was down for a minute, and the payments of that minute stay open.',
    weight: 'should',
    skip: needs('notices', 'running'),
    run: async (scene) => {
      const pay = newRunning(scene);
      scene.notices.failFor(pay.tractionNo, 2);
      await sendRunning(scene, pay);
      const notices = await untilThere(scene, pay, 3);
      const ids = new Set(notices.map(({ webhookId }) => webhookId));
      must(scene.target.secret === null || ids.size === 1, 'each try has a webhook-id of its own');
      await sleep(QUIET_MS);
      must(scene.notices.of(pay.tractionNo).length === 3, 'it comes again after it was taken');
    },
  },
  {
    id: 'notice.hangs',
    about: 'A notice that is not answered holds up neither another payment nor its notice.',
    why: 'One slow moment of the network stops every till.',
    weight: 'should',
    skip: needs('notices', 'running'),
    run: async (scene) => {
      const [hangs, other] = [newRunning(scene), newRunning(scene)];
      scene.notices.hangFor(hangs.tractionNo);
      await sendRunning(scene, hangs);
      await untilThere(scene, hangs, 1);
      await sendRunning(scene, other);
      await untilThere(scene, other, 1);
    },
  },
];

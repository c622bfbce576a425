import type { Oddity } from '../gateway.ts';
import { type Module, needs } from '../module.ts';
import type { Order } from '../orders.ts';
import { must, nameOf, type Scene } from '../scene.ts';
import { mustSucceed, paid } from './evidence.ts';

const TOO_OLD_MS = 6 * 60_000;
/** Base64 of 24 bytes that nobody agreed on. */
const OTHER_SECRET = 'd3Jvbmctc2VjcmV0LXdyb25nLXNlY3JldCE=';
const WHY = 'Whoever reaches the connector takes and gives money in the name of the gateway.';

/** It is refused, and nothing of it was done. */
async function mustRefuse(scene: Scene, order: Order, oddity: Oddity): Promise<void> {
  const { answer, outcome } = await scene.send(order, oddity);
  const isTaken = outcome.kind === 'succeeded' || outcome.kind === 'running';
  must(!isTaken, `it took it: ${nameOf(outcome)}`);
  must(answer.status !== null, 'it answered nothing');
  if (scene.target.queryUrl === null) return;
  const asked = (await scene.query(order)).outcome;
  must(asked.kind === 'notFound', `and asked about, it is ${nameOf(asked)}`);
}

/** Whoever cannot sign is not the gateway. */
export const SIGNATURE_MODULES: readonly Module[] = [
  {
    id: 'sign.missing',
    about: 'A call without a signature is refused, and nothing is done.',
    why: WHY,
    weight: 'money',
    skip: needs('secret'),
    run: async (scene) => await mustRefuse(scene, scene.newPay(), { secret: null }),
  },
  {
    id: 'sign.wrong',
    about:
      'A call that is signed with another secret, or the signature of another body, is refused.',
    why: WHY,
    weight: 'money',
    skip: needs('secret'),
    run: async (scene) => {
      await mustRefuse(scene, scene.newPay(), { secret: OTHER_SECRET });
      const signedBody = JSON.stringify(scene.newPay().body);
      await mustRefuse(scene, scene.newPay(), { signedBody });
    },
  },
  {
    id: 'sign.everywhere',
    about:
      'Refunds, queries and cancellations without a signature are refused, and nothing is done.',
    why: WHY,
    weight: 'money',
    skip: needs('secret'),
    run: async (scene) => {
      const { queryUrl, refundUrl, cancelUrl } = scene.target;
      const pay = await paid(scene);
      if (refundUrl !== null) await mustRefuse(scene, scene.newRefund(pay, 1), { secret: null });
      if (queryUrl !== null) {
        const { kind } = (await scene.query(pay, { secret: null })).outcome;
        must(kind === 'unknown', `an unsigned query is answered with ${kind}`);
      }
      if (cancelUrl === null) return;
      const other = scene.newPay();
      const { kind } = (await scene.cancel(other, { secret: null })).outcome;
      must(kind === 'unknown', `an unsigned cancellation is answered with ${kind}`);
      mustSucceed('what it named', await scene.carriedOut(other));
    },
  },
  {
    id: 'sign.old',
    about: 'A signature of six minutes ago is refused.',
    why: 'Whoever has read one call can send it again for ever.',
    weight: 'must',
    skip: needs('secret'),
    run: async (scene) => await mustRefuse(scene, scene.newPay(), { signedAgoMs: TOO_OLD_MS }),
  },
  {
    id: 'sign.bytes',
    about:
      'A signature is checked over the bytes as they came, not over JSON that is written anew.',
    why: 'A payment with an unusual character in it is refused.',
    weight: 'must',
    skip: needs('secret'),
    run: async (scene) => {
      const pay = scene.newPay();
      const rawBody = JSON.stringify({ ...pay.body, payer: '咖啡', rate: 0.5 }, null, 2);
      const odd = rawBody.replace('0.5', '5.0e-1').replaceAll('/', String.raw`\/`);
      const reply = await scene.send(pay, { rawBody: odd });
      mustSucceed('it', await scene.settled(pay, reply));
    },
  },
  {
    id: 'sign.repeat',
    about: 'A repeated message, with the same webhook-id, is answered and not refused as a replay.',
    why: 'The answer was lost, the gateway repeats the call, and never learns that it was paid.',
    weight: 'must',
    skip: needs('secret', 'repeats'),
    run: async (scene) => {
      const pay = await paid(scene);
      mustSucceed('repeated, it', (await scene.send(pay)).outcome);
    },
  },
];

import { Agent } from 'node:http';
import { readSaid } from '@payserver/shared/domain/said';
import { MAX_ANSWER_BYTES } from '../http-call.ts';
import { type Module, needs } from '../module.ts';
import { must, nameOf } from '../scene.ts';
import { BARCODE } from '../target.ts';
import { mustSucceed, paid } from './evidence.ts';

const MIB = 1_048_576;
const CALLS = 100;
const ENV_MS = 5_000;
/** How long a notice that need not come is waited for. */
const UNOWED_MS = 3_000;
const PIECES = 10;

/** How it speaks HTTP. */
export const HTTP_MODULES: readonly Module[] = [
  {
    id: 'http.badJson',
    about: 'A body that is no JSON is never `success`, and does not bring it down.',
    why: 'A damaged call is taken for a payment, or stops all others.',
    weight: 'money',
    run: async (scene) => {
      const whole = JSON.stringify(scene.newPay().body);
      for (const rawBody of [whole.slice(0, -20), '', '[]', 'null']) {
        const { outcome } = await scene.send(scene.newPay(), { rawBody });
        must(
          outcome.kind !== 'succeeded',
          `${rawBody.slice(0, 10) || 'an empty body'}: ${nameOf(outcome)}`,
        );
      }
      mustSucceed('after them a payment', await scene.carriedOut(scene.newPay()));
    },
  },
  {
    id: 'http.brokenBody',
    about: 'A body that breaks off is no payment, and does not bring it down.',
    why: 'Half a call is taken for a whole one, perhaps with half of its amount.',
    weight: 'money',
    skip: needs('queryUrl'),
    run: async (scene) => {
      const pays = [0, 0.5, 0.99].map((cutAt) => ({ cutAt, pay: scene.newPay() }));
      for (const { cutAt, pay } of pays) await scene.send(pay, { cutAt });
      mustSucceed('after them a payment', await scene.carriedOut(scene.newPay()));
      for (const { pay } of pays) {
        const { outcome } = await scene.query(pay);
        must(outcome.kind === 'notFound', `asked about, it is ${nameOf(outcome)}`);
      }
    },
  },
  {
    id: 'http.slowBody',
    about: `A body that comes in ${PIECES} pieces, within a second, is a payment like any other.`,
    why: 'On a slow network nobody can pay.',
    weight: 'must',
    run: async (scene) => {
      const pay = scene.newPay();
      const reply = await scene.send(pay, { pieces: PIECES });
      must(reply.outcome.kind !== 'unknown', `the answer is ${nameOf(reply.outcome)}`);
      mustSucceed('it', await scene.settled(pay, reply));
    },
  },
  {
    id: 'http.unknownFields',
    about: 'Fields that it does not know in refunds, queries and cancellations change nothing.',
    why: 'The next version of the gateway stops every refund of this kind.',
    weight: 'must',
    skip: needs('refundUrl'),
    run: async (scene) => {
      const { queryUrl, cancelUrl } = scene.target;
      const more = { fieldOfLater: { deep: [1, null, '☕'] } };
      const pay = await paid(scene);
      const refund = scene.newRefund(pay, 1);
      mustSucceed('a refund', await scene.settled(refund, await scene.send(refund, { more })));
      if (queryUrl !== null) mustSucceed('a query', (await scene.query(pay, { more })).outcome);
      if (cancelUrl === null) return;
      const { kind } = (await scene.cancel(scene.newPay(), { more })).outcome;
      must(kind === 'succeeded' || kind === 'notFound', `a cancellation ended as ${kind}`);
    },
  },
  {
    id: 'http.large',
    about: 'A body of a MiB does not bring it down.',
    why: 'One odd call stops every till.',
    weight: 'should',
    run: async (scene) => {
      await scene.send(scene.newPay(undefined, { clientExtraParams: { note: 'x'.repeat(MIB) } }));
      mustSucceed('after it a payment', await scene.carriedOut(scene.newPay()));
    },
  },
  {
    id: 'http.method',
    about: 'GET of payUrl takes no money.',
    why: 'A browser, a monitor or a search engine that opens the address makes a payment.',
    weight: 'should',
    run: async (scene) => {
      const { status } = await scene.gateway.get(scene.target.payUrl);
      must(status !== null && status >= 400, `it is answered with ${status}`);
    },
  },
  {
    id: 'http.keepAlive',
    about: `${CALLS} calls one after the other over one connection are all answered.`,
    why: 'Every broken call is one that the gateway must repeat: payments take seconds longer.',
    weight: 'should',
    skip: needs('queryUrl'),
    run: async (scene) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        for (let call = 1; call <= CALLS; call += 1) {
          const { answer } = await scene.query(scene.newPay(), { agent });
          must(answer.status !== null, `the ${call}th: ${answer.failure}`);
        }
      } finally {
        agent.destroy();
      }
    },
  },
  {
    id: 'http.plain',
    about: 'No answer is compressed, a redirect, or above 64 KiB.',
    why: 'The gateway cannot read such an answer: the payment stays open.',
    weight: 'must',
    run: async (scene) => {
      const { target } = scene;
      const pay = scene.newPay();
      await scene.carriedOut(pay);
      if (target.queryUrl !== null) await scene.query(pay);
      if (target.refundUrl !== null) await scene.send(scene.newRefund(pay, 1));
      if (target.cancelUrl !== null) await scene.cancel(scene.newPay());
      for (const { answer, url } of scene.gateway.made) {
        const isRedirect = answer.status !== null && answer.status >= 300 && answer.status < 400;
        must(!isRedirect, `${url} is answered with ${answer.status}`);
        must(answer.headers['content-encoding'] === undefined, `${url} is answered compressed`);
        const { length } = answer.body;
        must(length <= MAX_ANSWER_BYTES, `${url} is answered with ${length} bytes`);
      }
    },
  },
  {
    id: 'secret.echo',
    about: 'A barcode stands in no answer and in no notice.',
    why: 'Whoever reads a log can pay with the customer’s barcode.',
    weight: 'must',
    run: async (scene) => {
      const { profile, settleMs, samples } = scene.target;
      const { accepted, running } = samples;
      const payParams = { ...accepted.payParams, payBarCode: BARCODE };
      await scene.carriedOut(scene.newPay({ ...accepted, payParams }));
      if (profile === 'async' && running !== null) {
        const changed = { ...running, payParams: { ...running.payParams, payBarCode: BARCODE } };
        const pay = scene.newPay(changed);
        const reply = await scene.send(pay);
        await scene.settled(pay, reply);
        // One that ended in its call may send a notice, and need not.
        const isOwed = reply.outcome.kind === 'running';
        const waitMs = isOwed ? settleMs : Math.min(settleMs, UNOWED_MS);
        await scene.notices.arrived(pay.tractionNo, 1, waitMs);
      }
      const echoed = scene.gateway.made.find(({ answer }) => answer.body.includes(BARCODE));
      must(echoed === undefined, `it stands in an answer of ${echoed?.url}`);
      const isNoticed = scene.notices.all().some(({ body }) => body.includes(BARCODE));
      must(!isNoticed, 'it stands in a notice');
    },
  },
  {
    id: 'env.ok',
    about: 'checkEnvUrl answers {"ret": true} within 5 s about the merchant of `--payee`.',
    why: 'A merchant that is set up cannot open this way to pay.',
    weight: 'should',
    skip: needs('checkEnvUrl'),
    run: async (scene) => {
      const { checkEnvUrl, payee } = scene.target;
      const url = new URL(checkEnvUrl ?? '');
      url.searchParams.set('merchantUUID', payee.split('/').at(-1) ?? '');
      const { body, ms, status } = await scene.gateway.get(url.href);
      must(ms < ENV_MS && status === 200, `it answers ${status} after ${ms} ms`);
      const said = readSaid(body);
      const isSetUp = typeof said !== 'string' && said.fields['ret'] === true;
      must(isSetUp, `it answers ${body.toString().slice(0, 80)}`);
    },
  },
];

import { MAX_ANSWER_BYTES } from '../http-call.ts';
import { type Module, needs } from '../module.ts';
import { must, nameOf } from '../scene.ts';

const ODD_TEXTS = `美团 ☕ "quoted" \\ <b> ${'长'.repeat(200)}`;
/** fen; 29 and 57 are those that floating point makes 28 and 56 of */
const AMOUNTS = [1, 29, 57, 99, 1_999, 100_000];

/** What a payment must be answered with. */
export const PAY_MODULES: readonly Module[] = [
  {
    id: 'pay.basic',
    about: 'A payment is answered in time, with JSON about this very number, and ends as success.',
    why: 'The gateway cannot tell what became of a payment: it stays open, and a person must find out.',
    weight: 'money',
    run: async (scene) => {
      const pay = scene.newPay();
      const reply = await scene.send(pay);
      const { kind } = reply.outcome;
      must(kind !== 'unknown', `the answer proves nothing: ${nameOf(reply.outcome)}`);
      must(kind !== 'notFound', '`notFound` is no answer to a POST');
      const mayRun = !scene.target.isInstant;
      must(mayRun || kind !== 'running', 'it is running, where every payment shall end at once');
      must(reply.answer.body.length < MAX_ANSWER_BYTES, 'the answer has 64 KiB or more');
      const end = await scene.settled(pay, reply);
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
    },
  },
  {
    id: 'pay.amount',
    about: `Amounts are whole fen: ${AMOUNTS.join(', ')} are paid, and named as they were asked for.`,
    why: 'Another amount leaves the customer’s account than the till has shown.',
    weight: 'money',
    run: async (scene) => {
      for (const payAmount of AMOUNTS) {
        const { accepted } = scene.target.samples;
        const pay = scene.newPay({ ...accepted, payAmount });
        const reply = await scene.send(pay);
        must(reply.outcome.kind !== 'unknown', `${payAmount} fen: ${nameOf(reply.outcome)}`);
        const end = await scene.settled(pay, reply);
        must(end.kind === 'succeeded', `${payAmount} fen ended as ${nameOf(end)}`);
      }
    },
  },
  {
    id: 'pay.decline',
    about:
      'A payment that is declined is `failed`, and stays so when it is repeated and asked about.',
    why: 'The till says "failed", the customer pays in another way, and the first payment is taken as well.',
    weight: 'money',
    skip: needs('declined'),
    run: async (scene) => {
      const pay = scene.newPay(scene.target.samples.declined ?? undefined);
      const end = await scene.carriedOut(pay);
      must(end.kind === 'failed', `it ended as ${nameOf(end)}`);
      if (scene.target.profile !== 'once') {
        const again = (await scene.send(pay)).outcome;
        must(again.kind === 'failed', `repeated, it is ${nameOf(again)}`);
      }
      if (scene.target.queryUrl === null) return;
      const asked = (await scene.query(pay)).outcome;
      must(asked.kind === 'failed', `asked about, it is ${nameOf(asked)}`);
    },
  },
  {
    id: 'pay.unknownFields',
    about: 'Fields that it does not know change nothing, whatever they hold.',
    why: 'The next version of the gateway stops every payment of this kind.',
    weight: 'must',
    run: async (scene) => {
      const ofLater = { nested: [{ deep: [1, null, true] }], big: 1e300, text: ODD_TEXTS };
      const end = await scene.carriedOut(scene.newPay(undefined, { fieldOfLater: ofLater }));
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
    },
  },
  {
    id: 'pay.unicode',
    about: 'Chinese, emoji, quotes and long texts in the free fields are no reason to fail.',
    why: 'A customer with an unusual name, or a till with an unusual order number, cannot pay.',
    weight: 'should',
    run: async (scene) => {
      const odd = { payer: ODD_TEXTS, clientExtraParams: { orderNo: ODD_TEXTS, 名称: '咖啡' } };
      const end = await scene.carriedOut(scene.newPay(undefined, odd));
      must(end.kind === 'succeeded', `it ended as ${nameOf(end)}`);
    },
  },
  {
    id: 'pay.thirdOrderNo',
    about: 'Its own number is text: a long number in JSON loses its last digits.',
    why: 'The number on the receipt is not the one at the provider, and a refund does not find its payment.',
    weight: 'must',
    run: async (scene) => {
      const pay = scene.newPay();
      const reply = await scene.send(pay);
      const bare = /"thirdOrderNo"\s*:\s*-?\d/.test(reply.answer.body.toString());
      must(!bare, 'thirdOrderNo is a JSON number, not text');
      await scene.settled(pay, reply);
    },
  },
  {
    id: 'pay.numbered',
    about: 'A payment that succeeded has a number of its own (`thirdOrderNo`), each another one.',
    why: 'Nobody finds the payment at the provider, and a second charge of it could not be seen here.',
    weight: 'should',
    run: async (scene) => {
      const numbers = new Set<string>();
      for (let count = 1; count <= 2; count += 1) {
        const end = await scene.carriedOut(scene.newPay());
        const number = end.kind === 'succeeded' ? end.thirdOrderNo : null;
        must(number !== null, `it ended as ${nameOf(end)} without a thirdOrderNo`);
        must(!numbers.has(number), `two payments have the number ${number}`);
        numbers.add(number);
      }
    },
  },
];

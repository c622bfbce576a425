import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerProblem } from '../support/answer-problem.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { readAnswers } from '../support/http-answers.ts';
import { inParallel } from '../support/in-parallel.ts';
import { expectInvariants } from '../support/invariants.ts';
import { converse } from '../support/raw-socket.ts';
import { openTally } from '../support/report.ts';
import { SCALE } from '../support/security-scale.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { merchantToken } from '../support/tokens.ts';
import { type Malformed, malformedAt, SMUGGLED, waysToBreak } from './raw-messages.ts';
import type { RawScene } from './raw-requests.ts';

const AT_ONCE = 40;
const tally = openTally('malformed raw messages');

// Of its own: it must not end, and nothing but this may have made it complain.
let gateway: Gateway;
let shop: Shop;
let scene: RawScene;
beforeAll(async () => {
  gateway = await startGateway(testServers(), { MERCHANT_RATE: '0' });
  shop = await newShop(gateway);
  const payModeUUID = await shop.open('cash');
  const { merchantUUID } = shop;
  scene = { token: await merchantToken(merchantUUID), merchantUUID, payModeUUID };
});
afterAll(async () => {
  await gateway.stop();
});

/** How often each status was answered. */
const statuses = new Map<number, number>();

/** What is wrong with what the gateway did with this message, or null. */
async function problemOf(message: Malformed): Promise<string | null> {
  const { bytes, isClosed } = await converse(gateway.url, message);
  const { answers, rest } = readAnswers(bytes);
  const problems = answers.map((answer) => {
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.headers.has('x-injected')) return 'a header was injected';
    return answerProblem({ ...answer, method: '', path: '' });
  });
  if (rest !== null && message.after !== 'reset') problems.push(`no answer: ${rest}`);
  if (!isClosed) problems.push('the connection was held open');
  return problems.find((problem) => problem !== null) ?? null;
}

/** For a person who wants to see it again. */
function show(message: Malformed, at: number): string {
  const text = Buffer.concat(message.pieces).toString('latin1').slice(0, 1_000);
  return `seed ${SCALE.seed}, message ${at} (${message.what}; ${message.after}): ${JSON.stringify(text)}`;
}

test('whatever bytes arrive, the answer is an error of ours or a closed connection', {
  timeout: 60_000 + SCALE.rawMessages * 40,
}, async () => {
  const problems = await inParallel(AT_ONCE, SCALE.rawMessages, async (at) => {
    const message = malformedAt(scene, SCALE.seed, at);
    const problem = await problemOf(message);
    return problem === null ? null : `${problem}\n${show(message, at)}`;
  });
  expect(tally.judge(problems).slice(0, 5)).toEqual([]);
  expect(waysToBreak(scene)).toBeGreaterThan(100);
  expect(SCALE.rawMessages).toBeGreaterThan(waysToBreak(scene));
  // They were processed: most are answered, some of them as requests.
  const answered = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  expect(answered).toBeGreaterThan(SCALE.rawMessages / 2);
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404, 413, 415]));
});

test('no request that was hidden in another one was served', async () => {
  const all = await runSql<{ no: string }>(
    gateway.databaseUrl,
    'SELECT "clientPayNo" AS no FROM "PayOrder"',
  );
  expect(all.filter(({ no }) => no.startsWith(SMUGGLED))).toEqual([]);
  // The same requests, where they are not hidden, are served.
  expect(all.filter(({ no }) => no.startsWith('raw-')).length).toBeGreaterThan(0);
});

test('the gateway goes on, and nothing in it was unexpected', async () => {
  const paid = await shop.pay(scene.payModeUUID, 'afterwards');
  expect(paid.body.data.status).toBe('payed');
  expect((await shop.client.get('/health/ready')).status).toBe(200);
  const lines = gateway.api.output().split('\n');
  expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  await expectInvariants(gateway);
});

import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { type HttpPool, openHttpPool } from '../support/http-pool.ts';
import { inParallel } from '../support/in-parallel.ts';
import { breachesOf } from '../support/invariants.ts';
import { openTally, reportRow } from '../support/report.ts';
import { SCALE } from '../support/security-scale.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { fingerprintMerchant, runSql } from '../support/sql.ts';
import { type FuzzInputs, fuzzInputs } from './fuzz-inputs.ts';
import { findWriters } from './fuzz-replay.ts';
import { type Numbered, problemWith, refusalOf, sendInput } from './fuzz-sender.ts';
import { type FuzzWorld, setFuzzWorld } from './fuzz-world.ts';

const AT_ONCE = 24;
/** Generated together; memory holds no more of them. */
const CHUNK = 1_000;
const answers = openTally('inputs from the OpenAPI document: answers');

// Of its own: connectors live at its sandbox only, and nobody waits or is counted.
let gateway: Gateway;
let pool: HttpPool;
let world: FuzzWorld;
let inputs: FuzzInputs;
let before: Record<string, string>;
const ended: string[] = [];
beforeAll(async () => {
  const settings = { MERCHANT_RATE: '0', PAY_WAIT_MS: '50', MAX_LOOP_DELAY_MS: '0' };
  gateway = await startGateway(testServers(), settings);
  for (const { name, exited } of [gateway.api, gateway.worker]) {
    void exited.then((code) => ended.push(`${name}: ${code}`));
  }
  pool = openHttpPool(gateway.url, AT_ONCE);
  world = await setFuzzWorld(gateway);
  const description = (await createClient(gateway.url, null).get('/openapi.json')).body;
  inputs = fuzzInputs(description, new Set(Object.keys(world.pools.own)));
  before = await fingerprintMerchant(gateway.databaseUrl, world.ownerUUID);
});
afterAll(async () => {
  await pool.close();
  await gateway.stop();
});

/** How often each operation was answered with each status. */
const answered = new Map<string, Map<number, number>>();
/** Requests that were refused, by how. */
const refused = new Map<string, Numbered[]>();

function count(numbered: Numbered, status: number, refusal: string | null): void {
  const { operation, path, method } = numbered.input;
  if (refusal !== null) {
    if (!refused.has(refusal)) refused.set(refusal, []);
    refused.get(refusal)?.push(numbered);
  }
  const isAsked = operation.startsWith(`${method} `) && !path.includes('%2f');
  const statuses = answered.get(operation) ?? new Map<number, number>();
  if (isAsked) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  answered.set(operation, statuses);
}

async function problemOf(numbered: Numbered): Promise<string | null> {
  const exchange = await sendInput({ pool, world }, numbered, 'new');
  const { request, answer } = exchange;
  const problem = problemWith(world, numbered.input, exchange);
  count(numbered, answer.status, problem === null ? refusalOf(answer) : null);
  return problem === null ? null : `${problem}\n${replay(numbered)}: ${JSON.stringify(request)}`;
}

/** How to send it again, in a world made alike. */
function replay({ at, input }: Numbered): string {
  const env = `SECURITY_SEED=${SCALE.seed} SECURITY_INPUT=${at}`;
  return `${env} npx vitest run test/security/fuzz.test.ts -t 'the answer is', ${input.caller}`;
}

/** Those of one chunk: by turns wrong in one field, each field in its turn, and anything. */
function chunkFrom(from: number): Numbered[] {
  const fields = [...inputs.byField.values()];
  return fc.sample(inputs.any, { seed: SCALE.seed + from, numRuns: CHUNK }).map((any, index) => {
    const at = from + index;
    const field = fields[(at >> 1) % fields.length];
    if (at % 2 === 1 || field === undefined) return { at, input: any };
    const [input = any] = fc.sample(field, { seed: SCALE.seed + at, numRuns: 1 });
    return { at, input };
  });
}

const isAskedFor = ({ at }: Numbered) =>
  SCALE.onlyInput === null ? at < SCALE.fuzzInputs : at === SCALE.onlyInput;

test('whatever the description lets one ask, the answer is one that it has, and shows nothing of others', {
  timeout: 120_000 + SCALE.fuzzInputs * 60,
}, async () => {
  const { onlyInput, fuzzInputs: all } = SCALE;
  const [first, end] = onlyInput === null ? [0, all] : [onlyInput - (onlyInput % CHUNK), onlyInput];
  for (let from = first; from <= end; from += CHUNK) {
    const chunk = chunkFrom(from).filter(isAskedFor);
    const problems = await inParallel(AT_ONCE, chunk.length, async (index) => {
      const numbered = chunk[index];
      return numbered === undefined ? null : await problemOf(numbered);
    });
    expect(answers.judge(problems).slice(0, 3)).toEqual([]);
  }
});

/** Whoever asks is answered, whatever else they say. */
const FOR_ALL = ['GET /health/live', 'GET /health/ready', 'GET /whoami', 'GET /views'];
/** Where chance has brought no success, or no refusal, so many more are asked for at most. */
const MOST_MORE = 400;
const STEP = 2 * AT_ONCE;

function hasBoth(operation: string): boolean {
  const all = [...(answered.get(operation)?.keys() ?? [])];
  return all.some((status) => status < 300) && all.some((status) => status >= 400);
}

test('every operation is answered with a success and with a refusal, each of its fields was wrong', async () => {
  const poor = [...inputs.byOperation].filter(([key]) => !FOR_ALL.includes(key) && !hasBoth(key));
  for (const [key, input] of poor) {
    const more = fc.sample(input, { seed: SCALE.seed, numRuns: MOST_MORE });
    for (let at = 0; at < MOST_MORE && !hasBoth(key); at += STEP) {
      const chunk = more
        .slice(at, at + CHUNK)
        .map((one, index) => ({ at: at + index, input: one }));
      const problems = await inParallel(AT_ONCE, chunk.length, async (index) => {
        const numbered = chunk[index];
        return numbered === undefined ? null : await problemOf(numbered);
      });
      expect(answers.judge(problems)).toEqual([]);
    }
  }
  expect(poor.map(([key]) => key).filter((key) => !hasBoth(key))).toEqual([]);
  expect(answered.size).toBeGreaterThan(35);
  expect(inputs.byField.size).toBeGreaterThan(350);
  expect(SCALE.fuzzInputs / 2).toBeGreaterThan(inputs.byField.size);
});

test('not one row of another merchant was changed', async () => {
  expect(await fingerprintMerchant(gateway.databaseUrl, world.ownerUUID)).toEqual(before);
});

test('what must always hold does, but where an operator or a notice said what is not so', async () => {
  const settled = await runSql<{ no: string }>(
    gateway.databaseUrl,
    `SELECT DISTINCT "tractionNo" AS no FROM "TradeRecord" WHERE actor IN ('operator', 'notice')`,
  );
  const believed = new Set(settled.map(({ no }) => no));
  const breaches = (await breachesOf(gateway)).filter(
    ({ tractionNo }) => !believed.has(tractionNo),
  );
  expect(breaches).toEqual([]);
});

test('the gateway goes on, and nothing in it was unexpected', async () => {
  const shop = await newShop(gateway);
  const paid = await shop.pay(await shop.open('onAccount'), newMerchant(), {
    headers: { prefer: 'wait=20' },
  });
  expect(paid.body.data.status).toBe('payed');
  expect((await shop.client.get('/health/ready')).status).toBe(200);
  const lines = [gateway.api, gateway.worker].flatMap((app) => app.output().split('\n'));
  expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  const what = 'inputs from the OpenAPI document: processes that ended';
  reportRow({ what, n: 2, bad: ended.length });
  expect(ended).toEqual([]);
});

test('requests that are refused write nothing', {
  timeout: 120_000 + SCALE.fuzzInputs * 60,
}, async () => {
  // From now on nobody but these requests writes.
  await gateway.worker.stop();
  const sendAgain = async (numbered: Numbered, prefix: string) => {
    const { answer } = await sendInput({ pool, world }, numbered, prefix);
    return refusalOf(answer) !== null;
  };
  const quiet = { databaseUrl: gateway.databaseUrl, sendAgain, atOnce: AT_ONCE };
  expect([...refused.keys()]).toEqual(
    expect.arrayContaining(['400', '403', '404', '409', 'batch']),
  );
  const total = { n: 0, problems: [] as string[] };
  for (const [how, all] of refused) {
    const { refused: still, writers } = await findWriters(quiet, all);
    total.n += still;
    const changes = writers.map((one) => `${how}: ${replay(one)}: ${JSON.stringify(one.input)}`);
    total.problems.push(...changes);
  }
  const what = 'inputs from the OpenAPI document: refused, sent again, written';
  reportRow({ what, n: total.n, bad: total.problems.length });
  expect(total.problems.slice(0, 3)).toEqual([]);
});

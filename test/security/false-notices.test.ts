import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerProblem } from '../support/answer-problem.ts';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { type HttpPool, openHttpPool } from '../support/http-pool.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { testServers } from '../support/shared-gateway.ts';
import { fingerprintRows, runSql } from '../support/sql.ts';
import { CONTRADICTORY, FALSE_BODIES, ODD_BODIES } from './false-bodies.ts';
import { FALSE_SIGNATURES, REPLAYS } from './false-signatures.ts';
import { FALSE_TOKENS } from './false-tokens.ts';
import { type NoticeScene, setNoticeScene } from './notice-scene.ts';
import { type FalseNotice, type Lie, trueNotice } from './notice-target.ts';

const LIES: Readonly<Record<string, readonly Lie[]>> = {
  'at a false URL': FALSE_TOKENS,
  'with a false body': FALSE_BODIES,
  'with a false signature': FALSE_SIGNATURES,
  'that were said before, or about something else': REPLAYS,
};
const tally = openTally('false notices');

let api: LoneApi;
let pool: HttpPool;
let scene: NoticeScene;
beforeAll(async () => {
  api = await startLoneApi(testServers());
  pool = openHttpPool(api.url, 4);
  scene = await setNoticeScene(api, pool);
});
afterAll(async () => {
  await pool.close();
  await api.stop();
});

/** What is wrong with the answer to this notice, or null. */
async function tell({ request, ...expected }: FalseNotice): Promise<string | null> {
  const answer = await pool.send(request);
  const { status, text } = answer;
  const problem = answerProblem({ ...request, ...answer });
  if (problem !== null) return problem;
  if (expected.code === 200) return status === 200 ? null : `no 200: ${status} ${text}`;
  return refusalProblem({ status, body: JSON.parse(text) }, expected);
}

test('there are at least 60 ways to lie about orders in every state', () => {
  const ways = Object.values(LIES).flatMap((lies) => lies.map(([what]) => what));
  expect(new Set(ways).size).toBe(ways.length);
  expect(ways.length).toBeGreaterThanOrEqual(60);
  expect(new Set(scene.targets.map(({ name }) => name)).size).toBe(12);
});

async function tellAll(lies: readonly Lie[]): Promise<void> {
  for (const [what, lie] of lies) {
    const notices = scene.targets.flatMap((target) => {
      const notice = lie(target, scene);
      return notice === null ? [] : [{ about: target.name, notice }];
    });
    const problems = await Promise.all(
      notices.map(async ({ about, notice }) => {
        const problem = await tell(notice);
        return problem === null ? null : `${what}, ${about}: ${problem}`;
      }),
    );
    expect([what, notices.length]).not.toEqual([what, 0]);
    expect(tally.judge(problems)).toEqual([]);
  }
}

test.each(Object.entries(LIES))('notices %s change nothing', async (_what, lies) => {
  const before = await fingerprintRows(api.databaseUrl);
  await tellAll(lies);
  expect(await fingerprintRows(api.databaseUrl)).toEqual(before);
});

test('notices that contradict themselves change no order, and its history tells of each once', async () => {
  const { '"TradeRecord"': _, ...before } = await fingerprintRows(api.databaseUrl);
  const lies = CONTRADICTORY.map(([, lie]) => lie);
  await tellAll(lies);
  await tellAll(lies);
  const { '"TradeRecord"': __, ...after } = await fingerprintRows(api.databaseUrl);
  expect(after).toEqual(before);
  const records = await runSql<{ no: string; reason: string }>(
    api.databaseUrl,
    `SELECT "tractionNo" AS no, detail ->> 'reason' AS reason FROM "TradeRecord"
     WHERE event = 'unknown' AND actor = 'notice' AND "fromStatus" = "toStatus"`,
  );
  const fields = [...new Set(CONTRADICTORY.map(([field]) => field))];
  const expected = scene.targets.flatMap(({ tractionNo: no }) =>
    fields.map((field) => ({ no, reason: `the answer says ${field} more than once` })),
  );
  expect(records).toHaveLength(expected.length);
  expect(records).toEqual(expect.arrayContaining(expected));
});

test('notices that say oddly what is known are taken, and change no order', async () => {
  const { '"NoticeSeen"': _, ...before } = await fingerprintRows(api.databaseUrl);
  await tellAll(ODD_BODIES);
  const { '"NoticeSeen"': __, ...after } = await fingerprintRows(api.databaseUrl);
  expect(after).toEqual(before);
});

test('after all of them the truth is still taken, about every order that is open', async () => {
  const open = scene.targets.filter(({ isFinal }) => !isFinal);
  expect(open).toHaveLength(4);
  for (const target of open) {
    expect((await pool.send(trueNotice(target))).status).toBe(200);
    const table = target.kind === 'pay' ? 'PayOrder' : 'RefundOrder';
    const rows = await runSql<{ status: string }>(
      api.databaseUrl,
      `SELECT status::text FROM "${table}" WHERE "tractionNo" = $1`,
      [target.tractionNo],
    );
    expect(rows).toEqual([{ status: target.kind === 'pay' ? 'payed' : 'refunded' }]);
  }
});

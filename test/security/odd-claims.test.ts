import { expect, test } from 'vitest';
import { type Answer, createClient } from '../support/client.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { bytesOf, type Signer, signToken } from '../support/sign-token.ts';
import { runSql } from '../support/sql.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const gateway = sharedGateway();
const tally = openTally('odd claims');

/** What issuers, or their bugs, put where a text or a time belongs. */
const ODD: readonly unknown[] = [
  ...[42, 0, -1.5, 2 ** 60, true, false, null, [], ['x'], [null], {}, { a: 1 }],
  ...['', ' ', '\0', 'a\0b', '\ud800', 'é\n', 'x'.repeat(3_000), 'http://[', 'http://shop/a\0/b'],
];
const CLAIMS = ['sub', 'scope', 'merchantUUID', 'merchantHref', 'shopHref', 'jti', 'iss', 'aud'];
const TIMES = ['iat', 'nbf', 'exp'];

/** A refused token is fine, and so is one that is taken; a server that breaks is not. */
function problemOf(claims: object, answers: readonly Answer[]): string | null {
  const bad = answers.filter((answer) => {
    const isTaken = answer.status === 200 || answer.status === 201;
    return !isTaken && refusalProblem(answer, { code: 9401 }) !== null;
  });
  const said = bad.map(({ status, body }) => `${status} ${body?.message}`);
  return bad.length === 0 ? null : `${JSON.stringify(claims)}: ${said.join('; ')}`;
}

/** A read and a write that leaves a row and an audit record. */
async function tryToken(claims: Record<string, unknown>, signer?: Signer): Promise<string | null> {
  const client = createClient(gateway.url, await signToken(claims, signer));
  const answers = [await client.get('/payModes'), await client.post('/payModes', { name: 'odd' })];
  return problemOf(claims, answers);
}

test.each([...CLAIMS, ...TIMES])(
  'a signed token whose %s is of any other type is taken or refused, never an error of ours',
  async (claim) => {
    const problems: Array<string | null> = [];
    for (const value of ODD) {
      const merchantUUID = newMerchant();
      problems.push(await tryToken({ merchantUUID, [claim]: value }));
    }
    expect(tally.judge(problems)).toEqual([]);
  },
);

test('nor is one whose link names the merchant and cannot be stored as a text', async () => {
  const links = [`http://shop/\0/${newMerchant()}`, `http://shop/\ud800/${newMerchant()}`];
  const problems = await Promise.all(links.map(async (shopHref) => await tryToken({ shopHref })));
  expect(tally.judge(problems)).toEqual([]);
});

test('nor one whose header says odd things about its key', async () => {
  const key = bytesOf(TEST_JWT_SECRET);
  const problems: Array<string | null> = [];
  for (const kid of ODD) {
    const signer = { key, alg: 'HS256', kid: kid as string };
    problems.push(await tryToken({ merchantUUID: newMerchant() }, signer));
  }
  expect(tally.judge(problems)).toEqual([]);
});

/** Who, says the audit log, has opened a mode with a token of this subject. */
async function actorOf(sub: unknown) {
  const merchantUUID = newMerchant();
  const client = createClient(gateway.url, await signToken({ merchantUUID, sub }));
  expect((await client.post('/payModes', { name: 'whose?' })).status).toBe(201);
  const rows = await runSql<{ actor: string }>(
    gateway.databaseUrl,
    `SELECT DISTINCT actor FROM "AuditRecord" WHERE "merchantUUID" = $1`,
    [merchantUUID],
  );
  return rows.map(({ actor }) => (actor === merchantUUID ? 'the merchant' : actor));
}

test('a number as sub is stored in its digits; what is neither text nor number leaves the merchant', async () => {
  expect(await actorOf('till 7')).toEqual(['till 7']);
  expect(await actorOf(42)).toEqual(['42']);
  for (const sub of [true, null, ['till 7'], { name: 'till 7' }, '', '\0']) {
    expect([sub, await actorOf(sub)]).toEqual([sub, ['the merchant']]);
  }
});

import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';
import { fingerprintMerchant } from '../support/sql.ts';
import { FORGED, FORGED_HEADERS } from './forged-tokens.ts';

const gateway = sharedGateway();
const tally = openTally('forged tokens');
const stranger = createClient(gateway.url, null);
const merchantUUID = newMerchant();
/** One message for every failure: it must not tell a forger what was wrong. */
const MESSAGE = 'a valid bearer token is required';
const REFUSED = { code: 9401, field: MESSAGE };

/** What is wrong with the refusals of a read and of a write with this header, or null. */
async function problemOf(authorization: string): Promise<string | null> {
  const read = await stranger.get('/payOrders', { authorization });
  const write = await stranger.post('/payModes', { name: 'forged' }, { authorization });
  return refusalProblem(read, REFUSED) ?? refusalProblem(write, REFUSED);
}

test('the control: the same requests pass with a good token', async () => {
  const authorization = `Bearer ${await signToken({ merchantUUID: newMerchant() })}`;
  expect((await stranger.get('/payOrders', { authorization })).status).toBe(200);
  expect((await stranger.post('/payModes', { name: 'x' }, { authorization })).status).toBe(201);
});

test.each(FORGED)('a token with %s is refused and changes nothing', async (_what, forge) => {
  const problem = await problemOf(`Bearer ${await forge(merchantUUID)}`);
  expect(tally.judge([problem])).toEqual([]);
});

test.each(FORGED_HEADERS)('a good token with %s is refused', async (_what, write) => {
  const problem = await problemOf(write(await signToken({ merchantUUID })));
  expect(tally.judge([problem])).toEqual([]);
});

test('of two Authorization headers a good one does not excuse the other', async () => {
  const good = await signToken({ merchantUUID });
  const [first] = FORGED;
  const forged = await first?.[1](merchantUUID);
  const lines = [forged, good].map((token) => `Authorization: Bearer ${token}`);
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const path = '/api/v1.0.0/payOrders';
  socket.end(
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`,
  );
  expect(await text(socket)).toMatch(/^HTTP\/1.1 40[01] /);
});

test('a token in the path, the query, a cookie or the body is none', async () => {
  const token = await signToken({ merchantUUID });
  for (const query of [`?access_token=${token}`, `?token=${token}`]) {
    expect(refusalProblem(await stranger.get(`/payOrders${query}`), REFUSED)).toBeNull();
  }
  const headers = { cookie: `authorization=Bearer ${token}`, 'x-authorization': `Bearer ${token}` };
  expect(refusalProblem(await stranger.get('/payOrders', headers), REFUSED)).toBeNull();
  const body = { name: 'x', access_token: token };
  expect(refusalProblem(await stranger.post('/payModes', body), REFUSED)).toBeNull();
});

test('at least 40 of them, and the merchant that they name has nothing', async () => {
  expect(FORGED.length + FORGED_HEADERS.length).toBeGreaterThanOrEqual(40);
  const rows = await fingerprintMerchant(gateway.databaseUrl, merchantUUID);
  expect(Object.values(rows).filter((row) => !row.startsWith('0 rows'))).toEqual([]);
});

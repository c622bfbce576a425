import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { cashier, type GatewayAddress } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { converse } from '../support/raw-socket.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';
import { merchantToken } from '../support/tokens.ts';

let api: LoneApi;
let address: GatewayAddress;
beforeAll(async () => {
  api = await startLoneApi(testServers());
  address = { ...api, sandboxUrl: '', redisUrl: api.redis?.url ?? '' };
});
afterAll(async () => await api.stop());

const complaintsOf = ({ app }: LoneApi) =>
  app
    .output()
    .split('\n')
    .filter((line) => /"level":"(warn|error|fatal)"/.test(line))
    // Said once at the start, of the suite's own server.
    .filter((line) => !line.includes('ALLOW_DATA_LOSS'));

test.each([
  ['CONNECT', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n'],
  ['an upgrade', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['no HTTP', 'NONSENSE\r\n\r\n'],
  ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`],
  ['half a request', 'GET / HTTP/1.1\r\n'],
  [
    'half a body',
    'POST /api/v1/pay HTTP/1.1\r\nContent-Length: 9\r\nContent-Type: application/json\r\n\r\n{',
  ],
  ['a whole request', 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'],
])('a caller who is gone right after %s ends nothing but its connection', async (_what, text) => {
  const pieces = [Buffer.from(text, 'latin1')];
  // So often that it is gone at every moment of its being served.
  await inParallel(20, 200, async () => await converse(api.url, { pieces, after: 'reset' }));
  const ready = await (await cashier(address, newMerchant())).get('/health/ready');
  expect(ready.status).toBe(200);
  expect(complaintsOf(api)).toEqual([]);
});

/** A refund of nothing that there is, from whoever has this token. */
function refundText(token: string): string {
  const body = '{"payTractionNo":"1","clientRefundNo":"r"}';
  const lines = [
    'POST /api/v1.0.0/refund HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Says this on a connection that the API knows, and is gone before the API can read it. */
async function sayAndGo({ url, app }: LoneApi, text: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  app.signal('SIGSTOP');
  const closed = once(socket, 'close');
  socket.write(text);
  socket.resetAndDestroy();
  await closed;
  app.signal('SIGCONT');
}

test.each([
  ['refund', merchantToken, { action: 'POST /refund', result: '9003' }],
  ['forged token', () => 'x.y.z', { action: 'token', result: '9401' }],
])(
  'the %s of a caller who is gone already is in the audit log, with the address',
  async (_what, tokenOf, expected) => {
    const lone = await startLoneApi(testServers());
    onTestFinished(async () => await lone.stop());
    const token = await tokenOf(newMerchant());
    // A token that is known takes no time, so that the request is served before it is known to be nobody's.
    await createClient(lone.url, token).get('/payModes');
    await sayAndGo(lone, refundText(token));
    const sql = 'SELECT action, result, address FROM "AuditRecord"';
    const records = await eventually(
      async () => await runSql(lone.databaseUrl, sql),
      (found) => found.length > 0 || complaintsOf(lone).length > 0,
    );
    expect(records).toEqual([{ ...expected, address: '127.0.0.1' }]);
    expect(complaintsOf(lone)).toEqual([]);
  },
);

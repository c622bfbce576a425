import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { cashier, type GatewayAddress } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { converse } from '../support/raw-socket.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';

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
    .filter((line) => /"level":"(warn|error|fatal)"/.test(line));

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
  await inParallel(20, 200, async () => await converse(api.url, { pieces, then: 'reset' }));
  const ready = await (await cashier(address, newMerchant())).get('/health/ready');
  expect(ready.status).toBe(200);
  expect(complaintsOf(api)).toEqual([]);
});

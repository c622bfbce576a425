import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.mjs';
import { type Gateway, operator, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway(testServers());
});
afterAll(async () => {
  await expectInvariants(gateway);
  await gateway.stop();
});

/** Runs the built demo as `npm run demo` does, its output in a pipe. */
async function runDemo(env: Record<string, string>) {
  return await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['apps/cli/dist/demo.js'],
      { cwd: ROOT, env: { PATH: process.env['PATH'] ?? '', ...env } },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('the demo pays, refunds whole and in parts, sends a batch, and goes on without what it may not open', {
  timeout: 90_000,
}, async () => {
  const environment = await startConnector(() => ({ ret: false }));
  onTestFinished(async () => await environment.close());
  const admin = await operator(gateway);
  const register = async (template: object) =>
    expect((await admin.post('/registerPayModeTemplate', template)).status).toBe(200);
  await register({ payTemplateId: 'T-DISABLED', name: 'switched off', status: 'disabled' });
  await register({
    payTemplateId: 'T-CLOSED',
    name: 'closed shop',
    checkEnvUrl: `${environment.url}/env`,
  });
  const { code, out, err } = await runDemo({ ...gateway.env });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('- switched off: left out, the template is disabled');
  expect(out).toMatch(/- closed shop: left out, .*\(9001\)/);
  for (const line of [
    /recorded, not charged .*现金 .* real .* payed /,
    /recorded, not charged .*银联 .* payed /,
    /pay, declined .* sandbox .* payFailed .* connector/,
    /pay, answer lost .* payed/,
    /pay, notice later .* sandbox .* paying .* payed .* notice/,
    /refund of all .* 12\.00 .* refunded/,
    /refund of a part .* 6\.00 .* refunded/,
    /refund of the rest .* 9\.00 .* refunded/,
    /^A batch of 100 payments: 100 taken, answered in \d+ ms$/m,
    /^100 of 100 settled$/m,
    /^100 payed after \d+\.\d s$/m,
  ]) {
    expect(out).toMatch(line);
  }
});

test('without a gateway, with a token that is refused, or with something else there, it says so in one line', async () => {
  const nobody = await freePort();
  const refused = await runDemo({ ...gateway.env, PORT: String(nobody), PUBLIC_URL: '' });
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toMatch(/^nobody answers at \S+: start the gateway first \(npm start\)\n$/);

  const other = await runDemo({ ...gateway.env, JWT_SECRET: 'x'.repeat(40) });
  expect(other.code).toBe(1);
  expect(other.err).toMatch(/^the gateway at \S+ refused the token \([^\n]*\n$/);

  const page = createServer((_request, response) => response.end('<html>')).listen(0, '127.0.0.1');
  onTestFinished(() => void page.close());
  await once(page, 'listening');
  const port = String((page.address() as AddressInfo).port);
  const strange = await runDemo({ ...gateway.env, PORT: port, PUBLIC_URL: '' });
  expect(strange.code).toBe(1);
  expect(strange.err).toMatch(/^what answers at \S+ is no PayServer\n$/);
});

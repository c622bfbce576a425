import type { BroughtAlong } from '@payserver/shared/store/brought-connectors';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { testServers } from '../support/shared-gateway.ts';
import { TEMPLATES } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { adminToken } from '../support/tokens.ts';

// On a database of its own: here the built-in templates change.
let api: LoneApi;
let admin: Client;
beforeAll(async () => {
  api = await startLoneApi(testServers());
  admin = createClient(api.url, await adminToken());
});
afterAll(async () => await api.stop());

const SANDBOX = { sandboxUrl: 'http://127.0.0.1:6010' };
const SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
const atWechat = (kind: 'real' | 'stub', port = 6012): BroughtAlong => ({
  ...SANDBOX,
  providers: { wechat: { url: `http://127.0.0.1:${port}`, kind, notifySecret: SECRET } },
});

/** What a start with these connectors does, and how the template of WeChat is then. */
async function start(brought: BroughtAlong) {
  const money = await seedTemplates(api.databaseUrl, brought);
  const { body } = await admin.get(`/payModeTemplates?payTemplateId=${TEMPLATES.wechat}`);
  const { connectorKind, payUrl } = body.items[0];
  return [money.wechat, connectorKind, payUrl];
}
const register = async (fields: object) =>
  await admin.post('/registerPayModeTemplate', {
    payTemplateId: TEMPLATES.wechat,
    name: '微信扫码枪',
    ...fields,
  });

const SANDBOX_PAY = expect.stringMatching(/:6010\/sandbox\/\w+\/pay$/);
const REAL_PAY = 'http://127.0.0.1:6012/pay';

test('a template goes to the sandbox, to the stub where that is started, and back', async () => {
  expect(await start(SANDBOX)).toEqual(['sandbox', 'sandbox', SANDBOX_PAY]);
  expect(await start(atWechat('stub'))).toEqual(['stub', 'stub', REAL_PAY]);
  expect(await start(SANDBOX)).toEqual(['sandbox', 'sandbox', SANDBOX_PAY]);
});

test('once it is real it never goes back to an imitation by itself, and the start says that nothing is there', async () => {
  expect(await start(atWechat('real'))).toEqual(['real', 'real', REAL_PAY]);
  for (const imitation of [SANDBOX, atWechat('stub'), {}]) {
    expect(await start(imitation)).toEqual(['missing', 'real', REAL_PAY]);
  }
  expect(await start(atWechat('real', 7012))).toEqual([
    'real',
    'real',
    'http://127.0.0.1:7012/pay',
  ]);
});

test('its notices are signed by the connector that it has now', async () => {
  await start(atWechat('real'));
  const sql = 'SELECT "notifySecret" AS secret FROM "PayModeTemplate" WHERE "payTemplateId" = $1';
  const secret = async () => await runSql(api.databaseUrl, sql, [TEMPLATES.wechat]);
  expect(await secret()).toEqual([{ secret: SECRET }]);
  await register({ payUrl: '' });
  await start(SANDBOX);
  expect(await secret()).toEqual([{ secret: null }]);
});

test('an operator takes the connector away, and the next start gives the sandbox again', async () => {
  await start(atWechat('real'));
  await register({ payUrl: '' });
  expect(await start({})).toEqual(['none', 'real', '']);
  expect(await start(SANDBOX)).toEqual(['sandbox', 'sandbox', SANDBOX_PAY]);
});

test("an operator's own connector stays, and the start says so", async () => {
  const payUrl = 'http://127.0.0.1:6104/pay';
  await register({ payUrl, connectorId: 'of-the-shop' });
  for (const brought of [SANDBOX, atWechat('real'), atWechat('stub'), {}]) {
    expect(await start(brought)).toEqual(['own', 'real', payUrl]);
  }
});

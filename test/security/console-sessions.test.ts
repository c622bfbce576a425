import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { CONSOLE_HEADERS, type ConsoleBrowser, logIn, openConsole } from '../support/console.ts';
import { eventually } from '../support/eventually.ts';
import { operator } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { secondsFromNow, signToken } from '../support/sign-token.ts';
import { runSql } from '../support/sql.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const WHOAMI = '/api/v1.0.0/whoami';

async function asAdmin(subject = `admin-${newMerchant()}`): Promise<ConsoleBrowser> {
  return await logIn(gateway.url, await signToken({ sub: subject, scope: 'payserver:admin' }));
}

async function uuidOf(browser: ConsoleBrowser): Promise<string> {
  return (await browser.get(WHOAMI)).body.session.uuid;
}

/** Moves a time of this session, as if so much time had passed. */
async function age(uuid: string, column: 'lastSeenAt' | 'expiresAt', interval: string) {
  const sql = `UPDATE "ConsoleSession" SET "${column}" = "${column}" - $2::interval WHERE uuid = $1`;
  await runSql(gateway.databaseUrl, sql, [uuid, interval]);
}

test('a token opens a session that may do what the token may, for whom it names', async () => {
  const merchantUUID = newMerchant();
  const browser = await logIn(gateway.url, await merchantToken(merchantUUID));
  const { status, body } = await browser.get(WHOAMI);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    subject: merchantUUID,
    role: 'merchant',
    scope: 'own',
    merchantUUID,
    permissions: ['read', 'pay', 'refund', 'close', 'ask', 'modes', 'notify', 'books'],
    session: { via: 'token' },
    gateway: { timeZone: 'Asia/Shanghai', maxPayAmount: 100_000_000 },
  });
  const opened = await browser.post('/api/v1.0.0/payModes', { name: 'by the console' });
  expect([opened.status, opened.body.merchantUUID]).toEqual([201, merchantUUID]);
  expectRefusal(await browser.get('/api/v1.0.0/payModes?merchantUUID=somebodys'), 9403);
});

test('the cookie is for this host and no script, and is not sent with requests of other sites', async () => {
  const { headers } = await openConsole(gateway.url).post('/login', { token: await adminToken() });
  expect(headers.getSetCookie()).toEqual([
    expect.stringMatching(/^payserver=[\w-]{43}; Path=\/console; HttpOnly; SameSite=Strict$/),
  ]);
  const api = await startApi(gateway, {
    CONSOLE: '1',
    PUBLIC_URL: 'https://pay.example',
    ROUTE_PREFIX: '/payServer',
  });
  onTestFinished(async () => await api.stop());
  const secure = await openConsole(`${api.url}/payServer`).post('/login', {
    token: await adminToken(),
  });
  expect(secure.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-payserver=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    ),
  ]);
});

test('what the browser has is nowhere stored: its row has the hash', async () => {
  const browser = await asAdmin();
  const secret = browser.cookie().split('=')[1] ?? '';
  const idHash = createHash('sha256').update(secret).digest('base64url');
  const rows = await runSql<{ uuid: string; row: string }>(
    gateway.databaseUrl,
    'SELECT uuid, s::text AS row FROM "ConsoleSession" s WHERE "idHash" = $1',
    [idHash],
  );
  expect(rows.map(({ uuid }) => uuid)).toEqual([await uuidOf(browser)]);
  expect(rows[0]?.row).not.toContain(secret);
});

test.each([
  ['none', ''],
  ['a forged cookie', `payserver=${'A'.repeat(43)}`],
  ['half a cookie', 'payserver=abc'],
  ['the cookie of another name', `__Host-payserver=${'A'.repeat(43)}`],
  ['what could be SQL', "payserver=' OR 1=1 --"],
])('%s opens nothing: 9401', async (_what, cookie) => {
  const stranger = openConsole(gateway.url, cookie);
  expectRefusal(await stranger.get(WHOAMI), 9401, 'log');
  expectRefusal(await stranger.post('/api/v1.0.0/payModes', { name: 'x' }), 9401);
});

test('a cookie counts below /console only, and a token everywhere else only', async () => {
  const browser = await asAdmin();
  const cookie = browser.cookie();
  for (const path of ['/api/v1.0.0/whoami', '/api/v1/whoami']) {
    const answer = await createClient(gateway.url, null).get(path, { cookie, ...CONSOLE_HEADERS });
    expectRefusal(answer, 9401);
  }
  const authorization = `Bearer ${await adminToken()}`;
  expectRefusal(await openConsole(gateway.url).get(WHOAMI, { authorization }), 9401);
  const both = await createClient(gateway.url, await merchantToken('shop-1')).get('/whoami', {
    cookie,
  });
  expect(both.body).toMatchObject({ role: 'merchant', session: null });
  const ignored = await browser.get(WHOAMI, {
    authorization: `Bearer ${await merchantToken('shop-1')}`,
  });
  expect(ignored.body).toMatchObject({ role: 'admin' });
});

test.each(['', 'x', '..', 'a.b.c'])('log-in with the token %j is refused', async (token) => {
  const answer = await openConsole(gateway.url).post('/login', { token });
  expectRefusal(answer, token === '' ? 9004 : 9401);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test('log-in says what it takes: one of token and code, and nothing else', async () => {
  const browser = openConsole(gateway.url);
  expectRefusal(await browser.post('/login', {}), 9004, 'token');
  expectRefusal(await browser.post('/login', { token: 'x', code: 'x' }), 9004, 'token');
  expectRefusal(await browser.post('/login', { token: 'x', admin: true }), 9004, 'admin');
  expectRefusal(await browser.post('/login', { token: 1 }), 9004, 'token');
});

test('a session ends after half an hour without use, and use keeps it', async () => {
  const browser = await asAdmin();
  const uuid = await uuidOf(browser);
  await age(uuid, 'lastSeenAt', '29 minutes');
  expect((await browser.get(WHOAMI)).status).toBe(200);
  await age(uuid, 'lastSeenAt', '29 minutes');
  expect((await browser.get(WHOAMI)).status).toBe(200);
  await age(uuid, 'lastSeenAt', '31 minutes');
  expectRefusal(await browser.get(WHOAMI), 9401);
  // It does not come back by being asked for.
  expectRefusal(await browser.get(WHOAMI), 9401);
});

test('a session ends after twelve hours, however much it is used', async () => {
  const browser = await logIn(
    gateway.url,
    await signToken({ sub: 'long', scope: 'payserver:admin', exp: secondsFromNow(86_400) }),
  );
  const { uuid } = (await browser.get(WHOAMI)).body.session;
  await age(uuid, 'expiresAt', '11 hours 59 minutes');
  expect((await browser.get(WHOAMI)).status).toBe(200);
  await age(uuid, 'expiresAt', '1 minute');
  expectRefusal(await browser.get(WHOAMI), 9401);
});

test('a session ends with the token that opened it, where that is sooner', async () => {
  const exp = secondsFromNow(600);
  const token = await signToken({ sub: 'short', scope: 'payserver:admin', exp });
  const browser = await logIn(gateway.url, token);
  const uuid = await uuidOf(browser);
  const rows = await runSql<{ ends: Date }>(
    gateway.databaseUrl,
    'SELECT "expiresAt" AS ends FROM "ConsoleSession" WHERE uuid = $1',
    [uuid],
  );
  expect(rows[0]?.ends.getTime()).toBe(exp * 1_000);
});

test('after log-out the cookie is gone, and whoever copied it finds nothing', async () => {
  const browser = await asAdmin();
  const thief = openConsole(gateway.url, browser.cookie());
  expect((await thief.get(WHOAMI)).status).toBe(200);
  const answer = await browser.post('/logout', {});
  expect([answer.status, browser.cookie()]).toEqual([204, '']);
  expectRefusal(await thief.get(WHOAMI), 9401);
  expect((await openConsole(gateway.url).post('/logout', {})).status).toBe(204);
});

test('every log-in makes a new secret', async () => {
  const browser = openConsole(gateway.url, `payserver=${'A'.repeat(43)}`);
  await browser.post('/login', { token: await adminToken() });
  const other = await asAdmin();
  expect(new Set([browser.cookie(), other.cookie(), 'A'.repeat(43)]).size).toBe(3);
  expectRefusal(await openConsole(gateway.url, `payserver=${'A'.repeat(43)}`).get(WHOAMI), 9401);
});

test('one sees and ends sessions of one’s own, an administrator those of everybody', async () => {
  const merchantUUID = newMerchant();
  const token = async (sub: string) => await signToken({ sub, merchantUUID });
  const [anna, phone, ben] = [
    await logIn(gateway.url, await token('anna')),
    await logIn(gateway.url, await token('anna')),
    await logIn(gateway.url, await token('ben')),
  ];
  const [annas, phones, bens] = [await uuidOf(anna), await uuidOf(phone), await uuidOf(ben)];
  const listed = (await anna.get('/api/v1.0.0/sessions')).body.items as Array<{
    uuid: string;
    isCurrent: number;
  }>;
  expect(listed.map(({ uuid, isCurrent }) => [uuid, isCurrent])).toEqual([
    [phones, 0],
    [annas, 1],
  ]);
  const revoke = async (browser: ConsoleBrowser, uuid: string) =>
    await browser.post(`/api/v1.0.0/sessions/${uuid}/revoke`, {});
  expectRefusal(await revoke(anna, bens), 9003);
  expectRefusal(await anna.get(`/api/v1.0.0/sessions/${bens}`), 9003);
  const ended = await revoke(anna, phones);
  expect(ended.body).toMatchObject({ uuid: phones, revokedAt: expect.stringMatching(/^20/) });
  expectRefusal(await phone.get(WHOAMI), 9401);
  expect((await revoke(anna, phones)).body).toEqual(ended.body);

  const admin = await asAdmin();
  expect((await admin.get(`/api/v1.0.0/sessions?uuid=${bens}`)).body.items).toMatchObject([
    { uuid: bens, subject: 'ben', merchantUUID, role: 'merchant', isCurrent: 0 },
  ]);
  expect((await revoke(admin, bens)).status).toBe(200);
  expectRefusal(await ben.get(WHOAMI), 9401);
  // The same name of another merchant is another person.
  const other = await logIn(gateway.url, await signToken({ sub: 'anna', merchantUUID: 'else' }));
  expectRefusal(await revoke(other, annas), 9003);
});

test('a bearer token sees and ends its sessions as well', async () => {
  const merchantUUID = newMerchant();
  const token = await signToken({ sub: 'carol', merchantUUID });
  const browser = await logIn(gateway.url, token);
  const client = createClient(gateway.url, token);
  const { items } = (await client.get('/sessions')).body;
  expect(items).toMatchObject([{ subject: 'carol', isCurrent: 0 }]);
  expect((await client.post(`/sessions/${items[0].uuid}/revoke`, {})).status).toBe(200);
  expectRefusal(await browser.get(WHOAMI), 9401);
});

test('of one person’s sessions the fifty newest count', async () => {
  const token = await signToken({ sub: newMerchant(), scope: 'payserver:admin' });
  const first = await logIn(gateway.url, token);
  const second = await logIn(gateway.url, token);
  for (let at = 0; at < 49; at += 1) await logIn(gateway.url, token);
  expectRefusal(await first.get(WHOAMI), 9401);
  expect((await second.get(WHOAMI)).status).toBe(200);
});

test('API processes share sessions, and a restart of one keeps them', async () => {
  const [one, two] = [
    await startApi(gateway, { CONSOLE: '1' }),
    await startApi(gateway, { CONSOLE: '1' }),
  ];
  onTestFinished(async () => {
    await one.stop();
    await two.stop();
  });
  const browser = await logIn(one.url, await adminToken());
  await one.app.stop();
  const elsewhere = openConsole(two.url, browser.cookie());
  expect((await elsewhere.get(WHOAMI)).status).toBe(200);
  await elsewhere.post('/logout', {});
  expectRefusal(await openConsole(gateway.url, browser.cookie()).get(WHOAMI), 9401);
});

test('without CONSOLE there is none', async () => {
  const api = await startApi(gateway, {});
  onTestFinished(async () => await api.stop());
  for (const path of ['', '/', '/options', WHOAMI]) {
    const answer = await openConsole(api.url).get(path);
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

test('log-in, acts, log-out, ended sessions and refused log-ins are in the audit log', async () => {
  const subject = newMerchant();
  const merchantUUID = newMerchant();
  const browser = await logIn(
    gateway.url,
    await signToken({ sub: subject, merchantUUID, scope: 'payserver:operate' }),
  );
  const uuid = await uuidOf(browser);
  await browser.post('/api/v1.0.0/payModes', { name: 'audited' });
  await browser.post('/api/v1.0.0/sessions/nowhere/revoke', {});
  await browser.post('/logout', {});
  const admin = await operator(gateway);
  const { items } = (await admin.get(`/auditRecords?actor=${subject}&orderBy=createdAt`)).body;
  const said = (items as Array<Record<string, unknown>>).map(
    ({ action, result, merchantUUID: whose, detail, address }) => [
      action,
      result,
      whose === merchantUUID,
      (detail as { via: string }).via,
      address,
    ],
  );
  const of = (action: string, result: string) => [action, result, true, 'console', '127.0.0.1'];
  expect(said).toEqual([
    of('POST /console/login', 'done'),
    of('POST /payModes', 'begun'),
    of('POST /payModes', 'done'),
    of('POST /sessions/:uuid/revoke', 'begun'),
    of('POST /sessions/:uuid/revoke', '9003'),
    of('POST /console/logout', 'done'),
  ]);
  expect(items[0].target).toBe(uuid);
  expect(JSON.stringify(items)).not.toContain(browser.cookie() || 'no cookie');

  // Refusals of one address and reason are one record at each API: at an own one it is no other test's.
  const api = await startApi(gateway, { CONSOLE: '1' });
  onTestFinished(api.stop);
  const refused = await openConsole(api.url).post('/login', { token: 'a.b.c' });
  expectRefusal(refused, 9401);
  const { requestId } = refused.body as { requestId: string };
  const counted = async () =>
    (await admin.get('/auditRecords?action=token&limit=200')).body.items as Array<{
      requestId: string;
    }>;
  await eventually(counted, (records) => records.some((one) => one.requestId === requestId));
});

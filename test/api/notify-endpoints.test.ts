import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { HOOK, openPaused } from '../support/notify.ts';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { adminToken } from '../support/tokens.ts';

const gateway = sharedGateway();

/** Whose messages go to public addresses only; those of other tests have receivers on this machine. */
let strict: ApiProcess;
beforeAll(async () => {
  strict = await startApi(gateway, { NOTIFY_ALLOW: '' });
});
afterAll(async () => await strict.stop());

test('an endpoint shows its secret once, and everything else whenever it is asked for', async () => {
  const shop = await newShop(gateway);
  const wish = {
    url: `${HOOK}?for=us`,
    name: 'back office',
    types: ['payment.succeeded'],
    signing: 'both',
    schedule: 'custom',
    customSchedule: [5, 60],
    ratePerS: 50,
  };
  const { status, body: made } = await shop.client.post('/notifyEndpoints', wish);
  expect(status).toBe(201);
  const { secret, ...shown } = made;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(shown).toMatchObject({
    ...wish,
    kind: 'fixed',
    format: 'standard',
    ack: '2xx',
    status: 'on',
    merchantUUID: shop.merchantUUID,
  });
  expect(shown.publicKey).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
  const read = (await shop.client.get(`/notifyEndpoints/${made.uuid}`)).body;
  expect(read).toEqual(shown);
  expect((await shop.client.get('/notifyEndpoints')).body.items).toEqual([shown]);
  const rows = await runSql(
    gateway.databaseUrl,
    'SELECT e::text AS row FROM "NotifyEndpoint" e WHERE uuid = $1',
    [made.uuid],
  );
  expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
});

test('in the format of Chinese providers a receiver answers SUCCESS, unless it is said otherwise', async () => {
  const shop = await newShop(gateway);
  const open = async (more: object) =>
    (await shop.client.post('/notifyEndpoints', { url: HOOK, ...more })).body.ack;
  expect(await open({ format: 'cn' })).toBe('success');
  expect(await open({ format: 'cnForm', ack: '2xx' })).toBe('2xx');
});

test('an endpoint is changed, paused and resumed; what is absent stays', async () => {
  const shop = await newShop(gateway);
  const { secret: _, ...made } = await openPaused(shop, { types: ['refund.failed'], ratePerS: 5 });
  const path = `/notifyEndpoints/${made['uuid']}`;
  const paused = (await shop.client.get(path)).body;
  expect(paused).toMatchObject({ status: 'paused', types: ['refund.failed'], ratePerS: 5 });
  const change = { url: 'https://other.example/x', ratePerS: null, types: [], status: 'on' };
  const changed = (await shop.client.post(path, change)).body;
  expect(changed).toMatchObject({ ...made, ...change, modifiedAt: changed.modifiedAt });
  expect((await shop.client.get(path)).body).toMatchObject(change);
});

test('one that was switched off is switched on again as if it were new', async () => {
  const shop = await newShop(gateway);
  const { body } = await shop.client.post('/notifyEndpoints', { url: HOOK });
  const path = `/notifyEndpoints/${body.uuid}`;
  await runSql(
    gateway.databaseUrl,
    `UPDATE "NotifyEndpoint" SET status = 'off', "offReason" = 'it answered 410', "offAt" = now(), failures = 120,
     "failingSince" = now(), "notBefore" = now() + interval '1 hour' WHERE uuid = $1`,
    [body.uuid],
  );
  expect((await shop.client.get(path)).body).toMatchObject({
    status: 'off',
    offReason: 'it answered 410',
  });
  const pause = await shop.client.post(path, { status: 'paused' });
  expect(refusalProblem(pause, { code: 9007 })).toBeNull();
  expect((await shop.client.post(path, { status: 'on' })).body).toMatchObject({
    status: 'on',
    offReason: null,
    offAt: null,
    failingSince: null,
  });
  const [row] = await runSql(
    gateway.databaseUrl,
    'SELECT failures, "notBefore" FROM "NotifyEndpoint" WHERE uuid = $1',
    [body.uuid],
  );
  expect(row).toEqual({ failures: 0, notBefore: null });
});

test('a rotated secret is another, shown once, and the one before is stored as long as it signs', async () => {
  const shop = await newShop(gateway);
  const made = await openPaused(shop);
  const path = `/notifyEndpoints/${made['uuid']}`;
  const { body: rotated } = await shop.client.post(`${path}/rotateSecret`, {});
  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(made['secret']);
  expect(rotated.oldSecretUntil).not.toBeNull();
  expect((await shop.client.get(path)).body).not.toHaveProperty('secret');
  const { body: leaked } = await shop.client.post(`${path}/rotateSecret`, { overlapHours: 0 });
  expect(leaked.oldSecretUntil).toBeNull();
  const [row] = await runSql<{ prevSecret: string | null }>(
    gateway.databaseUrl,
    'SELECT "prevSecret" FROM "NotifyEndpoint" WHERE uuid = $1',
    [made['uuid']],
  );
  expect(row).toEqual({ prevSecret: null });
});

test("a deleted endpoint is gone with its messages' list, and its replays have ended", async () => {
  const shop = await newShop(gateway);
  const made = await openPaused(shop);
  const path = `/notifyEndpoints/${made['uuid']}`;
  await shop.client.post(`${path}/test`, {});
  const { body: replay } = await shop.client.post(`${path}/replays`, {
    from: '2026-01-01 00:00:00',
  });
  expect((await shop.client.post(`${path}/delete`, {})).status).toBe(200);
  expect(refusalProblem(await shop.client.get(path), { code: 9003 })).toBeNull();
  const below = await shop.client.get(`${path}/notifyDeliveries`);
  expect(refusalProblem(below, { code: 9003 })).toBeNull();
  expect((await shop.client.get('/notifyDeliveries')).body.items).toEqual([]);
  const ended = (await shop.client.get(`/notifyReplays/${replay.uuid}`)).body;
  expect(ended.status).toBe('stopped');
});

/** Where a merchant's messages must never lead. */
const FORBIDDEN = [
  ...['http://shop.example/x', 'https://127.0.0.1/x', 'https://localhost/x', 'https://[::1]:8443/'],
  ...['https://10.0.0.1/x', 'https://192.168.1.1/', 'https://169.254.169.254/latest/meta-data'],
  ...['https://2130706433/', 'https://0x7f.1/', 'https://[::ffff:127.0.0.1]/', 'https://0/'],
  ...['https://user:secret@shop.example/', 'https://100.100.100.200/', 'https://[fd00:ec2::254]/'],
];

test.each(FORBIDDEN)(
  'no message may be sent to %s: neither an endpoint nor an order takes it',
  async (url) => {
    const shop = await newShop({ ...gateway, url: strict.url });
    const made = await openPaused(shop);
    const open = await shop.client.post('/notifyEndpoints', { url });
    expect(refusalProblem(open, { code: 9004, field: 'url' })).toBeNull();
    const change = await shop.client.post(`/notifyEndpoints/${made['uuid']}`, { url });
    expect(refusalProblem(change, { code: 9004, field: 'url' })).toBeNull();
    const payModeUUID = await shop.open('cash');
    const body = payBody(shop.merchantUUID, { payModeUUID, clientPayNo: 'p' });
    const paid = await shop.client.post('/pay', { ...body, notifyUrl: url });
    expect(refusalProblem(paid, { code: 9004, field: 'notifyUrl' })).toBeNull();
    const { body: batch } = await shop.client.post('/batchPay', {
      batchPayData: [body, { ...body, clientPayNo: 'q', notifyUrl: url }],
    });
    const codes = batch.batchPayResult.map((one: { body: { code?: number } }) => one.body.code);
    expect(codes).toEqual([undefined, 9004]);
    const { tractionNo } = batch.batchPayResult[0].body.data;
    const refund = { payTractionNo: tractionNo, clientRefundNo: 'r', notifyUrl: url };
    const refunded = await shop.client.post('/refund', refund);
    expect(refusalProblem(refunded, { code: 9004, field: 'notifyUrl' })).toBeNull();
    expect((await shop.client.get('/payOrders')).body.size).toBe(1);
  },
);

test('the notifyUrl of a payment or refund is part of it, and makes one endpoint for each origin', async () => {
  const shop = await newShop(gateway);
  const payModeUUID = await shop.open('cash');
  const pay = async (clientPayNo: string, notifyUrl?: string) => {
    const body = payBody(shop.merchantUUID, { payModeUUID, clientPayNo });
    return await shop.client.post('/pay', { ...body, ...(notifyUrl && { notifyUrl }) });
  };
  const first = await pay('p1', 'https://A.example/one?x=1');
  expect(first.status).toBe(200);
  expect((await pay('p1', 'https://A.example/one?x=1')).body).toEqual(first.body);
  expect(refusalProblem(await pay('p1'), { code: 9005 })).toBeNull();
  await Promise.all(['p2', 'p3', 'p4'].map(async (no) => await pay(no, 'https://a.example/two')));
  const { tractionNo } = first.body.data;
  const refund = { payTractionNo: tractionNo, clientRefundNo: 'r', notifyUrl: 'https://b.example' };
  expect((await shop.client.post('/refund', refund)).status).toBe(200);
  const { items } = (await shop.client.get('/notifyEndpoints?kind=adhoc')).body;
  expect(items.map(({ url }: { url: string }) => url)).toEqual([
    'https://a.example',
    'https://b.example',
  ]);
  const rows = await runSql(
    gateway.databaseUrl,
    `SELECT "notifyUrl" FROM "PayOrder" WHERE "merchantUUID" = $1 AND "clientPayNo" = 'p1'
     UNION ALL SELECT "notifyUrl" FROM "RefundOrder" WHERE "merchantUUID" = $1`,
    [shop.merchantUUID],
  );
  expect(rows).toEqual([
    { notifyUrl: 'https://a.example/one?x=1' },
    { notifyUrl: 'https://b.example/' },
  ]);
});

test('calls of a merchant name twenty origins at most, and it registers fifty endpoints at most', async () => {
  const shop = await newShop(gateway);
  const payModeUUID = await shop.open('cash');
  const pay = async (at: number) => {
    const body = payBody(shop.merchantUUID, { payModeUUID, clientPayNo: `p${at}` });
    return await shop.client.post('/pay', { ...body, notifyUrl: `https://o${at}.example/` });
  };
  for (let at = 0; at < 20; at += 1) expect((await pay(at)).status).toBe(200);
  expect(refusalProblem(await pay(20), { code: 9004, field: 'notifyUrl' })).toBeNull();
  expect((await pay(19)).status).toBe(200);
  for (let at = 0; at < 50; at += 1) {
    expect((await shop.client.post('/notifyEndpoints', { url: HOOK })).status).toBe(201);
  }
  const more = await shop.client.post('/notifyEndpoints', { url: HOOK });
  expect(more).toMatchObject({
    status: 400,
    body: { code: 9004, message: expect.stringContaining('50 fixed') },
  });
});

test('the audit log says who opened, changed and rotated it, without its secret or the query of its URL', async () => {
  const shop = await newShop(gateway);
  const url = `${HOOK}?token=only-the-shop-knows`;
  const { body: made } = await shop.client.post('/notifyEndpoints', { url });
  await shop.client.post(`/notifyEndpoints/${made.uuid}/rotateSecret`, {});
  const admin = createClient(gateway.url, await adminToken());
  const { items } = (await admin.get(`/auditRecords?merchantUUID=${shop.merchantUUID}`)).body;
  const said = JSON.stringify(items);
  expect(said).toContain('POST /notifyEndpoints/:uuid/rotateSecret');
  expect(said).toContain(`${HOOK}?***`);
  for (const secret of ['only-the-shop-knows', made.secret]) expect(said).not.toContain(secret);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReceivedCall } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { signedHeaders } from '../support/notices.ts';
import { openTally } from '../support/report.ts';
import { runSql } from '../support/sql.ts';
import { quote } from './canary-connector.ts';
import { readOutputs, readQueue, readStatements, readTables } from './canary-places.ts';
import { sendRefused } from './canary-refusals.ts';
import { type CanaryScene, STORED_WITH_ORDERS, setCanaryScene } from './canary-scene.ts';
import { openPlants, type SearchedText, searchPlaces } from './planted.ts';

// One test after the other tells of one gateway's life; the last one looks for what it has left behind.
const ASYNC = { prefer: 'respond-async' };
const tally = openTally('canaries x places');
let scene: CanaryScene;
/** what the queue held when payments waited for their next attempt */
let waiting: SearchedText[] = [];
const open: { uuid: string; clientPayNo: string }[] = [];

beforeAll(async () => {
  scene = await setCanaryScene();
}, 120_000);
afterAll(async () => await scene?.stop());

const one = (places: readonly SearchedText[]) => places.map(({ text }) => text).join('\n');
const callOf = (clientPayNo: string) =>
  scene.connector.calls.find(({ body }) => body.clientPayNo === clientPayNo);

test('payments of every end are made, and the connector receives their secrets', async () => {
  const { till, token, newPay, settled } = scene;
  for (const act of ['succeed', 'decline', 'lose']) {
    const body = newPay(act);
    await till.say({ path: '/pay', token, headers: ASYNC, body, expect: 200 });
    await settled(body.clientPayNo, act === 'decline' ? 'payFailed' : 'payed');
    expect(callOf(body.clientPayNo)?.body.payParams).toEqual(body.payParams);
    await till.say({ path: '/pay', token, body, expect: 200 });
    const other = newPay('another', { clientPayNo: body.clientPayNo });
    await till.say({ path: '/pay', token, body: other, expect: 409 });
  }
  await refundOf('succeed');
  await refundOf('run');
  await searchFor('succeed');
  // What nobody may read is masked, the rest is stored.
  expect(await refundOf('decline')).toMatch(/^no money: .*\*{3}.*\*{3}.*\*{3}/);
  // This template has no secrets but the one that all have.
  const payParams = { payBarCode: scene.plants.barcode('payBarCode of cash') };
  const offline = newPay('cash', { payModeUUID: scene.cash, payParams });
  await till.say({ path: '/pay', token, body: offline, expect: 200 });
}, 120_000);

/** Pays, asks for a refund that the connector treats as `act` says, and answers its resultCode. */
async function refundOf(act: 'succeed' | 'decline' | 'run'): Promise<string> {
  const { till, token, plants, newPay, settled } = scene;
  const paid = newPay('succeed');
  const { data } = await till.say({ path: '/pay', token, headers: ASYNC, body: paid, expect: 200 });
  await settled(paid.clientPayNo, 'payed');
  const note = plants.word(`clientExtraParams of a refund, ${act}`, STORED_WITH_ORDERS);
  const clientRefundNo = `${act}-${data.uuid}`;
  const body = {
    payTractionNo: data.tractionNo,
    clientRefundNo,
    clientExtraParams: { note },
  };
  await till.say({ path: '/refund', token, headers: ASYNC, body, expect: 200 });
  const statuses = { succeed: 'refunded', decline: 'refundFailed', run: 'refunding' };
  const path = `/refundOrders?clientRefundNo=${clientRefundNo}`;
  const { items } = await eventually(
    async () => await till.say({ method: 'GET', path, token, expect: 200 }),
    (list) => list.items[0]?.status === statuses[act],
  );
  return items[0].resultCode;
}

/** Finds a payment by its barcode, and another by no other secret of it. */
async function searchFor(act: 'succeed'): Promise<void> {
  const { till, token, newPay } = scene;
  const body = newPay(act);
  await till.say({ path: '/pay', token, body, expect: 200 });
  const { payBarCode, card, pins } = body.payParams as Record<string, unknown>;
  const secrets = [
    payBarCode,
    (card as { cardNo: string }).cardNo,
    (pins as { pin: string }[])[0]?.pin,
  ];
  const found = secrets.map(async (secret) => {
    const path = `/search?q=${String(secret)}`;
    const { items } = await till.say({ method: 'GET', path, token, expect: 200 });
    return items.map((item: { matchedBy: string }) => item.matchedBy);
  });
  expect(await Promise.all(found)).toEqual([['barcode'], [], []]);
}

test('payments that nobody knows the end of wait in the queue', async () => {
  const { till, token, newPay } = scene;
  for (const act of ['run', 'proxy', 'tear', 'mistake', 'unheard']) {
    const body = newPay(act);
    const { data } = await till.say({ path: '/pay', token, headers: ASYNC, body, expect: 200 });
    open.push({ uuid: data.uuid, clientPayNo: body.clientPayNo });
    await eventually(
      async () => callOf(body.clientPayNo),
      (call) => call !== undefined,
    );
  }
  waiting = await eventually(
    async () => await readQueue(scene.gateway),
    (places) => open.every(({ uuid }) => one(places).includes(uuid)),
    60_000,
  );
  const rows = await runSql<{ secrets: string }>(
    scene.gateway.databaseUrl,
    `SELECT "paySecrets"::text AS secrets FROM "PayOrder" WHERE uuid = ANY($1)`,
    [open.map(({ uuid }) => uuid)],
  );
  expect(rows).toHaveLength(open.length);
  for (const { secrets } of rows) expect(secrets).toMatch(/"13\d{16}"/);
}, 120_000);

test('requests that are refused', async () => {
  const before = scene.till.heard.length;
  await sendRefused(scene);
  expect(scene.till.heard.length - before).toBeGreaterThanOrEqual(40);
}, 60_000);

test('a database that refuses a row, and one that becomes unavailable', async () => {
  const { till, token, admin, plants, newPay, gateway } = scene;
  const { databaseUrl } = gateway;
  // PostgreSQL quotes the beginning of every column of a row that a constraint refuses.
  await runSql(databaseUrl, `ALTER TABLE "PayOrder" ADD CONSTRAINT quoting CHECK (payer <> 'Z')`);
  const payParams = { pin: plants.word('pin in a refused row') };
  const refused = newPay('succeed', { payer: 'Z', payParams });
  await till.say({ path: '/pay', token, body: refused, expect: 500 });
  await runSql(databaseUrl, 'ALTER TABLE "PayOrder" DROP CONSTRAINT quoting');
  const secret = plants.word('notifySecret in a refused row');
  const template = { payTemplateId: 'quoting', name: 'Z', notifySecret: `whsec_${secret}` };
  await runSql(databaseUrl, `ALTER TABLE "PayModeTemplate" ADD CONSTRAINT z CHECK (name <> 'Z')`);
  await till.say({ path: '/registerPayModeTemplate', token: admin, body: template, expect: 500 });
  await eventually(
    async () => gateway.api.output().split('unexpected error').length - 1,
    (errors) => errors === 2,
  );
  const pays = Array.from({ length: 20 }, async () => {
    const body = newPay('succeed');
    return await till.say({ path: '/pay', token, headers: ASYNC, body, expect: [200, 500, 503] });
  });
  const ended = await runSql(
    databaseUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  expect(ended.length).toBeGreaterThan(0);
  await Promise.all(pays);
  await eventually(
    async () => await till.say({ method: 'GET', path: '//health/ready', expect: [200, 503] }),
    ({ status }) => status === 'ready',
  );
}, 60_000);

test('notices, true and false, and an operator who ends what is open', async () => {
  const { till, admin, plants, token } = scene;
  for (const { body } of [...scene.connector.calls]) {
    if (typeof body?.notifyUrl !== 'string') continue;
    const { pathname } = new URL(body.notifyUrl);
    const value = String(pathname.split('/').at(-1));
    if (plants.all.some((plant) => plant.value === value)) continue;
    plants.plant('token of a notice', value);
    const notice = {
      tractionNo: body.tractionNo,
      ret: 'failed',
      thirdErrorReason: plants.barcode('barcode in a notice'),
    };
    await till.say({ path: `/${pathname}`, body: notice, expect: 401 });
    const wrong = `/payInfo/${body.tractionNo}/${plants.word('wrong token of a notice')}`;
    await till.say({ path: wrong, body: notice, expect: 404 });
    await till.say({
      path: `/${pathname}`,
      body: `{"x":${plants.word('no JSON')}`,
      expect: [400, 401],
    });
  }
  await contradict();
  const notices = plants.all.filter(({ what }) => what === 'token of a notice');
  expect(notices.length).toBeGreaterThanOrEqual(open.length + 3);
  for (const { uuid, clientPayNo } of open) {
    const reason = `not on the slip: ${callOf(clientPayNo)?.body.payParams.payBarCode}`;
    const wrong = { outcome: plants.barcode('barcode as an outcome'), reason };
    await till.say({ path: `/payOrders/${uuid}/settle`, token: admin, body: wrong, expect: 400 });
    const right = { outcome: 'failed', reason };
    await till.say({ path: `/payOrders/${uuid}/settle`, token, body: right, expect: 403 });
    await till.say({ path: `/payOrders/${uuid}/settle`, token: admin, body: right, expect: 200 });
    await scene.settled(clientPayNo, 'payFailed');
  }
}, 120_000);

// Each secret is in the one answer that shows it.
test('endpoints of messages: what signs them, and what their URLs hold', async () => {
  const { till, token, plants } = scene;
  const shown = ['table public.NotifyEndpoint', 'answer'];
  const query = plants.word('query of the URL of an endpoint', shown);
  const body = { url: `https://shop.example/hook?token=${query}`, signing: 'both' };
  const secretOf = ({ secret }: { readonly secret: string }) => {
    const value = secret.replace('whsec_', '');
    plants.plant('secret of an endpoint', value, [till.heard.at(-1)?.name ?? '']);
    plants.plant('bytes of that secret', Buffer.from(value, 'base64').toString('hex'));
  };
  const made = await till.say({ path: '/notifyEndpoints', token, body, expect: 201 });
  secretOf(made);
  const path = `/notifyEndpoints/${made.uuid}`;
  await till.say({ path, token, body: { status: 'paused' }, expect: 200 });
  secretOf(await till.say({ path: `${path}/rotateSecret`, token, body: {}, expect: 200 }));
  await till.say({ path: `${path}/test`, token, body: {}, expect: 200 });
  for (const list of ['/notifyEndpoints', '/notifyDeliveries', path]) {
    await till.say({ method: 'GET', path: list, token, expect: 200 });
  }
  expect(plants.all.filter(({ what }) => what === 'secret of an endpoint')).toHaveLength(2);
});

/** A true notice that a payment failed which has succeeded, and an operator who deals with it. */
async function contradict(): Promise<void> {
  const { till, admin, notifySecret } = scene;
  const isPaid = ({ body }: ReceivedCall) => String(body.clientPayNo).startsWith('succeed-');
  const paid = scene.connector.calls.filter(isPaid)[0]?.body;
  const { tractionNo, notifyUrl, payParams } = paid;
  const thirdErrorReason = `no money after all: ${quote(paid)}`;
  const body = JSON.stringify({ tractionNo, ret: 'failed', thirdErrorReason });
  const headers = signedHeaders(body, { secret: notifySecret, id: 'contradicting' });
  await till.say({ path: `/${new URL(notifyUrl).pathname}`, headers, body, expect: 200 });
  const { items } = await till.say({
    method: 'GET',
    path: '/exceptions',
    token: admin,
    expect: 200,
  });
  expect(items[0].detail.reason).toContain('no money after all');
  const reason = `the terminal says ${payParams.payBarCode}`;
  const path = `/exceptions/${items[0].uuid}/resolve`;
  await till.say({ path, token: admin, body: { reason }, expect: 200 });
}

test('every list and record is read', async () => {
  const { till, admin } = scene;
  const filled: string[] = [];
  const lists = [
    'payOrders',
    'refundOrders',
    'tradeRecords',
    'payModes',
    'payModeTemplates',
    'exceptions',
    'auditRecords',
  ];
  for (const list of lists) {
    const { items } = await till.say({
      method: 'GET',
      path: `/${list}?limit=200`,
      token: admin,
      expect: 200,
    });
    if (items.length > 0) filled.push(list);
    for (const { uuid } of items.slice(0, 30)) {
      await till.say({ method: 'GET', path: `/${list}/${uuid}`, token: admin, expect: 200 });
    }
  }
  for (const path of ['//health/live', '//health/ready']) {
    await till.say({ method: 'GET', path, expect: 200 });
  }
  expect(filled).toEqual(lists);
}, 60_000);

test('a canary is found however it is encoded', () => {
  const plants = openPlants();
  const word = plants.word('a word', ['here']);
  const texts = [word, `x${word}y`].flatMap((text) => {
    const bytes = Buffer.from(text);
    return [text, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
  });
  const places = texts.map((text) => ({ name: 'there', text }));
  expect(searchPlaces(plants, places)).not.toContain(null);
  expect(searchPlaces(plants, [{ name: 'here', text: word }])).toEqual([null]);
});

test('no canary is where it must not be', async () => {
  const { gateway, till, plants, said } = scene;
  // What a process writes arrives a little later than its answers, in the same order.
  const { requestId } = await till.say({ method: 'GET', path: '/the-end', expect: 404 });
  await eventually(
    async () => gateway.api.output(),
    (output) => output.includes(requestId),
  );
  const places = [
    ...waiting.map(({ name, text }) => ({ name: `${name}, while payments wait`, text })),
    ...(await readTables(gateway.databaseUrl)),
    ...(await readQueue(gateway)),
    await readStatements(gateway.databaseUrl),
    ...said(),
    ...readOutputs(gateway),
    ...till.heard,
  ];
  expect(plants.all.length).toBeGreaterThan(60);
  expect(places.length).toBeGreaterThan(100);
  expect(tally.judge(searchPlaces(plants, places))).toEqual([]);
}, 60_000);

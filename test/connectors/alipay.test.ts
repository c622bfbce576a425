import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  type AlipayScene,
  barcode,
  buildAlipay,
  PAID,
  payBody,
  refundBody,
  startAlipayScene,
} from './alipay-scene.ts';

let build: ArmedPrograms<Point>;
let scene: AlipayScene;

beforeAll(async () => {
  build = await buildAlipay();
  // On a machine that is too busy a customer who confirms after two seconds must still be in time.
  scene = await startAlipayScene(build, { CALL_MS: '4000', CLOSE_AFTER_MS: '8000' });
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

/** Pays and goes on as the gateway does until it is certain. */
async function pays(behaviour: string, changes: { readonly amount?: number } = {}) {
  const body = payBody(scene, { code: barcode(behaviour), ...changes });
  const end = await scene.gateway.untilEnd('/pay', body);
  return { no: body.tractionNo, ret: end.ret, body: end.body };
}

const moneyOf = async (no: string) => ({
  net: await scene.stub.net(no),
  charges: await scene.stub.charges(no),
  posts: (await scene.stub.callsOf(no, 'pay')).length,
});

// First: later there are queries of other payments, which would take the step that is meant for this one.
describe('whether a merchant can take payments', () => {
  const check = async (merchant: string) => {
    const answer = await fetch(`${scene.url}/checkEnv?merchantUUID=${merchant}`);
    return (await answer.json()) as { ret?: boolean };
  };

  test('is asked of Alipay', async () => {
    expect(await check('demo-shop')).toEqual({ ret: true });
    expect(await check('nobody')).toEqual({ ret: false });
    await scene.stub.script('query', ['060000']);
    expect(await check('demo-shop')).toEqual({ ret: false });
  });
});

describe.concurrent('a payment by barcode', () => {
  test('is paid in one call, which one query confirms', async () => {
    const body = payBody(scene, { code: barcode() });
    const { ret, body: said } = await scene.gateway.call('/pay', body);
    expect(ret).toBe('success');
    expect(said['thirdOrderNo']).toMatch(/^\d{16,64}$/);
    expect(said['tradeFinishedAt']).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const calls = await scene.stub.callsOf(body.tractionNo);
    expect(calls.map(({ call }) => call)).toEqual(['pay', 'query']);
  });

  test('that is posted 20 times at once is one call of Alipay', async () => {
    const body = payBody(scene, { code: barcode() });
    const said = await Promise.all(
      Array.from({ length: 20 }, async () => await scene.gateway.call('/pay', body)),
    );
    expect(said.every(({ ret }) => ret === 'success' || ret === 'running')).toBe(true);
    await scene.gateway.untilEnd('/pay', body);
    expect(await moneyOf(body.tractionNo)).toEqual({ net: PAID, charges: 1, posts: 1 });
  });

  test.each([
    ['the customer confirms after a second', '010001'],
    ['the answer is lost before its head', '020000'],
    ['the answer is lost in the middle', '020200'],
    ['the answer is a page of a proxy', '050100'],
    ['the answer is empty', '050200'],
    ['the answer has 10 MB', '050400'],
    ['the answer is signed by another key', '060000'],
    ['the answer has no signature', '060400'],
    ['the answer is signed over other bytes', '060500'],
    ['the answer names another number', '070200'],
    ['the answer has fields that nobody knows', '160200'],
    ['the connection is closed after the answer', '160100'],
    ['the body of the answer comes after nine seconds', '040009'],
    ['Alipay says "system error" and takes the money', '120300'],
    ['Alipay says something that is not listed and takes the money', '120600'],
    ['queries say "no such trade" for a second', '080101'],
  ])('where %s is paid once', async (_what, behaviour) => {
    const { no, ret } = await pays(behaviour);
    expect(ret).toBe('success');
    expect(await moneyOf(no)).toEqual({ net: PAID, charges: 1, posts: 1 });
  });

  test.each([
    ['the customer never confirms', '010200'],
    ['the call is lost', '030000'],
    ['Alipay says "system error" and takes nothing', '120400'],
    ['the customer pays just before the cancellation', '090000'],
    ['the customer pays during the cancellation', '090100'],
    ['the cancellation must be repeated', '100002'],
    ['the answer to the cancellation is lost', '100200'],
    ['the first cancellation does nothing', '100300'],
  ])('where %s is called off in time, and leaves no money', async (_what, behaviour) => {
    const { no, ret } = await pays(behaviour);
    expect(ret).toBe('failed');
    expect(await moneyOf(no)).toMatchObject({ net: 0, posts: 1 });
  });

  test('is not cancelled before its time', async () => {
    const body = payBody(scene, { code: barcode('010002') });
    expect((await scene.gateway.call('/pay', body)).ret).toBe('running');
    const { ret } = await scene.gateway.untilEnd('/pay', body);
    expect(ret).toBe('success');
    expect(await scene.stub.callsOf(body.tractionNo, 'reverse')).toEqual([]);
  });

  test('that comes late after its cancellation is given back, once', async () => {
    const { no, ret } = await pays('090202');
    expect(ret).toBe('failed');
    const bookings = async () => (await scene.stub.bookingsOf(no)).map(({ kind }) => kind);
    const moved = await eventually(bookings, (kinds) => kinds.length >= 2);
    expect(moved).toEqual(['charge', 'reverse']);
    expect((await scene.gateway.call('/query', { tractionNo: no })).ret).not.toBe('success');
  });

  test.each([
    ['110000', /expired/],
    ['110300', /not enough money/],
    ['120100', /limit/],
    ['110600', /failed: try again/],
    ['110700', /./],
  ])('that is declined (%s) says why', async (behaviour, why) => {
    const { no, ret, body } = await pays(behaviour);
    expect(ret).toBe('failed');
    expect((body['thirdErrorReason'] as string | undefined) ?? 'a notice').toMatch(why);
    expect(await moneyOf(no)).toMatchObject({ net: 0, posts: 1 });
  });

  test('with a code that is none of Alipay, or of a merchant without a file, sends nothing', async () => {
    const wrong = payBody(scene, { code: '134567890123456789' });
    const nobody = payBody(scene, { code: barcode(), merchant: 'nobody' });
    for (const body of [wrong, nobody]) {
      expect((await scene.gateway.call('/pay', body)).ret).toBe('failed');
      expect(await scene.stub.ordersOf(body.tractionNo)).toEqual([]);
    }
  });

  test.each([
    ['another amount', '070000'],
    ['another app', '070100'],
  ])('of which queries say %s is never a success by them', async (_what, step) => {
    const body = payBody(scene, { code: barcode() });
    await scene.stub.script('query', [step, step, step], body.tractionNo);
    const first = await scene.gateway.call('/pay', body);
    expect(first.ret).toBe('running');
    await scene.gateway.untilEnd('/pay', body);
    expect(await moneyOf(body.tractionNo)).toMatchObject({ charges: 1, posts: 1 });
  });
});

describe.concurrent('a cancellation', () => {
  test('while the customer is confirming takes effect', async () => {
    const body = payBody(scene, { code: barcode('010200') });
    expect((await scene.gateway.call('/pay', body)).ret).toBe('running');
    expect((await scene.gateway.cancelUntilEnd(body.tractionNo)).ret).toBe('failed');
    expect(await scene.stub.net(body.tractionNo)).toBe(0);
  });

  test('of what is paid is none', async () => {
    const { no } = await pays('000000');
    expect((await scene.gateway.call('/cancel', { tractionNo: no })).ret).toBe('failed');
    expect(await scene.stub.net(no)).toBe(PAID);
  });

  test('of a number that never came declines it when it comes', async () => {
    const body = payBody(scene, { code: barcode() });
    const { tractionNo } = body;
    expect((await scene.gateway.call('/cancel', { tractionNo })).ret).toBe('notFound');
    expect((await scene.gateway.call('/pay', body)).ret).toBe('failed');
    expect(await scene.stub.ordersOf(tractionNo)).toEqual([]);
  });
});

describe.concurrent('a code that the shop shows', () => {
  async function shown() {
    const body = payBody(scene);
    const { ret, body: said } = await scene.gateway.call('/pay', body);
    expect(ret).toBe('running');
    const { codeUrl } = said['payData'] as { codeUrl: string };
    return { no: body.tractionNo, body, codeUrl };
  }

  test('is paid when the customer scans it', async () => {
    const { no, body, codeUrl } = await shown();
    await scene.stub.scan(codeUrl, 'approve');
    expect((await scene.gateway.untilEnd('/pay', body)).ret).toBe('success');
    expect(await scene.stub.net(no)).toBe(PAID);
  });

  test('that nobody scans fails, but not before its time is over for good', async () => {
    const { no, body } = await shown();
    const startedAt = performance.now();
    expect((await scene.gateway.untilEnd('/pay', body)).ret).toBe('failed');
    // Valid for 4 s, and "no such trade" counts 1.5 s later.
    expect(performance.now() - startedAt).toBeGreaterThan(4_500);
    expect(await scene.stub.net(no)).toBe(0);
  });

  test('that was scanned and is not paid is closed', async () => {
    const { no, body, codeUrl } = await shown();
    await scene.stub.scan(codeUrl, 'scan');
    expect((await scene.gateway.cancelUntilEnd(no)).ret).toBe('failed');
    expect((await scene.gateway.call('/pay', body)).ret).toBe('failed');
    expect(await scene.stub.net(no)).toBe(0);
  });

  test('whose answer was lost is made again', async () => {
    const body = payBody(scene);
    await scene.stub.script('qr', ['020000'], body.tractionNo);
    const first = await scene.gateway.call('/pay', body);
    expect(first.body['payData']).toBeUndefined();
    const { tractionNo } = body;
    const asked = await eventually(
      async () => await scene.gateway.call('/query', { tractionNo }),
      ({ body: said }) => said['payData'] !== undefined,
    );
    const { codeUrl } = asked.body['payData'] as { codeUrl: string };
    await scene.stub.scan(codeUrl, 'approve');
    expect((await scene.gateway.untilEnd('/pay', body)).ret).toBe('success');
    expect(await moneyOf(tractionNo)).toMatchObject({ net: PAID, charges: 1 });
  });
});

describe.concurrent('refunds', () => {
  const refunds = async (no: string, amount: number) => {
    const body = refundBody(scene, no, amount);
    const end = await scene.gateway.untilEnd('/refund', body);
    return { ...end, body, said: end.body };
  };

  test('in parts give back each part once; more than is left is refused; a repeat is the same', async () => {
    const { no } = await pays('000000');
    const first = await refunds(no, 200);
    expect(first.ret).toBe('success');
    expect((await refunds(no, 100)).ret).toBe('success');
    expect((await refunds(no, 201)).ret).toBe('failed');
    expect((await scene.gateway.call('/refund', first.body)).ret).toBe('success');
    expect((await refunds(no, 200)).ret).toBe('success');
    expect(await scene.stub.net(no)).toBe(0);
    expect(await scene.stub.refundsOf(no)).toBe(3);
  });

  test.each([
    ['is done after a second', '130001'],
    ['says no change and is done', '130300'],
    ['is done, its answer lost', '130400'],
    ['meets too many calls', '130500'],
    ['finds no balance at first', '130601'],
    ['is not done at first', '130800'],
  ])('one that %s ends as done', async (_what, step) => {
    const { no } = await pays('000000');
    const body = refundBody(scene, no, 200);
    await scene.stub.script('refund', [step], no);
    expect((await scene.gateway.untilEnd('/refund', body)).ret).toBe('success');
    expect([await scene.stub.net(no), await scene.stub.refundsOf(no)]).toEqual([PAID - 200, 1]);
  });

  test('one that comes too late is refused', async () => {
    const { no } = await pays('000000');
    await scene.stub.script('refund', ['130700', '130700', '130700'], no);
    expect((await refunds(no, 200)).ret).toBe('failed');
    expect(await scene.stub.net(no)).toBe(PAID);
  });
});

test('no barcode and no key is in a log or a table', async () => {
  const code = barcode();
  await scene.gateway.untilEnd('/pay', payBody(scene, { code }));
  const lost = barcode('020000');
  await scene.gateway.untilEnd('/pay', payBody(scene, { code: lost }));
  const files = await readdir(scene.merchantsDir, { recursive: true });
  const keys = files.filter((name) => /key/i.test(name) && name.endsWith('.pem'));
  const secrets = await Promise.all(
    keys.map(async (name) => await readFile(join(scene.merchantsDir, name), 'utf8')),
  );
  const traces = await scene.traces();
  for (const secret of [code, lost, ...secrets.map((pem) => pem.split('\n')[1] ?? pem)]) {
    expect(traces).not.toContain(secret);
  }
});

test('at the end no money is without its order', async () => {
  expect(await scene.stub.violations()).toEqual([]);
});

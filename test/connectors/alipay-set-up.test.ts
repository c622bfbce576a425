import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  type AlipayScene,
  barcode,
  buildAlipay,
  PAID,
  payBody,
  startAlipayScene,
} from './alipay-scene.ts';

let build: ArmedPrograms<Point>;
beforeAll(async () => {
  build = await buildAlipay();
});
afterAll(async () => await build.remove());

async function open(env: Readonly<Record<string, string>> = {}): Promise<AlipayScene> {
  const scene = await startAlipayScene(build, env);
  onTestFinished(async () => await scene.stop());
  return scene;
}

async function payOnce(scene: AlipayScene) {
  const body = payBody(scene, { code: barcode() });
  const { ret } = await scene.gateway.call('/pay', body);
  return { ret, orders: (await scene.stub.ordersOf(body.tractionNo)).length };
}

describe('settings', () => {
  test('that Alipay refuses are found by the first payment, pause the merchant, and work again once mended', async () => {
    const scene = await open();
    await scene.stub.script('pay', ['150100']);
    expect(await payOnce(scene)).toEqual({ ret: 'failed', orders: 1 });
    expect(await payOnce(scene)).toEqual({ ret: 'failed', orders: 0 });
    const file = join(scene.merchantsDir, 'demo-shop.json');
    await writeFile(file, `${await readFile(file, 'utf8')}\n`);
    const again = async () => await payOnce(scene);
    await eventually(again, ({ ret }) => ret === 'success');
  });

  test('with a clock that is 16 minutes off are wrong, and nothing is charged', async () => {
    const scene = await open();
    await scene.stub.post('/control/clock', { offset: 16 * 60_000 });
    expect(await payOnce(scene)).toEqual({ ret: 'failed', orders: 0 });
    await scene.stub.post('/control/clock', { offset: 0 });
    expect(await payOnce(scene)).toEqual({ ret: 'failed', orders: 0 });
    expect(await scene.stub.violations()).toEqual([]);
  });

  test('with a new key of Alipay lose no payment', async () => {
    const scene = await open({ CLOSE_AFTER_MS: '30000' });
    const payments = Array.from({ length: 40 }, async (_, index) => {
      await sleep(index * 50);
      const body = payBody(scene, { code: barcode() });
      const { ret } = await scene.gateway.untilEnd('/pay', body);
      return { ret, net: await scene.stub.net(body.tractionNo) };
    });
    await sleep(700);
    await scene.stub.post('/control/keys/rotate');
    const ends = await Promise.all(payments);
    expect(ends.filter(({ ret, net }) => ret !== 'success' || net !== PAID)).toEqual([]);
  });

  test('of a service provider, with certificates and notices, work', async () => {
    // No query comes in time: the notice brings it.
    const scene = await open({ POLL_MS: '60000', QR_VALID_MS: '120000' });
    await scene.stub.post('/control/merchants', {
      ...{ merchantUUID: 'demo-shop', mode: 'certificate', sp: true },
      set: { notifyUrl: `${scene.url}/notices/demo-shop` },
    });
    const again = async () => await payOnce(scene);
    await eventually(again, ({ ret }) => ret === 'success');
    const body = payBody(scene);
    const { body: said } = await scene.gateway.call('/pay', body);
    const { codeUrl } = said['payData'] as { codeUrl: string };
    await scene.stub.scan(codeUrl, 'approve');
    const heard = async () => scene.gateway.noticesOf(body.tractionNo);
    const [notice] = await eventually(heard, (notices) => notices.length > 0);
    expect(notice?.ret).toBe('success');
  });

  test('of notices: what is not of Alipay changes nothing and asks nothing', async () => {
    const scene = await open({ POLL_MS: '60000' });
    const body = payBody(scene, { code: barcode('010200') });
    await scene.gateway.call('/pay', body);
    const before = (await scene.stub.callsOf(body.tractionNo)).length;
    const form = new URLSearchParams({
      ...{ app_id: '2021', out_trade_no: body.tractionNo, trade_status: 'TRADE_SUCCESS' },
      ...{ total_amount: '5.00', sign_type: 'RSA2', sign: 'AAAA' },
    });
    const answer = await fetch(`${scene.url}/notices/demo-shop`, { method: 'POST', body: form });
    expect([answer.status, await answer.text()]).toEqual([400, 'failure']);
    expect((await scene.rowOf(body.tractionNo))['state']).toBe('running');
    expect(await scene.stub.callsOf(body.tractionNo)).toHaveLength(before);
  });
});

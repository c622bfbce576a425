import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  barcode,
  buildWechat,
  payBody,
  refundBody,
  SHOPS,
  startWechatScene,
  type WechatScene,
} from './wechat-scene.ts';

// A connector that asks once a minute: whatever it learns sooner, it learns by a notice.

let build: ArmedPrograms<Point>;
let scene: WechatScene;
beforeAll(async () => {
  build = await buildWechat();
  const rarely = {
    ...{ QUERY_MS: '60000', REFUND_QUERY_MS: '60000' },
    ...{ DEADLINE_MS: '600000', SETTLED_MS: '700000' },
  };
  scene = await startWechatScene(build, rarely);
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

const heardOf = async (tractionNo: string) =>
  await eventually(
    async () => scene.gateway.noticesOf(tractionNo).map(({ ret }) => ret),
    (rets) => rets.length > 0,
  );

const shown = async () => {
  const body = payBody(scene, { api: 'v3' });
  const said = await scene.gateway.call('/pay', body);
  const { codeUrl } = said.body['payData'] as { codeUrl: string };
  return { tractionNo: body.tractionNo, codeUrl };
};

describe('a notice has the number asked about at once', () => {
  test('of a QR code that is paid', async () => {
    const { tractionNo, codeUrl } = await shown();
    await scene.stub.control('scan', { codeUrl, act: 'approve' });
    expect(await heardOf(tractionNo)).toEqual(['success']);
  });

  test.each([
    ['v3', 'of a refund by V3', '130001'],
    ['v2', 'of a refund by V2', '130001'],
  ] as const)('%s: %s', async (api, _name, step) => {
    const pay = payBody(scene, { api, code: barcode() });
    await scene.gateway.untilEnd('/pay', pay);
    const body = refundBody(scene, { api, payTractionNo: pay.tractionNo, amount: 200 });
    await scene.stub.control('script', { out_trade_no: '*', call: 'refund', steps: [step] });
    expect((await scene.gateway.call('/refund', body)).ret).toBe('running');
    expect(await heardOf(body.tractionNo)).toEqual(['success']);
    expect(await scene.net(pay.tractionNo)).toBe(300);
  });
});

describe('a notice that WeChat did not sign', () => {
  test.each([
    ['nothing', ''],
    ['JSON', '{"id":"1","resource":{"algorithm":"AEAD_AES_256_GCM"}}'],
    ['XML', '<xml><return_code>SUCCESS</return_code><req_info>AAAA</req_info></xml>'],
  ])('is refused, and nothing is asked: %s', async (_name, content) => {
    const { tractionNo } = await shown();
    const answer = await fetch(`${scene.url}/notices/${SHOPS.v3}/pay`, {
      method: 'POST',
      body: content,
      headers: { 'content-type': 'application/json', 'wechatpay-serial': 'x' },
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { code: 'FAIL', message: 'not taken' },
    ]);
    expect((await scene.calls(tractionNo)).map(({ call }) => call)).toEqual(['qr']);
  });
});

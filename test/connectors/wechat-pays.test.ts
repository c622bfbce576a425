import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Point } from '../connector-kit/armed-connector.ts';
import type { ArmedPrograms } from '../support/armed-program.ts';
import { eventually } from '../support/eventually.ts';
import {
  type Api,
  barcode,
  buildWechat,
  payBody,
  refundBody,
  startWechatScene,
  type WechatScene,
} from './wechat-scene.ts';

// Acceptance 1 to 15 of the research (section M), by both drivers, against the stub.

/** On a machine that is too busy a customer who types for two seconds must still come before the deadline. */
const UNHURRIED = { CALL_MS: '4000', DEADLINE_MS: '8000', SETTLED_MS: '9000' };

let build: ArmedPrograms<Point>;
let scene: WechatScene;
beforeAll(async () => {
  build = await buildWechat();
  scene = await startWechatScene(build, UNHURRIED);
});
afterAll(async () => {
  await scene.stop();
  await build.remove();
});

const countOf = async (tractionNo: string, call: string) =>
  (await scene.calls(tractionNo)).filter((one) => one.call === call).length;

/** Posts a payment with this behaviour and goes on until it ends. */
async function pays(api: Api, tail: string) {
  const body = payBody(scene, { api, code: barcode(tail) });
  const { tractionNo } = body;
  const first = await scene.gateway.call('/pay', body);
  const end =
    first.ret === 'success' || first.ret === 'failed'
      ? first
      : await scene.gateway.untilEnd('/pay', body);
  return { tractionNo, first, ret: end.ret, end, payCalls: await countOf(tractionNo, 'pay') };
}

const netOf = async (tractionNo: string) => await scene.net(tractionNo);

describe.concurrent.each(['v2', 'v3'] as const)('%s', (api) => {
  test('a payment is one call, also when it is posted twenty times at once', async () => {
    const body = payBody(scene, { api, code: barcode() });
    const { tractionNo } = body;
    const said = await Promise.all(
      Array.from({ length: 20 }, async () => await scene.gateway.call('/pay', body)),
    );
    expect(new Set(said.map(({ ret }) => ret))).toEqual(new Set(['success']));
    expect(said[0]?.body['thirdOrderNo']).toMatch(/^\d{28}$/);
    expect([await countOf(tractionNo, 'pay'), await netOf(tractionNo)]).toEqual([1, 500]);
  });

  test.each(['010001', '010002'])('the customer types the password: %s', async (tail) => {
    const { tractionNo, first, ret, payCalls } = await pays(api, tail);
    expect([first.ret, first.body['thirdErrorReason']]).toEqual([
      'running',
      '请顾客在手机上输入密码',
    ]);
    expect([ret, payCalls, await netOf(tractionNo)]).toEqual(['success', 1, 500]);
  });

  test('who never types it has the payment reversed, at the deadline and not before', async () => {
    const { tractionNo, ret, payCalls } = await pays(api, '010200');
    expect([ret, payCalls, await netOf(tractionNo)]).toEqual(['failed', 1, 0]);
    const calls = await scene.calls(tractionNo);
    const { sent_at: sentAt } = (await scene.rowOf(tractionNo)) as { sent_at: Date };
    const reversedAt = calls.find(({ call }) => call === 'reverse')?.at ?? 0;
    const afterMs = reversedAt - sentAt.getTime();
    expect(afterMs).toBeGreaterThanOrEqual(Number(UNHURRIED.DEADLINE_MS));
  });

  test.each(['020000', '020100', '020200'])(
    'the answer is lost, the money is there: %s',
    async (tail) => {
      const { tractionNo, first, ret, payCalls } = await pays(api, tail);
      expect([first.ret, ret, payCalls]).toEqual(['running', 'success', 1]);
      expect(await netOf(tractionNo)).toBe(500);
    },
  );

  test.each(['030000', '051000', '051100'])('the call is lost before booking: %s', async (tail) => {
    const { tractionNo, first, ret, payCalls } = await pays(api, tail);
    expect([first.ret, ret, payCalls]).toEqual(['running', 'failed', 1]);
    expect(await netOf(tractionNo)).toBe(0);
  });

  test.each(['050000', '050100', '050200', '050300', '050400', '050500', '050600', '050700'])(
    'an answer that is none, and the money is there: %s',
    async (tail) => {
      const { tractionNo, ret, payCalls } = await pays(api, tail);
      expect([ret, payCalls, await netOf(tractionNo)]).toEqual(['success', 1, 500]);
    },
  );

  test.each(['090000', '090100'])(
    'paid at the moment of the reverse: given back: %s',
    async (tail) => {
      const { tractionNo, ret } = await pays(api, tail);
      expect(ret).toBe('failed');
      expect(
        await eventually(
          async () => await netOf(tractionNo),
          (net) => net === 0,
        ),
      ).toBe(0);
    },
  );

  test.each(['100003', '100101', '100200', '100300', '100502'])(
    'a reverse that is refused, lost or does nothing is repeated until it is certain: %s',
    async (tail) => {
      const body = payBody(scene, { api, code: barcode('010200') });
      const { tractionNo } = body;
      await scene.stub.control('script', {
        out_trade_no: tractionNo,
        call: 'reverse',
        steps: Array.from({ length: 4 }, () => tail),
      });
      const { ret } = await scene.gateway.untilEnd('/pay', body);
      expect([ret, await netOf(tractionNo)]).toEqual(['failed', 0]);
      const order = await scene.stub.control(`orders?out_trade_no=${tractionNo}`);
      expect(order.orders[0].state).not.toBe('waiting');
    },
  );

  test('money that comes after the reverse is given back, and the gateway hears of no success', async () => {
    const { tractionNo, ret } = await pays(api, '090201');
    expect(ret).toBe('failed');
    await eventually(
      async () => scene.output(),
      (text) => text.includes('late money'),
    );
    expect(
      await eventually(
        async () => await netOf(tractionNo),
        (net) => net === 0,
      ),
    ).toBe(0);
    expect(scene.gateway.noticesOf(tractionNo).map((one) => one.ret)).not.toContain('success');
  });

  test.each([
    ['110000', '付款码已失效，请刷新后重扫'],
    ['110100', '付款码已失效，请刷新后重扫'],
    ['110200', '付款码已失效，请刷新后重扫'],
    ['110300', '余额不足，请换一种方式'],
  ])('a declined code fails at once, and says why: %s', async (tail, reason) => {
    const { tractionNo, first, payCalls } = await pays(api, tail);
    expect([first.ret, first.body['thirdErrorReason'], payCalls]).toEqual(['failed', reason, 1]);
    expect(await netOf(tractionNo)).toBe(0);
  });

  test('what WeChat refuses is asked about, and has failed where it is closed', async () => {
    const { tractionNo, first } = await pays(api, '110600');
    expect([first.ret, first.body['thirdErrorReason']]).toEqual([
      'failed',
      '交易被拒绝，请换一种方式',
    ]);
    expect([await countOf(tractionNo, 'query'), await netOf(tractionNo)]).toEqual([1, 0]);
  });

  test('what WeChat refuses and leaves open is reversed as soon as it may be', async () => {
    const { tractionNo, first, ret } = await pays(api, '110700');
    expect([first.ret, ret, await netOf(tractionNo)]).toEqual(['running', 'failed', 0]);
    expect(await countOf(tractionNo, 'reverse')).toBeGreaterThan(0);
  });

  test.each([
    '060000',
    '060100',
    '060200',
    '060300',
    '060400',
    '060500',
    '070000',
    '070100',
    '070200',
    '070300',
  ])('a wrong signature or other content is no success: %s', async (tail) => {
    const { tractionNo, first, ret, payCalls } = await pays(api, tail);
    expect(first.ret).toBe('running');
    expect([ret, payCalls, await netOf(tractionNo)]).toEqual(['success', 1, 500]);
  });

  test.each(['080001', '080101', '080200', '080301'])(
    'queries that lie for a while: %s',
    async (tail) => {
      const { tractionNo, ret, payCalls } = await pays(api, tail);
      expect([ret, payCalls, await netOf(tractionNo)]).toEqual(['success', 1, 500]);
    },
  );

  test.each(['120000', '120300', '120400', '120500', '120600', '120700'])(
    'limits, errors and codes of no table end as the money does: %s',
    async (tail) => {
      const { tractionNo, first, ret, payCalls } = await pays(api, tail);
      expect([first.ret, payCalls]).toEqual(['running', 1]);
      expect(await netOf(tractionNo)).toBe(ret === 'success' ? 500 : 0);
    },
  );

  test('a payment that is called off while the customer types', async () => {
    const body = payBody(scene, { api, code: barcode('010200') });
    await scene.gateway.call('/pay', body);
    const end = await scene.gateway.cancelUntilEnd(body.tractionNo);
    expect([end.ret, await netOf(body.tractionNo)]).toEqual(['failed', 0]);
  });

  test('a payment that is paid is not called off', async () => {
    const { tractionNo } = await pays(api, '000000');
    const said = await scene.gateway.call('/cancel', { tractionNo });
    expect([said.ret, await netOf(tractionNo)]).toEqual(['failed', 500]);
  });

  test('a payment that comes after its cancellation is declined before a byte is sent', async () => {
    const body = payBody(scene, { api, code: barcode() });
    const { tractionNo } = body;
    expect((await scene.gateway.call('/cancel', { tractionNo })).ret).toBe('notFound');
    expect((await scene.gateway.call('/pay', body)).ret).toBe('failed');
    expect(await scene.orders(tractionNo)).toEqual([]);
  });
});

test.each(['v2', 'v3'] as const)(
  'a declined code that a killed process has not written down is asked about, not failed: %s',
  async (api) => {
    const body = payBody(scene, { api, code: barcode('110300') });
    const { end, isReached } = await scene.dying(
      'send.afterCall pay',
      async () => await scene.gateway.untilEnd('/pay', body),
    );
    expect([isReached, end.ret]).toEqual([true, 'failed']);
    expect(await countOf(body.tractionNo, 'pay')).toBe(1);
    expect(await countOf(body.tractionNo, 'query')).toBeGreaterThan(0);
  },
);

describe.concurrent.each(['v2', 'v3'] as const)('refunds by %s', (api) => {
  const paid = async () => (await pays(api, '000000')).tractionNo;
  const refunds = async (payTractionNo: string, amount: number, steps: readonly string[] = []) => {
    const body = refundBody(scene, { api, payTractionNo, amount });
    if (steps.length > 0) {
      await scene.stub.control('script', { out_trade_no: body.tractionNo, call: 'refund', steps });
      await scene.stub.control('script', { out_trade_no: payTractionNo, call: 'refund', steps });
    }
    return { body, end: async () => (await scene.gateway.untilEnd('/refund', body)).ret };
  };

  test('three parts, one after the other, and nothing above the rest', async () => {
    const payNo = await paid();
    const parts = [200, 200, 100].map(async (amount) => await (await refunds(payNo, amount)).end());
    expect(await Promise.all(parts)).toEqual(['success', 'success', 'success']);
    expect(await netOf(payNo)).toBe(0);
    const above = await refunds(payNo, 1);
    expect(await above.end()).toBe('failed');
    expect(await netOf(payNo)).toBe(0);
  });

  test('a repeat is the same refund', async () => {
    const payNo = await paid();
    const { body, end } = await refunds(payNo, 200);
    await Promise.all([end(), end(), scene.gateway.call('/refund', body)]);
    expect([await end(), await netOf(payNo)]).toEqual(['success', 300]);
  });

  test.each([
    ['done after a second', '130001', 'success', 300],
    ['closed after a second', '130101', 'failed', 500],
    ['its answer lost', '130400', 'success', 300],
    ['too many calls, done all the same', '130500', 'success', 300],
    ['the balance is too low once', '130601', 'success', 300],
    ['too late', '130700', 'failed', 500],
    ['system error', '130800', 'success', 300],
  ])('%s', async (_name, ...[step, ret, net]) => {
    const payNo = await paid();
    const { end } = await refunds(payNo, 200, [step]);
    expect([await end(), await netOf(payNo)]).toEqual([ret, net]);
  });

  test('an abnormal one stays open for a person', async () => {
    const payNo = await paid();
    const { body } = await refunds(payNo, 200, ['130200']);
    await scene.gateway.call('/refund', body);
    const said = async () => await scene.gateway.call('/query', { tractionNo: body.tractionNo });
    const isSaid = ({ body: { thirdErrorReason } }: { body: Readonly<Record<string, unknown>> }) =>
      thirdErrorReason === '退款异常，需人工';
    expect((await eventually(said, isSaid)).ret).toBe('running');
  });
});

describe.concurrent('QR codes', () => {
  const shown = async () => {
    const body = payBody(scene, { api: 'v3' });
    const said = await scene.gateway.call('/pay', body);
    const { codeUrl } = said.body['payData'] as { codeUrl: string };
    return { tractionNo: body.tractionNo, codeUrl, said };
  };

  test('a code is shown, scanned and paid', async () => {
    const { tractionNo, codeUrl, said } = await shown();
    expect([said.ret, codeUrl.startsWith('weixin://')]).toEqual(['running', true]);
    await scene.stub.control('scan', { codeUrl, act: 'approve' });
    const heard = async () => scene.gateway.noticesOf(tractionNo);
    expect((await eventually(heard, (notices) => notices.length > 0))[0]?.ret).toBe('success');
    expect(await netOf(tractionNo)).toBe(500);
  });

  test('a code that is called off is closed', async () => {
    const { tractionNo, codeUrl } = await shown();
    expect((await scene.gateway.cancelUntilEnd(tractionNo)).ret).toBe('failed');
    await scene.stub.control('scan', { codeUrl, act: 'approve' });
    expect(await netOf(tractionNo)).toBe(0);
  });
});

describe('at the end', () => {
  test('the ledger has no money without an order, and no payment was posted twice', async () => {
    expect(await scene.violations()).toEqual([]);
  });

  test('no code, key or customer is in the log or the journal', async () => {
    const code = barcode();
    const body = payBody(scene, { api: 'v3', code });
    const byV2 = payBody(scene, { api: 'v2', code: code.replace(/^13/, '12') });
    await scene.gateway.untilEnd('/pay', body);
    await scene.gateway.untilEnd('/pay', byV2);
    const rows = JSON.stringify([
      await scene.rowOf(body.tractionNo),
      await scene.rowOf(byV2.tractionNo),
    ]);
    const { orders } = await scene.stub.control(`orders?out_trade_no=${body.tractionNo}`);
    const { apiV2Key, apiV3Key, merchantKey } = scene.stub.merchant('shop-v3');
    const pem = scene.stub.text(merchantKey).split('\n')[1] ?? '';
    const seen = rows + scene.output();
    for (const secret of [code, code.slice(2, 12), orders[0].buyer, apiV2Key, apiV3Key, pem]) {
      expect(seen).not.toContain(secret);
    }
    expect(rows).toContain(body.tractionNo);
  });
});

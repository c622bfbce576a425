import { createVerify } from 'node:crypto';
import { AlipaySdk } from 'alipay-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAlipay, payAlipay } from '../support/alipay-client.ts';
import { eventually } from '../support/eventually.ts';
import { startHookServer } from '../support/hook-server.ts';
import { type Json, type StubProcess, startStubProcess } from '../support/stub.ts';
import { newNumber } from '../support/wechat-client.ts';

// Whether the stub is Alipay to a client that knows the real one, and refuses what the real one refuses.

let stub: StubProcess;
beforeAll(async () => {
  stub = await startStubProcess('alipay');
  await stub.control('merchants', { merchantUUID: 'certified', mode: 'certificate' });
  await stub.control('merchants', { merchantUUID: 'by-token', sp: true });
});
afterAll(async () => await stub.stop());

describe.each(['demo-shop', 'certified'])(
  'a foreign client that knows the real provider: %s',
  (uuid) => {
    // The client writes its own time zone's time; so does the stub's clock stand in Beijing.
    const beijing = () => (8 * 60 + new Date().getTimezoneOffset()) * 60_000;
    beforeAll(async () => {
      // It cuts an answer at the last "sign", which must follow the object.
      await stub.control('options', { oddAnswers: false });
      await stub.control('clock', { offset: -beijing() });
    });
    afterAll(async () => {
      await stub.control('options', { oddAnswers: true });
      await stub.control('clock', { offset: 0 });
    });

    async function exec(method: string, bizContent: object): Promise<Json> {
      const shop = stub.merchant(uuid);
      const file = (path: string) => `${stub.merchants}/${path}`;
      const { certificates } = shop;
      const sdk = new AlipaySdk({
        ...{ appId: shop['appId'], gateway: shop['gateway'], keyType: 'PKCS8' },
        privateKey: stub.text(shop['appKey']),
        ...(certificates === undefined
          ? { alipayPublicKey: stub.text(shop['alipayPublicKey']) }
          : {
              appCertPath: file(certificates.app),
              alipayPublicCertPath: file(certificates.alipay),
              alipayRootCertPath: file(certificates.root),
            }),
      });
      return await sdk.exec(method, { bizContent }, { validateSign: true });
    }

    test('pays, queries, refunds once and cancels', async () => {
      const no = newNumber();
      const order = {
        ...{ out_trade_no: no, scene: 'bar_code', auth_code: '280000000000000000' },
        ...{ subject: '午餐', total_amount: '12.34', product_code: 'FACE_TO_FACE_PAYMENT' },
      };
      expect(await exec('alipay.trade.pay', order)).toMatchObject({
        code: '10000',
        totalAmount: '12.34',
      });
      expect(await exec('alipay.trade.query', { out_trade_no: no })).toMatchObject({
        ...{ tradeStatus: 'TRADE_SUCCESS', outTradeNo: no },
      });
      const refund = { out_trade_no: no, refund_amount: '2.00', out_request_no: `${no}R` };
      expect(await exec('alipay.trade.refund', refund)).toMatchObject({ fundChange: 'Y' });
      expect(await exec('alipay.trade.refund', refund)).toMatchObject({ fundChange: 'N' });
      expect(await exec('alipay.trade.refund', { ...refund, refund_amount: '2.01' })).toMatchObject(
        { subCode: 'ACQ.DISCORDANT_REPEAT_REQUEST' },
      );
      const asked = { out_trade_no: no, out_request_no: `${no}R` };
      expect(await exec('alipay.trade.fastpay.refund.query', asked)).toMatchObject({
        ...{ refundStatus: 'REFUND_SUCCESS', refundAmount: '2.00' },
      });
      expect(await exec('alipay.trade.cancel', { out_trade_no: no })).toMatchObject({
        ...{ retryFlag: 'N', action: 'refund' },
      });
      const [found] = (await stub.control(`orders?out_trade_no=${no}`)).orders;
      expect(found).toMatchObject({ net: 0, state: 'closed' });
      expect((await stub.control('oracle')).violations).toEqual([]);
    });

    test('shows a code that is no trade until a phone scans it', async () => {
      const no = newNumber();
      const order = { out_trade_no: no, subject: '午餐', total_amount: '0.01' };
      const { qrCode } = await exec('alipay.trade.precreate', order);
      const query = async () => await exec('alipay.trade.query', { out_trade_no: no });
      const close = async () => await exec('alipay.trade.close', { out_trade_no: no });
      expect(await query()).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
      expect(await close()).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
      await stub.control('scan', { codeUrl: qrCode });
      expect(await query()).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });
      await stub.control('scan', { codeUrl: qrCode, act: 'approve' });
      expect(await query()).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
      expect(await close()).toMatchObject({ subCode: 'ACQ.TRADE_STATUS_ERROR' });
    });
  },
);

test('answers come in every form that the protocol allows, and each is signed over its own bytes', async () => {
  const no = newNumber();
  await payAlipay(stub, no);
  const key = stub.text(stub.merchant()['alipayPublicKey']);
  const seen = { signFirst: 0, slashes: 0, unicode: 0, more: 0 };
  for (let count = 0; count < 40; count += 1) {
    const answer = await callAlipay(stub, ['alipay.trade.query', { out_trade_no: no }]);
    const isRight = createVerify('sha256')
      .update(answer.value)
      .verify(key, answer.sign ?? '', 'base64');
    expect(isRight).toBe(true);
    expect(answer.fields).toMatchObject({ trade_status: 'TRADE_SUCCESS', total_amount: '12.34' });
    if (/^\{\s*"sign"/.test(answer.text)) seen.signFirst += 1;
    if (answer.value.includes(String.raw`\/`)) seen.slashes += 1;
    if (answer.value.includes(String.raw`\u`)) seen.unicode += 1;
    if (answer.fields['x_new_field'] !== undefined) seen.more += 1;
  }
  for (const [form, count] of Object.entries(seen)) {
    expect({ form, isMixed: count > 0 && count < 40 }).toEqual({ form, isMixed: true });
  }
});

describe('the gateway refuses', () => {
  const query = ['alipay.trade.query', { out_trade_no: 'T1' }] as const;
  test.each([
    [
      'a changed parameter',
      { after: { version: '1.0', notify_url: 'http://127.0.0.1/' } },
      'isv.invalid-signature',
    ],
    ['a clock 16 minutes behind', { at: Date.now() - 16 * 60_000 }, 'isv.invalid-timestamp'],
    ['UTC for Beijing', { at: Date.now() - 8 * 3_600_000 }, 'isv.invalid-timestamp'],
    ['RSA', { change: { sign_type: 'RSA' } }, 'isv.invalid-signature-type'],
    ['an unknown app', { change: { app_id: '2021000000000000' } }, 'isv.invalid-app-id'],
    ['an unknown method', { change: { method: 'alipay.trade.give' } }, 'isv.invalid-method'],
    ['a token of nobody', { change: { app_auth_token: 'x' } }, 'aop.invalid-app-auth-token'],
    ['a call without its certificate', { shop: 'certified' }, 'isv.app-cert-not-exist'],
    ['a call without its token', { shop: 'by-token' }, 'aop.invalid-app-auth-token'],
  ])('%s, without a signature', async (_name, how, code) => {
    const answer = await callAlipay(stub, query, how);
    expect(answer.fields).toMatchObject({ sub_code: code });
    expect(answer.sign).toBeUndefined();
  });

  test.each([
    ['an amount with one decimal', { total_amount: '12.3' }],
    ['an amount of nothing', { total_amount: '0.00' }],
    ['a code of another form', { auth_code: '990000000000000000' }],
    ['a number with a hyphen', { out_trade_no: 'a-b' }],
    ['no subject', { subject: '' }],
  ])('%s', async (_name, more) => {
    const biz = {
      ...{ out_trade_no: newNumber(), scene: 'bar_code', auth_code: '280000000000000000' },
      ...{ subject: '午餐', total_amount: '12.34', ...more },
    };
    const answer = await callAlipay(stub, ['alipay.trade.pay', biz]);
    expect(answer.fields).toMatchObject({ code: '40004', sub_code: 'ACQ.INVALID_PARAMETER' });
  });
});

test('the same call again shows the state, another one with the number is inconsistent', async () => {
  const no = newNumber();
  const first = await payAlipay(stub, no);
  const again = await payAlipay(stub, no);
  expect(again.fields['trade_no']).toBe(first.fields['trade_no']);
  const other = await payAlipay(stub, no, '000001');
  expect(other.fields).toMatchObject({ sub_code: 'ACQ.CONTEXT_INCONSISTENT' });
  const [order] = (await stub.control(`orders?out_trade_no=${no}`)).orders;
  expect(order.net).toBe(1_234);
});

test('a notice is a signed form, and only "success" acknowledges it', async () => {
  const hook = await startHookServer((count) => (count === 1 ? 204 : 200));
  try {
    const no = newNumber();
    const order = { out_trade_no: no, subject: '100% 午餐', total_amount: '0.01' };
    const shown = await callAlipay(stub, ['alipay.trade.precreate', order], {
      change: { notify_url: hook.url },
    });
    await stub.control('clock', { speed: 200 });
    await stub.control('scan', { codeUrl: shown.fields['qr_code'], act: 'approve' });
    await eventually(
      async () => hook.calls.length,
      (count) => count === 2,
    );
    const form = new URLSearchParams(hook.calls[0]?.body);
    const text = [...form]
      .filter(([name]) => name !== 'sign' && name !== 'sign_type')
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const key = stub.text(stub.merchant()['alipayPublicKey']);
    const isRight = createVerify('sha256')
      .update(text)
      .verify(key, form.get('sign') ?? '', 'base64');
    expect({ isRight, status: form.get('trade_status'), no: form.get('out_trade_no') }).toEqual({
      ...{ isRight: true, status: 'TRADE_SUCCESS', no },
    });
  } finally {
    await stub.control('clock', { speed: 1, offset: 0 });
    await hook.stop();
  }
});

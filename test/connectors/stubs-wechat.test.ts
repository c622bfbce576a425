import { createDecipheriv, createVerify, X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Wechatpay } from 'wechatpay-axios-plugin';
import { eventually } from '../support/eventually.ts';
import { startHookServer } from '../support/hook-server.ts';
import { type Json, type StubProcess, startStubProcess } from '../support/stub.ts';
import { callV2, callV3, micropay, newNumber } from '../support/wechat-client.ts';

// Whether the stub is WeChat Pay to a client that knows the real one, and refuses what the real one refuses.

let stub: StubProcess;
beforeAll(async () => {
  stub = await startStubProcess('wechat', { STUB_API: 'v3' });
});
afterAll(async () => await stub.stop());

const codepayBody = (outTradeNo: string, more: object = {}) => ({
  ...{ appid: stub.merchant()['appid'], mchid: stub.merchant()['mchid'], description: '午餐' },
  ...{ out_trade_no: outTradeNo, payer: { auth_code: '130000000000000000' } },
  ...{ amount: { total: 1234, currency: 'CNY' }, scene_info: { store_info: { id: 'S1' } } },
  ...more,
});
const CODEPAY = ['POST', '/v3/pay/transactions/codepay'] as const;
const queryPath = (outTradeNo: string) =>
  [
    'GET',
    `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${stub.merchant()['mchid']}`,
  ] as const;

describe('a foreign client that knows the real provider', () => {
  function client(): Json {
    const shop = stub.merchant();
    const merchant = {
      ...{ key: stub.text(shop['merchantKey']), cert: stub.text(shop['merchantCert']) },
      ca: stub.text(shop['caCert']),
    };
    return new Wechatpay({
      ...{ mchid: shop['mchid'], serial: shop['serial'], secret: shop['apiV2Key'], merchant },
      privateKey: merchant.key,
      certs: Object.fromEntries(
        shop['platformKeys'].map((key: Json) => [key.id, stub.text(key.path)]),
      ),
      baseURL: `https://127.0.0.1:${stub.tlsPort}`,
      httpsAgent: new Agent(merchant),
    } as never);
  }

  test('pays, queries and refunds by V3', async () => {
    const { v3 } = client();
    const no = newNumber();
    const { mchid } = stub.merchant();
    const paid = await v3.pay.transactions.codepay.post(codepayBody(no));
    expect(paid.data).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 1234 } });
    const found = await v3.pay.transactions.outTradeNo.$no$.get({ params: { mchid }, no });
    expect(found.data).toMatchObject({ out_trade_no: no, trade_state: 'SUCCESS' });
    const refund = {
      out_trade_no: no,
      out_refund_no: `${no}R`,
      amount: { refund: 200, total: 1234, currency: 'CNY' },
    };
    expect((await v3.refund.domestic.refunds.post(refund)).data).toMatchObject({
      status: 'SUCCESS',
    });
    const refunded = await v3.refund.domestic.refunds.$no$.get({ no: `${no}R` });
    expect(refunded.data).toMatchObject({ status: 'SUCCESS', amount: { refund: 200 } });
    expect(await stub.control('oracle')).toEqual({ violations: [], remarks: [] });
  });

  test('shows a code, has it scanned, and closes another one', async () => {
    const { v3 } = client();
    const [no, other] = [newNumber(), newNumber()];
    const { appid, mchid } = stub.merchant();
    const body = { appid, mchid, description: '午餐', notify_url: 'http://127.0.0.1:9/n' };
    const amount = { total: 99, currency: 'CNY' };
    const shown = await v3.pay.transactions.native.post({ ...body, out_trade_no: no, amount });
    expect(shown.data.code_url).toMatch(/^weixin:\/\/wxpay\/bizpayurl/);
    await stub.control('scan', { codeUrl: shown.data.code_url, act: 'approve' });
    const found = await v3.pay.transactions.outTradeNo.$no$.get({ params: { mchid }, no });
    expect(found.data).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'NATIVE' });
    await v3.pay.transactions.native.post({ ...body, out_trade_no: other, amount });
    const closed = await v3.pay.transactions.outTradeNo.$no$.close.post({ mchid }, { no: other });
    expect(closed.status).toBe(204);
    expect((await callV3(stub)(queryPath(other))).fields['trade_state']).toBe('CLOSED');
  });

  test('pays, queries, refunds and reverses by V2, the last two with its certificate', async () => {
    const { v2 } = client();
    const { appid, mchid: mch_id } = stub.merchant();
    const common = { appid, mch_id, nonce_str: 'abcdefghijklmnop' };
    const no = newNumber();
    const paid = await v2.pay.micropay.post({
      ...{ ...common, body: '午餐', out_trade_no: no, total_fee: '100' },
      ...{ spbill_create_ip: '127.0.0.1', auth_code: '130000000000000000' },
    });
    expect(paid.data).toMatchObject({ result_code: 'SUCCESS', total_fee: '100' });
    const refund = {
      ...common,
      out_trade_no: no,
      out_refund_no: `${no}R`,
      total_fee: '100',
      refund_fee: '40',
    };
    const security = { security: true };
    const refunded = await v2.secapi.pay.refund.post(refund, security);
    expect(refunded.data).toMatchObject({ result_code: 'SUCCESS', refund_fee: '40' });
    const asked = await v2.pay.refundquery.post({ ...common, out_refund_no: `${no}R` });
    expect(asked.data).toMatchObject({ refund_status_0: 'SUCCESS', refund_fee_0: '40' });
    const reversed = await v2.secapi.pay.reverse.post({ ...common, out_trade_no: no }, security);
    expect(reversed.data).toMatchObject({ result_code: 'SUCCESS', recall: 'N' });
    const [order] = (await stub.control(`orders?out_trade_no=${no}`)).orders;
    expect(order).toMatchObject({ state: 'revoked', net: 0 });
  });
});

describe('V3 refuses', () => {
  test.each([
    ['a signature by nobody', { headers: { authorization: 'x' } }, 401, 'SIGN_ERROR'],
    ['an unknown serial', { serial: 'ABCDEF' }, 401, 'SIGN_ERROR'],
    ['a clock 6 minutes behind', { at: Date.now() - 360_000 }, 401, 'SIGN_ERROR'],
    ['a call without User-Agent', { headers: { 'user-agent': undefined } }, 400, 'PARAM_ERROR'],
    ['a call without Accept', { headers: { accept: undefined } }, 400, 'PARAM_ERROR'],
    ['another Content-Type', { headers: { 'content-type': 'text/plain' } }, 400, 'PARAM_ERROR'],
  ])('%s, unsigned', async (_name, how, ...[status, code]) => {
    const answer = await callV3(stub)(CODEPAY, codepayBody(newNumber()), how);
    expect(answer).toMatchObject({ status, fields: { code } });
    expect(answer.headers['wechatpay-signature']).toBeUndefined();
  });

  test('a nonce that was used', async () => {
    const nonce = newNumber();
    const first = await callV3(stub)(queryPath(newNumber()), null, { nonce });
    const second = await callV3(stub)(queryPath(newNumber()), null, { nonce });
    expect([first.status, second.status]).toEqual([404, 401]);
  });

  test.each([
    ['an unknown field', { colour: 'red' }],
    ['no store', { scene_info: { device_ip: '127.0.0.1' } }],
    ['an empty store', { scene_info: { store_info: {} } }],
    ['an amount that is no whole number', { amount: { total: 12.5, currency: 'CNY' } }],
    ['an amount of 0', { amount: { total: 0, currency: 'CNY' } }],
    ['another merchant', { mchid: '1900000001' }],
    ['an app of another merchant', { appid: 'wx0000000000000000' }],
    ['a number with a blank', { out_trade_no: 'a b c d e f' }],
  ])('%s, signed', async (_name, more) => {
    const answer = await callV3(stub)(CODEPAY, codepayBody(newNumber(), more));
    expect(answer).toMatchObject({ status: 400, fields: { code: 'PARAM_ERROR' } });
    expect(answer.headers['wechatpay-signature']).toBeDefined();
    expect(answer.headers['request-id']).toMatch(/-\d+$/);
  });

  test('a number that was paid, even with another code', async () => {
    const no = newNumber();
    await callV3(stub)(CODEPAY, codepayBody(no));
    const again = await callV3(stub)(CODEPAY, codepayBody(no));
    expect(again.fields).toMatchObject({ code: 'ORDER_PAID' });
    expect((await stub.control('oracle')).violations).toEqual([
      `${stub.merchant()['mchid']}/${no}: 2 pay calls`,
    ]);
  });
});

test('V3 signs with the key that the call names, over the bytes as sent', async () => {
  const shop = stub.merchant();
  await stub.control('keys/rotate', {});
  const [old, fresh] = stub.merchant()['platformKeys'];
  for (const { id, path } of [old, fresh]) {
    const headers = { 'wechatpay-serial': id };
    const answer = await callV3(stub)(CODEPAY, codepayBody(newNumber()), { headers });
    const { 'wechatpay-timestamp': at, 'wechatpay-nonce': nonce } = answer.headers;
    const isRight = createVerify('sha256')
      .update(`${String(at)}\n${String(nonce)}\n${answer.text}\n`)
      .verify(stub.text(path), String(answer.headers['wechatpay-signature']), 'base64');
    expect({ isRight, serial: answer.headers['wechatpay-serial'] }).toEqual({
      isRight: true,
      serial: id,
    });
  }
  expect(shop['platformKeys']).toEqual([old]);
});

describe('V2 refuses', () => {
  test('a wrong signature, without one of its own', async () => {
    const answer = await callV2(stub)(
      '/pay/orderquery',
      { out_trade_no: 'X' },
      { sign: 'A'.repeat(32) },
    );
    expect(answer.fields).toEqual({ return_code: 'FAIL', return_msg: '签名错误' });
  });

  test.each([
    ['an unknown field', { colour: 'red' }],
    ['an amount with a point', { total_fee: '12.5' }],
    ['an empty body', { body: '' }],
    ['a body of 128 bytes', { body: '午'.repeat(42) + 'ab' }],
  ])('%s', async (_name, more) => {
    const answer = await micropay(stub)(newNumber(), '000000', more);
    expect(answer.fields).toMatchObject({ return_code: 'FAIL' });
  });

  test('a code of another form', async () => {
    const answer = await micropay(stub)(newNumber(), '000000', { auth_code: '990000000000000000' });
    expect(answer.fields).toMatchObject({ result_code: 'FAIL', err_code: 'AUTH_CODE_ERROR' });
  });

  test('a reverse without the client certificate, before it reads anything', async () => {
    const fields = { out_trade_no: newNumber() };
    const answer = await callV2(stub)('/secapi/pay/reverse', fields, { withCertificate: false });
    expect(answer).toMatchObject({ status: 400, fields: {} });
    expect(answer.text).toContain('No required SSL certificate');
  });
});

describe('refunds', () => {
  const refundOf = (no: string, refundNo: string, fee: string) =>
    callV2(stub)('/secapi/pay/refund', {
      ...{ out_trade_no: no, out_refund_no: refundNo, total_fee: '1234', refund_fee: fee },
    });

  test('come a minute apart, the same number is the same refund, never more than was paid', async () => {
    const no = newNumber();
    await micropay(stub)(no);
    expect((await refundOf(no, `${no}A`, '1000')).fields['result_code']).toBe('SUCCESS');
    expect((await refundOf(no, `${no}A`, '1000')).fields['result_code']).toBe('SUCCESS');
    expect((await refundOf(no, `${no}A`, '999')).fields['err_code']).toBe('REFUND_FEE_MISMATCH');
    expect((await refundOf(no, `${no}B`, '235')).fields['err_code']).toBe('INVALID_REQUEST');
    expect((await refundOf(no, `${no}C`, '234')).fields['err_code']).toBe('FREQUENCY_LIMITED');
    await stub.control('clock', { offset: 61_000 });
    expect((await refundOf(no, `${no}C`, '234')).fields['result_code']).toBe('SUCCESS');
    await stub.control('clock', { offset: 0 });
    const [order] = (await stub.control(`orders?out_trade_no=${no}`)).orders;
    expect(order).toMatchObject({ net: 0, refunds: [{ amount: 1000 }, { amount: 234 }] });
  });
});

test('a notice of a paid code comes signed and encrypted, again by the table until it is acknowledged', async () => {
  const hook = await startHookServer((count) => (count < 3 ? 500 : 204));
  try {
    const { appid, mchid } = stub.merchant();
    const no = newNumber();
    const body = { appid, mchid, description: '午餐', notify_url: hook.url, out_trade_no: no };
    const amount = { total: 99, currency: 'CNY' };
    const path = ['POST', '/v3/pay/transactions/native'] as const;
    const shown = await callV3(stub)(path, { ...body, amount });
    await stub.control('clock', { speed: 100 });
    await stub.control('scan', { codeUrl: shown.fields['code_url'], act: 'approve' });
    await eventually(
      async () => hook.calls.length,
      (count) => count === 3,
    );
    const ids = new Set(hook.calls.map((call) => JSON.parse(call.body).id));
    expect(ids.size).toBe(1);
    expect(hook.calls[0]?.headers).toHaveProperty('wechatpay-signature');
    expect(hook.calls[0]?.body).not.toContain(no);
    const { notices } = await stub.control('notices');
    expect(notices.at(-1)).toMatchObject({ tries: 3, nextAt: null });
  } finally {
    await stub.control('clock', { speed: 1, offset: 0 });
    await hook.stop();
  }
});

test('what was paid stays paid over SIGKILL', async () => {
  const no = newNumber();
  await micropay(stub)(no);
  const before = await stub.control('ledger');
  await stub.restart();
  expect(await stub.control('ledger')).toEqual(before);
  const found = await callV2(stub)('/pay/orderquery', { out_trade_no: no });
  expect(found.fields).toMatchObject({ trade_state: 'SUCCESS', total_fee: '1234' });
});

describe('a service provider', () => {
  beforeAll(async () => {
    await stub.control('merchants', { merchantUUID: 'demo-shop', sp: true });
  });
  afterAll(async () => {
    await stub.control('merchants', { merchantUUID: 'demo-shop', sp: false });
  });

  test('calls the paths of partners, for the shop that it names', async () => {
    const { spAppid: sp_appid, spMchid: sp_mchid, subMchid: sub_mchid } = stub.merchant()['spMode'];
    const { appid: _appid, mchid: _mchid, ...order } = codepayBody(newNumber());
    const path = ['POST', '/v3/pay/partner/transactions/codepay'] as const;
    const paid = await callV3(stub)(path, { ...order, sp_appid, sp_mchid, sub_mchid });
    expect(paid.fields).toMatchObject({ trade_state: 'SUCCESS', sp_mchid, sub_mchid });
    const query = `/v3/pay/partner/transactions/out-trade-no/${order.out_trade_no}`;
    const ids = `sp_mchid=${sp_mchid}&sub_mchid=${sub_mchid}`;
    const found = await callV3(stub)(['GET', `${query}?${ids}`]);
    expect(found.fields).toMatchObject({ trade_state: 'SUCCESS', sub_mchid });
    const other = await callV3(stub)(['GET', `${query}?sp_mchid=${sp_mchid}&sub_mchid=1`]);
    expect(other.fields).toMatchObject({ code: 'PARAM_ERROR' });
    const alone = await callV3(stub)(CODEPAY, codepayBody(newNumber()));
    expect(alone.fields).toMatchObject({ code: 'PARAM_ERROR' });
  });

  test('names the shop in V2 too', async () => {
    const { subMchid: sub_mch_id } = stub.merchant()['spMode'];
    const paid = await micropay(stub)(newNumber(), '000000', { sub_mch_id });
    expect(paid.fields).toMatchObject({ result_code: 'SUCCESS', sub_mch_id });
    expect((await micropay(stub)(newNumber())).fields['return_code']).toBe('FAIL');
  });
});

describe('platform certificates', () => {
  const list = async () => await callV3(stub)(['GET', '/v3/certificates']);

  test('are for merchants that verify by them', async () => {
    expect((await list()).fields).toMatchObject({ code: 'RESOURCE_NOT_EXISTS' });
    await stub.control('merchants', { merchantUUID: 'demo-shop', verifiesBy: 'certificate' });
    const { data } = (await list()).fields;
    const { nonce, associated_data, ciphertext } = data[0].encrypt_certificate;
    const bytes = Buffer.from(ciphertext, 'base64');
    const key = Buffer.from(stub.merchant()['apiV3Key']);
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce));
    decipher.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-16));
    const pem = decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
    const certificate = new X509Certificate(pem);
    expect(certificate.serialNumber).toBe(data[0].serial_no);
    expect(certificate.checkIssued(new X509Certificate(stub.text('keys/stub-ca.pem')))).toBe(true);
  });

  test('after a forced rotation the newest one signs, whatever the call names', async () => {
    const before = stub.merchant()['platformKeys'].map((key: Json) => key.id);
    const { id } = await stub.control('keys/rotate', {
      ...{ kind: 'certificate', force: true, write: false },
    });
    const answer = await callV3(stub)(queryPath(newNumber()), null, {
      headers: { 'wechatpay-serial': before[0] },
    });
    expect(answer.headers['wechatpay-serial']).toBe(id);
    expect(before).not.toContain(id);
    const { data } = (await list()).fields;
    expect(data.map((one: Json) => one.serial_no)).toContain(id);
  });
});

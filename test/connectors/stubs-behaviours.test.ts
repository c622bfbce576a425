import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAlipay, payAlipay } from '../support/alipay-client.ts';
import { eventually } from '../support/eventually.ts';
import { startHookServer } from '../support/hook-server.ts';
import { type Json, type StubProcess, startStubProcess } from '../support/stub.ts';
import { callV2, callV3, micropay, newNumber } from '../support/wechat-client.ts';

// Every group of bad behaviour, chosen by the last six digits of a code, by a script or by chance.

let wechat: StubProcess;
let alipay: StubProcess;
beforeAll(async () => {
  wechat = await startStubProcess('wechat');
  alipay = await startStubProcess('alipay');
});
afterAll(async () => {
  await wechat.stop();
  await alipay.stop();
});

const stateOf = async (no: string): Promise<string> => {
  const { fields } = await callV2(wechat)('/pay/orderquery', { out_trade_no: no });
  return fields['trade_state'] ?? fields['err_code'];
};
const reverse = async (no: string) =>
  (await callV2(wechat)('/secapi/pay/reverse', { out_trade_no: no })).fields;
const netOf = async (stub: StubProcess, no: string): Promise<number> =>
  (await stub.control(`orders?out_trade_no=${no}`)).orders[0]?.net ?? 0;
const pay = async (tail: string) => {
  const no = newNumber();
  const answer = await micropay(wechat)(no, tail);
  return { no, answer };
};
/** ms of the stub's clock, ahead of now */
const pass = async (ms: number) => await wechat.control('clock', { offset: (ahead += ms) });
let ahead = 0;

describe('1: the customer', () => {
  test('pays after some seconds', async () => {
    const { no, answer } = await pay('010005');
    expect(answer.fields).toMatchObject({ result_code: 'FAIL', err_code: 'USERPAYING' });
    expect(await stateOf(no)).toBe('USERPAYING');
    await pass(6_000);
    expect([await stateOf(no), await netOf(wechat, no)]).toEqual(['SUCCESS', 1_234]);
  });

  test('refuses after some seconds, or never does anything', async () => {
    const [refuses, never] = [(await pay('010105')).no, (await pay('010200')).no];
    await pass(60_000);
    expect([await stateOf(refuses), await stateOf(never)]).toEqual(['PAYERROR', 'USERPAYING']);
    await reverse(never);
  });

  test('approves or refuses on the phone', async () => {
    const [yes, no] = [(await pay('010300')).no, (await pay('010300')).no];
    const { waiting } = await wechat.control('phone');
    expect(waiting.map((order: Json) => order.out_trade_no)).toEqual(
      expect.arrayContaining([yes, no]),
    );
    await wechat.control('phone', { out_trade_no: yes, act: 'approve' });
    await wechat.control('phone', { out_trade_no: no, act: 'refuse' });
    expect([await stateOf(yes), await stateOf(no)]).toEqual(['SUCCESS', 'PAYERROR']);
    const page = await fetch(`http://127.0.0.1:${wechat.controlPort}/phone`);
    expect(await page.text()).toContain('顾客的手机');
  });

  test('types the password for more than 1,000 yuan', async () => {
    const no = newNumber();
    const answer = await micropay(wechat)(no, '000000', { total_fee: '100001' });
    expect(answer.fields['err_code']).toBe('USERPAYING');
    await wechat.control('phone', { out_trade_no: no, act: 'approve' });
    expect(await stateOf(no)).toBe('SUCCESS');
  });
});

describe('2 to 5: the way of an answer', () => {
  test.each([
    ['020000', 0, 1_234],
    ['020100', 0, 1_234],
    ['020200', 0, 1_234],
    ['030000', 0, 0],
    ['050000', 500, 1_234],
    ['050100', 502, 1_234],
    ['050200', 200, 1_234],
    ['050300', 200, 1_234],
    ['050400', 200, 1_234],
    ['050500', 200, 1_234],
    ['050600', 302, 1_234],
    ['050700', 200, 1_234],
    ['051000', 500, 0],
    ['160000', 0, 0],
  ])('%s: status %i, %i fen taken', async (tail, status, net) => {
    const { no, answer } = await pay(tail);
    expect({ status: answer.status, net: await netOf(wechat, no) }).toEqual({ status, net });
  });

  test('the body comes later than the headers', async () => {
    const started = performance.now();
    const { no, answer } = await pay('040001');
    expect(performance.now() - started).toBeGreaterThan(900);
    expect([answer.fields['result_code'], await netOf(wechat, no)]).toEqual(['SUCCESS', 1_234]);
  });
});

describe('6 and 7: signatures and content', () => {
  test.each(['060000', '060400', '060500'])('%s: not what the shop would compute', async (tail) => {
    const { answer } = await pay(tail);
    const { sign, ...said } = answer.fields;
    const text = Object.keys(said)
      .filter((name) => said[name] !== '')
      .toSorted()
      .map((name) => `${name}=${said[name]}`)
      .join('&');
    const key = wechat.merchant()['apiV2Key'];
    const right = createHash('md5').update(`${text}&key=${key}`).digest('hex').toUpperCase();
    expect(sign).not.toBe(right);
  });

  test.each([
    ['070000', { total_fee: '1235' }],
    ['070100', { mch_id: '1900009999' }],
    ['070200', { out_trade_no: 'another-number-0001' }],
    ['070300', { fee_type: 'USD' }],
    ['160200', { brand_new_field: 'value' }],
  ])('%s', async (tail, fields) => {
    expect((await pay(tail)).answer.fields).toMatchObject(fields);
  });
});

describe('8: queries lie', () => {
  test.each([
    ['080003', ['NOTPAY', 'NOTPAY', 'NOTPAY', 'NOTPAY']],
    ['080103', ['ORDERNOTEXIST', 'ORDERNOTEXIST', 'ORDERNOTEXIST', 'ORDERNOTEXIST']],
    ['080200', ['USERPAYING', 'USERPAYING', 'SUCCESS', 'SUCCESS']],
    ['080303', ['NOTPAY', 'SUCCESS', 'NOTPAY', 'SUCCESS']],
  ])('%s: %j, then the truth', async (tail, states) => {
    const { no, answer } = await pay(tail);
    expect(answer.fields['err_code']).toBe('SYSTEMERROR');
    const seen = [];
    for (const _state of states) seen.push(await stateOf(no));
    expect(seen).toEqual(states);
    await pass(4_000);
    expect(await stateOf(no)).toBe('SUCCESS');
  });
});

describe('9 and 10: the reverse', () => {
  test('paid just before, during and after the reverse: a reverse more gives it back', async () => {
    for (const [tail, first] of [
      ['090000', 0],
      ['090100', 1_234],
      ['090202', 0],
    ] as const) {
      const { no } = await pay(tail);
      expect(await reverse(no)).toMatchObject({ result_code: 'SUCCESS' });
      expect(await netOf(wechat, no)).toBe(first);
      await pass(3_000);
      expect(await netOf(wechat, no)).toBe(tail === '090000' ? 0 : 1_234);
      await reverse(no);
      expect([await stateOf(no), await netOf(wechat, no)]).toEqual(['REVOKED', 0]);
    }
  });

  test('an error now, the money later', async () => {
    const { no, answer } = await pay('090305');
    expect([answer.fields['err_code'], await stateOf(no)]).toEqual(['SYSTEMERROR', 'NOTPAY']);
    await reverse(no);
    await pass(6_000);
    expect([await stateOf(no), await netOf(wechat, no)]).toEqual(['SUCCESS', 1_234]);
    await reverse(no);
  });

  test('recall Y twice, then done', async () => {
    const { no } = await pay('100002');
    expect(await reverse(no)).toMatchObject({ result_code: 'FAIL', recall: 'Y' });
    expect(await reverse(no)).toMatchObject({ result_code: 'FAIL', recall: 'Y' });
    expect(await reverse(no)).toMatchObject({ result_code: 'SUCCESS', recall: 'N' });
  });

  test('refused while the customer types', async () => {
    const { no } = await pay('100105');
    expect(await reverse(no)).toMatchObject({ err_code: 'USERPAYING' });
    await pass(6_000);
    expect(await reverse(no)).toMatchObject({ result_code: 'SUCCESS' });
  });

  test('done, and its answer lost', async () => {
    const { no } = await pay('100200');
    expect(await reverse(no)).toEqual({});
    expect(await stateOf(no)).toBe('REVOKED');
  });

  test('success that did nothing until the second call', async () => {
    const { no } = await pay('100300');
    expect(await reverse(no)).toMatchObject({ result_code: 'SUCCESS' });
    expect(await stateOf(no)).toBe('USERPAYING');
    await reverse(no);
    expect(await stateOf(no)).toBe('REVOKED');
  });

  test('too late; no balance', async () => {
    expect(await reverse((await pay('100400')).no)).toMatchObject({ err_code: 'REVERSE_EXPIRE' });
    const { no } = await pay('100501');
    expect(await reverse(no)).toMatchObject({ err_code: 'NOTENOUGH' });
    expect(await reverse(no)).toMatchObject({ result_code: 'SUCCESS' });
    expect(await netOf(wechat, no)).toBe(0);
  });

  test('earlier than 15 s after the payment is remarked', async () => {
    const { no } = await pay('010200');
    await reverse(no);
    const { remarks } = await wechat.control('oracle');
    expect(remarks.at(-1)).toContain(`${no}: reversed`);
  });
});

describe('11, 12 and 15: refusals', () => {
  test.each([
    ['110000', 'AUTHCODEEXPIRE', 0],
    ['110100', 'AUTH_CODE_INVALID', 0],
    ['110200', 'AUTH_CODE_ERROR', 0],
    ['110300', 'NOTENOUGH', 0],
    ['110400', 'NOTSUPORTCARD', 0],
    ['110500', 'BUYER_MISMATCH', 0],
    ['110600', 'TRADE_ERROR', 0],
    ['120000', 'FREQUENCY_LIMITED', 0],
    ['120100', 'RULELIMIT', 0],
    ['120200', 'USERPAYING', 0],
    ['120300', 'SYSTEMERROR', 1_234],
    ['120400', 'SYSTEMERROR', 0],
    ['120500', 'BANKERROR', 1_234],
    ['120600', 'NEW_RISK_RULE', 1_234],
    ['120700', 'NEW_RISK_RULE', 0],
    ['150100', 'NOAUTH', 0],
  ])('WeChat %s: %s, %i fen taken', async (tail, code, net) => {
    const { no, answer } = await pay(tail);
    expect([answer.fields['err_code'], await netOf(wechat, no)]).toEqual([code, net]);
  });

  test.each([
    ['110000', 'ACQ.PAYMENT_AUTH_CODE_INVALID', 0],
    ['110300', 'ACQ.BUYER_BALANCE_NOT_ENOUGH', 0],
    ['120000', 'isv.call-limited', 0],
    ['120300', 'ACQ.SYSTEM_ERROR', 1_234],
    ['120400', 'isp.unknow-error', 0],
    ['120500', 'ACQ.PAYMENT_UNKNOW', 1_234],
    ['150100', 'isv.insufficient-isv-permissions', 0],
  ])('Alipay %s: %s, %i fen taken', async (tail, code, net) => {
    const no = newNumber();
    const answer = await payAlipay(alipay, no, tail);
    expect([answer.fields['sub_code'], await netOf(alipay, no)]).toEqual([code, net]);
  });

  test('a new code for an open number is called invalid', async () => {
    const { no } = await pay('010200');
    expect((await micropay(wechat)(no, '010200')).fields['err_code']).toBe('AUTH_CODE_INVALID');
    await reverse(no);
    expect((await micropay(wechat)(no)).fields['err_code']).toBe('ORDERREVERSED');
  });
});

describe('Alipay cancels', () => {
  const cancel = async (no: string) =>
    (await callAlipay(alipay, ['alipay.trade.cancel', { out_trade_no: no }])).fields;

  test('with close, with refund, without action, and again', async () => {
    const [waits, paid, again] = [newNumber(), newNumber(), newNumber()];
    await payAlipay(alipay, waits, '010200');
    await payAlipay(alipay, paid);
    await payAlipay(alipay, again, '100001');
    expect(await cancel(waits)).toMatchObject({ retry_flag: 'N', action: 'close' });
    expect(await cancel(paid)).toMatchObject({ retry_flag: 'N', action: 'refund' });
    expect(await cancel(newNumber())).not.toHaveProperty('action');
    expect(await cancel(again)).toMatchObject({ retry_flag: 'Y' });
    expect(await cancel(again)).toMatchObject({ retry_flag: 'N' });
  });
});

describe('13: refunds', () => {
  const refund = async (no: string, tail: string) =>
    (
      await callV2(wechat)('/secapi/pay/refund', {
        ...{ out_trade_no: no, out_refund_no: `${no}R`, total_fee: '1234', refund_fee: '234' },
        refund_desc: `back #${tail}`,
      })
    ).fields;
  const refundState = async (no: string) => {
    const { fields } = await callV2(wechat)('/pay/refundquery', { out_refund_no: `${no}R` });
    return fields['refund_status_0'] ?? fields['err_code'];
  };

  test.each([
    ['130003', 'SUCCESS', 1_000],
    ['130103', 'REFUNDCLOSE', 1_234],
    ['130203', 'CHANGE', 1_234],
  ])('%s: PROCESSING, then %s', async (tail, state, net) => {
    const { no } = await pay('000000');
    expect(await refund(no, tail)).toMatchObject({ result_code: 'SUCCESS' });
    expect(await refundState(no)).toBe('PROCESSING');
    await pass(4_000);
    expect([await refundState(no), await netOf(wechat, no)]).toEqual([state, net]);
  });

  test.each([
    ['130400', {}, 'SUCCESS', 1_000],
    ['130500', { err_code: 'FREQUENCY_LIMITED' }, 'SUCCESS', 1_000],
    ['130601', { err_code: 'NOTENOUGH' }, 'REFUNDNOTEXIST', 1_234],
    ['130700', { err_code: 'TRADE_OVERDUE' }, 'REFUNDNOTEXIST', 1_234],
    ['130800', { err_code: 'SYSTEMERROR' }, 'REFUNDNOTEXIST', 1_234],
  ])('%s: %j, then %s', async (tail, said, ...expected) => {
    const { no } = await pay('000000');
    expect(await refund(no, tail)).toMatchObject(said);
    expect([await refundState(no), await netOf(wechat, no)]).toEqual(expected);
  });

  test('51 partial refunds are one too many', async () => {
    await wechat.control('options', { refundGap: 0 });
    const { no } = await pay('000000');
    const codes = new Set();
    for (let count = 1; count <= 51; count += 1) {
      const { fields } = await callV2(wechat)('/secapi/pay/refund', {
        ...{
          out_trade_no: no,
          out_refund_no: `${no}-${count}`,
          total_fee: '1234',
          refund_fee: '1',
        },
      });
      codes.add(`${count > 50 ? 'then' : 'first'} ${fields['err_code'] ?? 'SUCCESS'}`);
    }
    await wechat.control('options', { refundGap: null });
    expect([...codes]).toEqual(['first SUCCESS', 'then INVALID_REQUEST']);
  });

  test('Alipay says no change although it is done', async () => {
    const no = newNumber();
    await payAlipay(alipay, no);
    const biz = { out_trade_no: no, refund_amount: '2.34', out_request_no: `${no}R` };
    const answer = await callAlipay(alipay, [
      'alipay.trade.refund',
      { ...biz, refund_reason: '#130300' },
    ]);
    expect(answer.fields).toMatchObject({ fund_change: 'N' });
    const asked = await callAlipay(alipay, ['alipay.trade.fastpay.refund.query', biz]);
    expect(asked.fields).toMatchObject({ refund_status: 'REFUND_SUCCESS', refund_amount: '2.34' });
    expect(await netOf(alipay, no)).toBe(1_000);
  });
});

describe('14: notices', () => {
  const native = async (url: string, tail: string) => {
    const { appid, mchid } = wechat.merchant();
    const body = { appid, mchid, description: `lunch #${tail}`, out_trade_no: newNumber() };
    const amount = { total: 99, currency: 'CNY' };
    const how = { at: Date.now() + ahead };
    const path = ['POST', '/v3/pay/transactions/native'] as const;
    const shown = await callV3(wechat)(path, { ...body, notify_url: url, amount }, how);
    await wechat.control('scan', { codeUrl: shown.fields['code_url'], act: 'approve' });
  };

  test.each([
    ['140000', 1],
    ['140100', 2],
    ['140200', 0],
  ])('%s: %i of them', async (tail, count) => {
    const hook = await startHookServer(() => 204);
    await native(hook.url, tail);
    await sleep(900);
    expect(hook.calls).toHaveLength(count);
    await hook.stop();
  });

  test('again although it was acknowledged', async () => {
    const hook = await startHookServer(() => 204);
    await native(hook.url, '140700');
    await eventually(
      async () => hook.calls.length,
      (count) => count === 1,
    );
    await pass(16_000);
    await eventually(
      async () => hook.calls.length,
      (count) => count >= 2,
    );
    const ids = hook.calls.map(({ body }) => JSON.parse(body).id);
    expect(new Set(ids).size).toBe(1);
    await hook.stop();
    await wechat.control('reset', {});
    ahead = 0;
  });

  test('V2 XML of a V2 refund', async () => {
    const hook = await startHookServer(() => 200);
    const { no } = await pay('000000');
    await callV2(wechat)('/secapi/pay/refund', {
      ...{ out_trade_no: no, out_refund_no: `${no}R`, total_fee: '1234', refund_fee: '234' },
      notify_url: hook.url,
    });
    await eventually(
      async () => hook.calls.length,
      (count) => count === 1,
    );
    expect(hook.calls[0]?.body).toContain('<req_info>');
    expect(hook.calls[0]?.body).not.toContain(no);
    await hook.stop();
  });
});

describe('16: infrastructure', () => {
  test('the provider is away, and comes back at the same port', async () => {
    await wechat.control('listen', { up: false });
    expect((await pay('000000')).answer.status).toBe(0);
    await wechat.control('listen', { up: true });
    expect((await pay('000000')).answer.fields['result_code']).toBe('SUCCESS');
  });

  test('a bill of the day, its hash and its file', async () => {
    await wechat.control('reset', {});
    const { no } = await pay('000000');
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const later = 36 * 3_600_000;
    await wechat.control('clock', { offset: later });
    const digits = day.replaceAll('-', '');
    const v2 = await callV2(wechat)('/pay/downloadbill', { bill_date: digits, bill_type: 'ALL' });
    expect(v2.text).toContain(`\`${no},`);
    const how = { at: Date.now() + later };
    const path = `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL`;
    const v3 = await callV3(wechat)(['GET', path], null, how);
    expect(v3.fields).toMatchObject({ hash_type: 'SHA1' });
    const url = new URL(v3.fields['download_url']);
    const file = await callV3(wechat)(['GET', url.pathname + url.search], null, how);
    expect(createHash('sha1').update(file.text).digest('hex')).toBe(v3.fields['hash_value']);
    await wechat.control('reset', {});
  });

  test('a bill of Alipay: a zip of GBK, at an address that is good for 30 s', async () => {
    await alipay.control('reset', {});
    const no = newNumber();
    await payAlipay(alipay, no);
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const later = 36 * 3_600_000;
    await alipay.control('clock', { offset: later });
    const call = [
      'alipay.data.dataservice.bill.downloadurl.query',
      { bill_type: 'trade', bill_date: day },
    ] as const;
    const { fields } = await callAlipay(alipay, call, { at: Date.now() + later });
    const answer = await fetch(fields['bill_download_url']);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
    expect(new TextDecoder('gbk').decode(bytes)).toContain('业务明细.csv');
    await alipay.control('clock', { offset: later + 31_000 });
    expect((await fetch(fields['bill_download_url'])).status).toBe(403);
    await alipay.control('reset', {});
  });
});

describe('choosing', () => {
  test('a script is for the next calls of one kind, in order', async () => {
    const no = newNumber();
    await wechat.control('script', {
      out_trade_no: no,
      call: 'query',
      steps: ['050000', '000000'],
    });
    await micropay(wechat)(no);
    const status = async () =>
      (await callV2(wechat)('/pay/orderquery', { out_trade_no: no })).status;
    expect([await status(), await status(), await status()]).toEqual([500, 200, 200]);
    expect(await wechat.control('script', { call: 'pay', steps: ['990000'] })).toEqual({
      error: 'no such behaviour: 990000',
    });
  });

  test('faults come as often as wanted, the same ones for the same seed, and no money is lost', async () => {
    const statuses = async (stub: StubProcess) => {
      await stub.control('fault', { probability: 0.5, groups: [2, 5] });
      const seen: string[] = [];
      for (let count = 0; count < 30; count += 1) {
        const no = `seeded${count}`;
        const answer = await micropay(stub)(no);
        seen.push(`${answer.status} ${await netOf(stub, no)}`);
      }
      await stub.control('fault', { probability: 0 });
      expect((await stub.control('oracle')).violations).toEqual([]);
      return seen;
    };
    await wechat.control('reset', {});
    const first = await statuses(wechat);
    await wechat.control('reset', {});
    expect(await statuses(wechat)).toEqual(first);
    const other = await startStubProcess('wechat', { STUB_SEED: '2' });
    expect(await statuses(other)).not.toEqual(first);
    await other.stop();
    expect(first.filter((one) => one === '200 1234').length).toBeGreaterThan(5);
    expect(first.filter((one) => one.startsWith('0 ')).length).toBeGreaterThan(3);
  });

  test('the control API takes nothing from a page of another origin', async () => {
    const answer = await fetch(`http://127.0.0.1:${wechat.controlPort}/control/reset`, {
      ...{ method: 'POST', body: '{}', headers: { origin: 'https://evil.example' } },
    });
    expect(answer.status).toBe(403);
  });

  test('nothing that it writes down shows a code or a key', async () => {
    await pay('000000');
    const { apiV2Key, apiV3Key } = wechat.merchant();
    const shown = JSON.stringify([
      await wechat.control('calls'),
      await wechat.control('orders'),
      await wechat.control('ledger'),
    ]);
    for (const secret of ['130000000000000000', apiV2Key, apiV3Key])
      expect(shown).not.toContain(secret);
  });
});

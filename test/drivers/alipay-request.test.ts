import { createHash, createVerify } from 'node:crypto';
import { beijingTime, parseBeijingTime } from '@payserver/alipay/driver/beijing-time';
import { isAuthCode, payCall, subjectOf } from '@payserver/alipay/driver/calls';
import { buildRequest } from '@payserver/alipay/driver/request';
import { signText } from '@payserver/alipay/driver/sign';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, APP, KEYS } from './alipay-provider-side.ts';

const NOW = new Date('2026-11-27T03:06:40Z');
const MOMENT = { now: NOW, requestId: '0'.repeat(32) };

describe('the text that is signed', () => {
  test('is that of the check value (research K)', () => {
    const text = signText({
      app_id: '2021000000000001',
      method: 'alipay.trade.pay',
      format: 'JSON',
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: '2026-11-27 11:06:40',
      version: '1.0',
      notify_url: '',
      sign: 'left out',
      biz_content:
        '{"out_trade_no":"20261127000000000001","total_amount":"12.34","subject":"午餐","scene":"bar_code","auth_code":"281234567890123456"}',
    });
    expect(text.startsWith('app_id=2021000000000001&biz_content={')).toBe(true);
    expect(createHash('sha256').update(text).digest('hex')).toBe(
      '052ce53396983a6f619f9597c516438c430871c8a4769e72a0a6798d0dac5313',
    );
  });
});

const PAYMENT = {
  tractionNo: '17954030831190003000',
  amount: 1_234,
  subject: '一号店 & 午餐',
  authCode: '281234567890123456',
  storeId: 'S1',
  terminalId: 'till-3',
  notifyUrl: null,
};

describe('a request', () => {
  const built = buildRequest(ACCOUNT, payCall(PAYMENT), MOMENT);
  const url = new URL(built.url);
  const sent = Object.fromEntries([
    ...url.searchParams,
    ...new URLSearchParams(built.body.toString('utf8')),
  ]);

  test('is signed with the key of the app over what the server decodes', () => {
    const { sign = '', ...rest } = sent;
    const text = Object.keys(rest)
      .toSorted()
      .map((name) => `${name}=${rest[name]}`)
      .join('&');
    const check = createVerify('RSA-SHA256').update(text, 'utf8').end();
    expect(check.verify(APP.publicKey, sign, 'base64')).toBe(true);
  });

  test('says the time in Beijing, whatever zone the process has, and the charset in the query', () => {
    expect(sent['timestamp']).toBe('2026-11-27 11:06:40');
    expect(url.searchParams.get('charset')).toBe('utf-8');
  });

  test('has amounts and numbers as text', () => {
    const content = JSON.parse(sent['biz_content'] ?? '') as Record<string, unknown>;
    expect(content).toMatchObject({
      out_trade_no: '17954030831190003000',
      total_amount: '12.34',
      auth_code: '281234567890123456',
      scene: 'bar_code',
      store_id: 'S1',
      terminal_id: 'till-3',
    });
    expect(Object.values(content).every((value) => typeof value === 'string')).toBe(true);
  });

  test('of a service provider has its token, in certificate mode the serials', () => {
    const keys = { ...KEYS, sn: { app: 'a'.repeat(32), root: 'b'.repeat(32), alipay: 'c' } };
    const app = { ...ACCOUNT, keys, appAuthToken: 'token-1' };
    const { searchParams } = new URL(buildRequest(app, payCall(PAYMENT), MOMENT).url);
    expect(searchParams.get('app_auth_token')).toBe('token-1');
    expect(searchParams.get('app_cert_sn')).toBe('a'.repeat(32));
    expect(searchParams.get('alipay_root_cert_sn')).toBe('b'.repeat(32));
  });
});

describe('times', () => {
  test('of Beijing are read as they are written', () => {
    const moments = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (moment) => {
        const second = Math.floor(moment.getTime() / 1_000) * 1_000;
        expect(parseBeijingTime(beijingTime(moment))?.getTime()).toBe(second);
      }),
    );
  });

  test.each(['2026-02-30 00:00:00', '2026-11-27', '2026-11-27T11:06:40', ''])(
    '%j is none',
    (text) => {
      expect(parseBeijingTime(text)).toBeNull();
    },
  );
});

test.each([
  ['281234567890123456', true],
  ['250000000000000000', true],
  ['300000000000000000000000', true],
  ['310000000000000000', false],
  ['134567890123456789', false],
  ['2812345678901234', true],
  ['281234567890123', false],
  ['28123456789012345a', false],
])('%s is a paying code of Alipay: %s', (code, is) => {
  expect(isAuthCode(code)).toBe(is);
});

test('a name as subject has at most 127 bytes, whole characters and no sign that Alipay refuses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const subject = subjectOf(name.toWellFormed());
      expect(Buffer.byteLength(subject)).toBeLessThanOrEqual(127);
      expect(subject.isWellFormed()).toBe(true);
      expect(subject).not.toMatch(/[/=&\n]/);
    }),
  );
});

import { readAnswer } from '@payserver/alipay/driver/answer';
import { UNSIGNED_SETUP_CODES } from '@payserver/alipay/driver/codes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FOREIGN, KEYS, keyOf, overHttp, rsa2, signedText } from './alipay-provider-side.ts';

const PAY = 'alipay.trade.pay';
const NAME = keyOf(PAY);
const VALUE = '{"code":"10000","msg":"Success","out_trade_no":"1"}';
const read = (text: string) => readAnswer(PAY, overHttp(text), KEYS);
const SIGN = rsa2(VALUE);

describe('an answer counts whatever legal form it has', () => {
  test.each([
    ['sign behind it', `{"${NAME}":${VALUE},"sign":"${SIGN}"}`],
    ['sign in front of it', `{"sign":"${SIGN}","${NAME}":${VALUE}}`],
    [
      'fields around it that nobody knows',
      `{"a":[1,{"sign":"x"}],"${NAME}":${VALUE},"sign":"${SIGN}","z":null}`,
    ],
    ['blanks and line ends', `\n{ "${NAME}" :\t${VALUE} , "sign" : "${SIGN}" }\n`],
    ['a byte order mark', `\uFEFF{"${NAME}":${VALUE},"sign":"${SIGN}"}`],
    ['a name with escapes', `{"\\u0061lipay_trade_pay_response":${VALUE},"sign":"${SIGN}"}`],
  ])('with %s', (_what, text) => {
    expect(read(text)).toMatchObject({ kind: 'signed', code: '10000' });
  });

  test.each([
    ['escaped slashes', String.raw`{"code":"10000","u":"http:\/\/a\/b","out_trade_no":"1"}`],
    ['blanks inside', '{ "code" : "10000" ,\n "out_trade_no":"1" }'],
    ['unicode escapes', String.raw`{"code":"10000","s":"\u4e00\ud83d\ude00","out_trade_no":"1"}`],
    ['"sign": in a text', String.raw`{"code":"10000","s":"\",\"sign\":\"x\"}","out_trade_no":"1"}`],
    ['fields in another order', '{"z":{"sign":"y"},"out_trade_no":"1","code":"10000"}'],
    ['numbers that no float holds', '{"code":"10000","n":28000000000000000000000000001}'],
  ])('signed over %s', (_what, value) => {
    expect(read(signedText(PAY, value))).toMatchObject({ kind: 'signed', code: '10000' });
  });

  test('numbers stay text', () => {
    const answer = read(signedText(PAY, '{"code":"10000","n":28000000000000000000000000001.10}'));
    expect(answer).toMatchObject({ fields: { n: '28000000000000000000000000001.10' } });
  });
});

describe('nothing is known from', () => {
  test.each([
    ['no signature', `{"${NAME}":${VALUE}}`],
    ['an empty one', `{"${NAME}":${VALUE},"sign":""}`],
    ['one that is no text', `{"${NAME}":${VALUE},"sign":1}`],
    ['one of a foreign key', signedText(PAY, VALUE, FOREIGN.privateKey)],
    ['one of other content', `{"${NAME}":${VALUE.replace('"1"', '"2"')},"sign":"${SIGN}"}`],
    [
      'one of the same content in another form',
      `{"${NAME}":${VALUE.replace(',', ', ')},"sign":"${SIGN}"}`,
    ],
    ['two signatures', `{"${NAME}":${VALUE},"sign":"${SIGN}","sign":"${SIGN}"}`],
    ['two values', `{"${NAME}":${VALUE},"${NAME}":${VALUE},"sign":"${SIGN}"}`],
    ['a value and an error', `{"${NAME}":${VALUE},"error_response":${VALUE},"sign":"${SIGN}"}`],
    ['a code twice', signedText(PAY, '{"code":"10000","code":"40004"}')],
    ['the answer of another method', signedText('alipay.trade.query', VALUE)],
    ['an encrypted value', `{"${NAME}":"base64","sign":"${rsa2('"base64"')}"}`],
    ['a list', `[${VALUE}]`],
    ['a page', '<html><body>502</body></html>'],
    ['nothing', ''],
    ['half an answer', signedText(PAY, VALUE).slice(0, -20)],
    ['something behind it', `${signedText(PAY, VALUE)} x`],
    [
      'a value that is nested without end',
      `{"${NAME}":${'['.repeat(99)}${']'.repeat(99)},"sign":"a"}`,
    ],
  ])('%s', (_what, text) => {
    expect(read(text).kind).toBe('unknown');
  });

  test.each([500, 502, 302, 201, 404])('HTTP %s', (status) => {
    expect(readAnswer(PAY, overHttp(signedText(PAY, VALUE), { status }), KEYS).kind).toBe(
      'unknown',
    );
  });

  test('a compressed body, and one that is not UTF-8', () => {
    const zipped = { headers: { 'content-encoding': 'gzip' } };
    expect(readAnswer(PAY, overHttp(signedText(PAY, VALUE), zipped), KEYS).kind).toBe('unknown');
    const body = Buffer.concat([Buffer.from(signedText(PAY, VALUE)), Buffer.from([0xff])]);
    expect(readAnswer(PAY, overHttp('', { body }), KEYS).kind).toBe('unknown');
  });

  test('whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readAnswer(PAY, overHttp('', { body: bytes }), KEYS).kind).toBe('unknown');
      }),
    );
  });

  test('one flipped bit', () => {
    const bytes = Buffer.from(signedText(PAY, VALUE));
    const inValue = { min: NAME.length + 4, max: NAME.length + 3 + VALUE.length };
    fc.assert(
      fc.property(fc.integer(inValue), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const body = Buffer.from(bytes);
        body[at] = (body[at] ?? 0) ^ (1 << bit);
        expect(readAnswer(PAY, overHttp('', { body }), KEYS).kind).toBe('unknown');
      }),
    );
  });
});

describe('without a signature', () => {
  test.each([...UNSIGNED_SETUP_CODES])('%s says that our request is wrong', (code) => {
    const value = `{"code":"${code}","sub_code":"isv.invalid-signature"}`;
    const setup = { kind: 'unsignedSetup', code, subCode: 'isv.invalid-signature' };
    expect(read(`{"error_response":${value}}`)).toEqual(setup);
    expect(read(`{"${NAME}":${value}}`)).toEqual(setup);
    // A signature that is wrong is none at all.
    expect(read(`{"${NAME}":${value},"sign":"${SIGN}"}`).kind).toBe('unknown');
  });

  test('no other code says anything', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }).map(String), (code) => {
        fc.pre(!UNSIGNED_SETUP_CODES.has(code));
        expect(read(`{"${NAME}":{"code":"${code}"}}`).kind).toBe('unknown');
      }),
    );
  });
});

describe('in certificate mode', () => {
  const keys = { ...KEYS, sn: { app: 'a', root: 'b', alipay: 'ours' } };
  test.each([
    ['ours', 'signed'],
    ['another', 'unknown'],
  ])('an answer that names %s is %s', (sn, kind) => {
    const text = `{"${NAME}":${VALUE},"alipay_cert_sn":"${sn}","sign":"${SIGN}"}`;
    expect(readAnswer(PAY, overHttp(text), keys).kind).toBe(kind);
  });
});

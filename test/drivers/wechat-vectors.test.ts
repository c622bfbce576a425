import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openRefundNoticeV2, unseal } from '../../connectors/wechat/src/driver/notice.ts';
import { signV2 } from '../../connectors/wechat/src/driver/sign-v2.ts';
import {
  authorizationOf,
  checkSignature,
  signTextV3,
} from '../../connectors/wechat/src/driver/sign-v3.ts';
import { v2 } from '../../connectors/wechat/src/driver/v2.ts';
import { v3 } from '../../connectors/wechat/src/driver/v3.ts';
import { readXml, writeXml } from '../../connectors/wechat/src/driver/xml.ts';
import { ACCOUNT, MERCHANT_KEYS, NO, NOW, ORDER, STAMP } from './wechat-account.ts';

// Values of WeChat's documents, and of the research note, section K, computed there twice and independently.

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

describe('signatures of V2', () => {
  const published = {
    appid: 'wxd930ea5d5a258f4f',
    body: 'test',
    device_info: '1000',
    mch_id: '10000100',
    nonce_str: 'ibuaiVcKdpRxkhJA',
  };
  const key = '192006250b4c09247ec02edce69f6a2d';

  test.each([
    ['MD5', '9A0A8659F005D6984697E2CA0A9CF3B7'],
    ['HMAC-SHA256', '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6'],
  ] as const)('are those that WeChat publishes: %s', (signType, sign) => {
    expect(signV2(published, { key, signType })).toBe(sign);
  });

  const micropay = {
    appid: 'wxtest0000000001',
    mch_id: '1900000001',
    nonce_str: 'abcdefghijklmnopqrstuvwxyz012345',
    body: '午餐',
    out_trade_no: NO,
    total_fee: '1234',
    spbill_create_ip: '127.0.0.1',
    auth_code: '134567890123456789',
    attach: '',
    scene_info: '{"store_info":{"id":"S1","name":"一号店"}}',
  };

  test.each([
    ['MD5', {}, '6C676AACF169A649163D736713475D4C'],
    [
      'HMAC-SHA256',
      { sign_type: 'HMAC-SHA256' },
      '56E99E2EDF5FFD5736F328AEB67DF2ADF0D9F2CBDC44247829A4735EF49552EE',
    ],
  ] as const)('of a payment, with a field that is empty: %s', (signType, more, sign) => {
    const keys = { key: '0123456789abcdef0123456789abcdef', signType };
    expect(signV2({ ...micropay, ...more }, keys)).toBe(sign);
  });

  test('the request is that payment', () => {
    const fields = readXml(v2.micropay(ACCOUNT, ORDER, STAMP).body);
    const { attach: _empty, ...rest } = micropay;
    expect(fields).toEqual({ ...rest, sign: '6C676AACF169A649163D736713475D4C' });
  });
});

describe('signatures of V3', () => {
  const body =
    '{"appid":"wxtest0000000001","mchid":"1900000001","description":"午餐","out_trade_no":"20261127000000000001","payer":{"auth_code":"134567890123456789"},"amount":{"total":1234,"currency":"CNY"},"scene_info":{"device_ip":"127.0.0.1","store_info":{"out_id":"S1"}}}';

  test('the request of a payment has the bytes of the check value, and its text', () => {
    const request = v3.codepay(ACCOUNT, ORDER, STAMP);
    expect([request.body.toString(), request.body.length]).toEqual([body, 262]);
    expect(sha256(signTextV3(request, STAMP))).toBe(
      '86b89c17c5ae9ac52d5939163bdc759ee2341412e3f7e574ecf591d0bc67698c',
    );
  });

  test('a query', () => {
    const request = v3.query(ACCOUNT, NO, STAMP);
    expect(sha256(signTextV3(request, STAMP))).toBe(
      '945b4473dbc343b75a3c2a18e69b25fbf06630f46f07a79980e7a3f9c9afdd6c',
    );
  });

  test('the header names mchid, nonce, signature, time and serial, without a blank after a comma', () => {
    const keys = ACCOUNT.v3;
    if (keys === null) throw new Error('the test account has V3 keys');
    const header = authorizationOf(v3.query(ACCOUNT, NO, STAMP), STAMP, {
      mchid: ACCOUNT.mchid,
      keys,
    });
    expect(header).toMatch(
      /^WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="[^"]+",signature="[^"]+",timestamp="1795750000",serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"$/,
    );
  });

  test('the text of an empty body ends with an empty line', () => {
    const text = `1795750000\n${STAMP.nonce}\n\n`;
    expect(sha256(text)).toBe('197db48f96fe1125cd5db3dc185144879ec870be922c3a84be4b758ee4037271');
  });

  test('a key that is not in the set, or another kind of signature, is bad', () => {
    const headers = {
      'wechatpay-serial': 'ABC',
      'wechatpay-nonce': 'n',
      'wechatpay-timestamp': '1',
    };
    const keys = new Map([['ABC', MERCHANT_KEYS.publicKey]]);
    const checked = (more: object) =>
      checkSignature({ headers: { ...headers, ...more }, body: Buffer.alloc(0) }, keys, NOW);
    expect(checked({ 'wechatpay-signature': 'WECHATPAY/SIGNTEST/xyz' })).toBe('bad');
    expect(checked({})).toBe('bad');
    expect(checkSignature({ headers: {}, body: Buffer.alloc(0) }, keys, NOW)).toBe('none');
  });
});

describe('what WeChat encrypts', () => {
  const apiKey = '0123456789abcdef0123456789abcdef';
  const sealed = {
    ciphertext:
      '4ouKWSuj/DnPJxKEgzRMF3K25P415EgEUfuQbbuZ/cx1EQhbyNAX9VLYTlD5vlvujlysmJIhSRRD7tBkLgtx/xXIajOa7viah/994HNKWCDe7RSefKXgG1sFzfJLEh0FlVwfeBrp',
    nonce: '0123456789ab',
    associatedData: 'refund',
  };

  test('is read', () => {
    expect(unseal(sealed, apiKey)).toBe(
      '{"mchid":"1900000001","out_trade_no":"20261127000000000001","refund_status":"SUCCESS"}',
    );
  });

  test('is refused when one bit of it, of its tag, of its nonce or of its associated data is another', () => {
    const bytes = Buffer.from(sealed.ciphertext, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const other = { ...sealed, ciphertext: flipped.toString('base64') };
      expect(() => unseal(other, apiKey)).toThrow('authenticate');
    }
    expect(() => unseal({ ...sealed, associatedData: 'refunc' }, apiKey)).toThrow('authenticate');
    expect(() => unseal({ ...sealed, nonce: '0123456789ac' }, apiKey)).toThrow('authenticate');
    const short = { ...sealed, ciphertext: bytes.subarray(0, -1).toString('base64') };
    expect(() => unseal(short, apiKey)).toThrow('authenticate');
    expect(() => unseal({ ...sealed, ciphertext: 'AAAA' }, apiKey)).toThrow('too short');
  });

  test('a V2 refund notice is read, with the MD5 of the key as text', () => {
    const reqInfo =
      'dDo+GCOVYtgSlXn23/zEWVeDBt97o5t5l3CUh4BFIQ0EY7r8KjZJmD2DSKkQfzQSrh1HLVd6Xprgck5zJDcp/BNIqsF40deuses8NNEVfrtgCEjqMMD/Z8UOCSTR+S58irZMMcnQV9JmM6yX8S1MmQ==';
    const key = '0123456789abcdef0123456789abcdef';
    expect(openRefundNoticeV2(reqInfo, key)).toEqual({
      out_refund_no: 'R1',
      refund_status: 'SUCCESS',
    });
    expect(openRefundNoticeV2(reqInfo, `${key}x`)).toBeNull();
  });
});

describe('XML', () => {
  test('is read as it is written, whatever the values', () => {
    const fields = { a: '<&>"\'', b: ']]>', c: '', d: ' 午 餐 ', e: '{"x":"]]>]]>"}' };
    expect(readXml(Buffer.from(writeXml(fields)))).toEqual(fields);
  });

  test.each([
    [
      'text, CDATA and the five entities',
      '<xml><a>1&lt;2</a><b><![CDATA[<3>]]></b><c/></xml>',
      { a: '1<2', b: '<3>', c: '' },
    ],
    ['blanks between fields', '<?xml version="1.0"?>\n<xml>\n <a>1</a>\n</xml>\n', { a: '1' }],
    [
      'a DTD',
      '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>',
      null,
    ],
    ['an entity of its own', '<xml><a>&e;</a></xml>', null],
    ['a character reference', '<xml><a>&#65;</a></xml>', null],
    ['a field in a field', '<xml><a><b>1</b></a></xml>', null],
    ['an attribute', '<xml><a x="1">1</a></xml>', null],
    ['a field twice', '<xml><a>1</a><a>2</a></xml>', null],
    ['a comment', '<xml><!-- x --><a>1</a></xml>', null],
    ['JSON', '{"a":1}', null],
    ['no end', '<xml><a>1</a>', null],
    ['nothing', '', null],
  ])('%s', (_name, text, fields) => expect(readXml(Buffer.from(text))).toEqual(fields));
});

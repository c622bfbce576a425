import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signTextOf } from '../../connectors/alipay/stub/src/sign.ts';
import { encryptV2, encryptV3 } from '../../connectors/wechat/stub/src/crypt.ts';
import { signV2 } from '../../connectors/wechat/stub/src/v2/sign.ts';
import { readXml, writeXml } from '../../connectors/wechat/stub/src/v2/xml.ts';
import { answerText } from '../../connectors/wechat/stub/src/v3/answers.ts';
import { requestText } from '../../connectors/wechat/stub/src/v3/auth.ts';

// Published check values, and those that were computed for research K: what the stubs expect is what the providers say.

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const KEY = '0123456789abcdef0123456789abcdef';

describe('WeChat V2', () => {
  const published = Object.entries({
    ...{ appid: 'wxd930ea5d5a258f4f', mch_id: '10000100', device_info: '1000', body: 'test' },
    nonce_str: 'ibuaiVcKdpRxkhJA',
  });
  const micropay = Object.entries({
    ...{ appid: 'wxtest0000000001', mch_id: '1900000001', body: '午餐', attach: '' },
    nonce_str: 'abcdefghijklmnopqrstuvwxyz012345',
    ...{ out_trade_no: '20261127000000000001', auth_code: '134567890123456789' },
    ...{ total_fee: '1234', spbill_create_ip: '127.0.0.1' },
    scene_info: '{"store_info":{"id":"S1","name":"一号店"}}',
  });

  test.each([
    [published, '192006250b4c09247ec02edce69f6a2d', 'MD5', '9A0A8659F005D6984697E2CA0A9CF3B7'],
    [
      published,
      '192006250b4c09247ec02edce69f6a2d',
      'HMAC-SHA256',
      '6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6',
    ],
    [micropay, KEY, 'MD5', '6C676AACF169A649163D736713475D4C'],
    [
      [...micropay, ['sign_type', 'HMAC-SHA256']],
      KEY,
      'HMAC-SHA256',
      '56E99E2EDF5FFD5736F328AEB67DF2ADF0D9F2CBDC44247829A4735EF49552EE',
    ],
  ] as const)('signs %j', (...vector) => {
    const [fields, key, type, expected] = vector;
    expect(signV2(fields as [string, string][], key, type)).toBe(expected);
  });

  test('encrypts the notice of a refund', () => {
    const plain =
      '<root><out_refund_no><![CDATA[R1]]></out_refund_no><refund_status><![CDATA[SUCCESS]]></refund_status></root>';
    expect(createHash('md5').update(KEY).digest('hex')).toBe('8516ac99dc60603295de7bdb6a153530');
    expect(encryptV2(plain, KEY)).toBe(
      'dDo+GCOVYtgSlXn23/zEWVeDBt97o5t5l3CUh4BFIQ0EY7r8KjZJmD2DSKkQfzQSrh1HLVd6Xprgck5zJDcp/BNIqsF40deuses8NNEVfrtgCEjqMMD/Z8UOCSTR+S58irZMMcnQV9JmM6yX8S1MmQ==',
    );
  });

  test.each(['<xml><a>1</a></xml>', '<xml>\n<a><![CDATA[<b>&amp;]]></a><c>x &amp; y</c>\n</xml>'])(
    'reads %j',
    (text) => {
      const fields = readXml(Buffer.from(text));
      expect(readXml(writeXml(Object.fromEntries(fields ?? [])))).toEqual(fields);
    },
  );

  test.each([
    '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
    '<xml><a>&a;</a></xml>',
    '<xml><a><b>1</b></a></xml>',
    '<xml><a x="1">1</a></xml>',
    '<xml><a>1</a><a>2</a></xml>',
    '<xml><a>1</a>',
    '{"a":1}',
  ])('reads no %j', (text) => {
    expect(readXml(Buffer.from(text))).toBeNull();
  });
});

describe('WeChat V3', () => {
  const said = { timestamp: '1795750000', nonce_str: 'abcdefghijklmnopqrstuvwxyz012345' };

  test('signs a POST over method, path, time, nonce and the bytes of the body', () => {
    const body = Buffer.from(
      '{"appid":"wxtest0000000001","mchid":"1900000001","description":"午餐","out_trade_no":"20261127000000000001","payer":{"auth_code":"134567890123456789"},"amount":{"total":1234,"currency":"CNY"},"scene_info":{"device_ip":"127.0.0.1","store_info":{"out_id":"S1"}}}',
    );
    expect(body).toHaveLength(262);
    const call = { method: 'POST', url: '/v3/pay/transactions/codepay', body };
    expect(sha256(requestText(call, said))).toBe(
      '86b89c17c5ae9ac52d5939163bdc759ee2341412e3f7e574ecf591d0bc67698c',
    );
  });

  test('signs a GET with its query and an empty body', () => {
    const url = '/v3/pay/transactions/out-trade-no/20261127000000000001?mchid=1900000001';
    const call = { method: 'GET', url, body: Buffer.of() };
    expect(sha256(requestText(call, said))).toBe(
      '945b4473dbc343b75a3c2a18e69b25fbf06630f46f07a79980e7a3f9c9afdd6c',
    );
  });

  test('signs an empty answer', () => {
    const text = answerText({ seconds: 1_795_750_000, nonce: said.nonce_str }, Buffer.of());
    expect(sha256(text)).toBe('197db48f96fe1125cd5db3dc185144879ec870be922c3a84be4b758ee4037271');
  });

  test('encrypts a resource', () => {
    const plain =
      '{"mchid":"1900000001","out_trade_no":"20261127000000000001","refund_status":"SUCCESS"}';
    expect(encryptV3(plain, KEY, { aad: 'refund', nonce: '0123456789ab' }).ciphertext).toBe(
      '4ouKWSuj/DnPJxKEgzRMF3K25P415EgEUfuQbbuZ/cx1EQhbyNAX9VLYTlD5vlvujlysmJIhSRRD7tBkLgtx/xXIajOa7viah/994HNKWCDe7RSefKXgG1sFzfJLEh0FlVwfeBrp',
    );
  });
});

test('Alipay signs raw values in order of their names', () => {
  const text = signTextOf(
    Object.entries({
      ...{ app_id: '2021000000000001', method: 'alipay.trade.pay', format: 'JSON' },
      ...{ charset: 'utf-8', sign_type: 'RSA2', timestamp: '2026-11-27 11:06:40', version: '1.0' },
      biz_content:
        '{"out_trade_no":"20261127000000000001","total_amount":"12.34","subject":"午餐","scene":"bar_code","auth_code":"281234567890123456"}',
      sign: 'left out',
    }),
    ['sign'],
  );
  expect(text.slice(0, 43)).toBe('app_id=2021000000000001&biz_content={"out_t');
  expect(sha256(text)).toBe('052ce53396983a6f619f9597c516438c430871c8a4769e72a0a6798d0dac5313');
});

import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type Answer, type HttpAnswer, readAnswer } from '@payserver/alipay/driver/answer';
import type { AlipayKeys } from '@payserver/alipay/driver/keys';
import type { AlipayApp, Method } from '@payserver/alipay/driver/request';

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** What Alipay signs with. */
export const ALIPAY = pair();
/** What the app signs with. */
export const APP = pair();
/** Another program's. */
export const FOREIGN = pair();

export const KEYS: AlipayKeys = {
  appKey: APP.privateKey,
  alipayKey: ALIPAY.publicKey,
  sn: null,
  validTo: null,
};

export const ACCOUNT: AlipayApp = {
  appId: '2021000000000001',
  keys: KEYS,
  appAuthToken: null,
  gateway: 'https://openapi.alipay.com/gateway.do',
};

export const EXPECTED = {
  tractionNo: '20261127000000000001',
  amount: 1_234,
  appId: ACCOUNT.appId,
  sellerId: '2088000000000001',
};

/** RSA2 by a way of its own: the driver's is not asked about itself. */
export function rsa2(text: string, key: KeyObject = ALIPAY.privateKey): string {
  return createSign('RSA-SHA256').update(text, 'utf8').end().sign(key, 'base64');
}

export const keyOf = (method: Method) => `${method.replaceAll('.', '_')}_response`;

/** An answer whose value has exactly this text. */
export function signedText(method: Method, value: string, key?: KeyObject): string {
  return `{"${keyOf(method)}":${value},"sign":"${rsa2(value, key)}"}`;
}

/** As it comes over HTTP. */
export function overHttp(text: string, changes: Partial<HttpAnswer> = {}): HttpAnswer {
  return { status: 200, headers: {}, body: Buffer.from(text, 'utf8'), ...changes };
}

/** What the driver makes of an answer with these fields, signed by Alipay. */
export function answered(method: Method, fields: object): Answer {
  return readAnswer(method, overHttp(signedText(method, JSON.stringify(fields))), KEYS);
}

/** The fields of a trade of ours that is paid. */
export const PAID_FIELDS = {
  code: '10000',
  msg: 'Success',
  out_trade_no: EXPECTED.tractionNo,
  trade_no: '2026112722001400000000000001',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '12.34',
  send_pay_date: '2026-11-27 11:06:44',
};

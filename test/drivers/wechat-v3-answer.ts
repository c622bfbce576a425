import { sign } from 'node:crypto';
import type { WireAnswer } from '../../connectors/wechat/src/driver/account.ts';
import { NOW, PLATFORM_ID, PLATFORM_KEYS } from './wechat-account.ts';

/** The headers of a signature over these bytes. */
export function signedHeaders(body: Buffer, key = PLATFORM_KEYS.privateKey) {
  const timestamp = String(NOW.getTime() / 1_000);
  const nonce = 'nonce';
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': PLATFORM_ID,
    'wechatpay-signature': sign('sha256', text, key).toString('base64'),
  };
}

/** An answer of V3; what is below 400 is signed. */
export function v3Answer(status: number, json: object): WireAnswer {
  const body = Buffer.from(JSON.stringify(json));
  return { status, headers: status < 400 ? signedHeaders(body) : {}, body };
}

import { type KeyObject, sign, verify } from 'node:crypto';
import type { Stamp, V3Keys, WireAnswer } from './account.ts';

/** What a V3 request is about. */
export interface Signed {
  readonly method: string;
  /** with its query, encoded as it is sent */
  readonly path: string;
  /** exactly the bytes that are sent */
  readonly body: Buffer;
}

const seconds = (moment: Date) => Math.floor(moment.getTime() / 1_000);

/** Five lines, each with its end (research A7). */
export function signTextV3({ method, path, body }: Signed, { now, nonce }: Stamp): Buffer {
  const head = `${method}\n${path}\n${seconds(now)}\n${nonce}\n`;
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\n')]);
}

/** The value of `Authorization`. */
export function authorizationOf(
  signed: Signed,
  stamp: Stamp,
  { mchid, keys }: { readonly mchid: string; readonly keys: V3Keys },
): string {
  const signature = sign('sha256', signTextV3(signed, stamp), keys.privateKey).toString('base64');
  const parts = {
    mchid,
    nonce_str: stamp.nonce,
    signature,
    timestamp: String(seconds(stamp.now)),
    serial_no: keys.serial,
  };
  const list = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`;
}

/** How a message of WeChat's is signed: `none` says that it has no sign of one. */
export type Signature = 'ok' | 'none' | 'bad';

const HEADERS = [
  'wechatpay-signature',
  'wechatpay-serial',
  'wechatpay-timestamp',
  'wechatpay-nonce',
];
const MAX_SKEW_S = 300;
const TYPE = 'WECHATPAY2-SHA256-RSA2048';

/**
 * Checks an answer or a notice over the bytes that came, with the key that its serial names (research B1). Anything that
 * does not fit is `bad`: a missing header, an unknown serial, five minutes of age, another type.
 */
export function checkSignature(
  { headers, body }: Pick<WireAnswer, 'headers' | 'body'>,
  keys: ReadonlyMap<string, KeyObject>,
  now: Date,
): Signature {
  const [signature, serial, timestamp, nonce] = HEADERS.map((name) => headers[name]);
  if (HEADERS.every((name) => headers[name] === undefined)) return 'none';
  const key = keys.get(serial ?? '');
  if (key === undefined || signature === undefined || nonce === undefined) return 'bad';
  if (!isOurType(headers) || !isFresh(timestamp ?? '', now)) return 'bad';
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')]);
  return isRight(text, key, signature) ? 'ok' : 'bad';
}

function isOurType(headers: WireAnswer['headers']): boolean {
  return (headers['wechatpay-signature-type'] ?? TYPE) === TYPE;
}

function isFresh(timestamp: string, now: Date): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(seconds(now) - Number(timestamp)) < MAX_SKEW_S;
}

function isRight(text: Buffer, key: KeyObject, signature: string): boolean {
  try {
    return verify('sha256', text, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

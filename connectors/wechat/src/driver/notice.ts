import { createDecipheriv, createHash } from 'node:crypto';
import { isRecord } from '@payserver/shared/domain/said';
import type { Account } from './account.ts';
import { checkSignature } from './sign-v3.ts';
import { v2KeysOf } from './v2.ts';
import { v3KeysOf } from './v3.ts';
import { type Fields, readXml } from './xml.ts';

const TAG_BYTES = 16;

/** What WeChat encrypts with the APIv3 key. */
export interface Sealed {
  /** base64 of the data and its tag of 16 bytes */
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associatedData: string;
}

/**
 * The text in it (research B3).
 *
 * @throws {Error} one bit of data, tag, nonce or associated data is not as it was sealed
 */
export function unseal({ ciphertext, nonce, associatedData }: Sealed, apiKey: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  if (bytes.length < TAG_BYTES) throw new Error('too short for a tag');
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv(
    'aes-256-gcm',
    Buffer.from(apiKey),
    Buffer.from(nonce),
    options,
  );
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  decipher.setAAD(Buffer.from(associatedData));
  const plain = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(plain));
}

/** What a notice is about: numbers that the journal may know. */
export interface Notice {
  readonly kind: 'pay' | 'refund';
  readonly tractionNo: string;
}

/** A notice as it came. */
export interface Incoming {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/**
 * A V3 notice: signed, sealed, about this merchant. Null: it is none, and must be refused. Verified before anything of it
 * is decrypted or read.
 */
export function readNoticeV3(account: Account, incoming: Incoming, now: Date): Notice | null {
  const { platformKeys, apiKeys } = v3KeysOf(account);
  if (checkSignature(incoming, platformKeys, now) !== 'ok') return null;
  const message = parse(incoming.body.toString('utf8'));
  const { resource } = message ?? {};
  if (!isRecord(resource) || resource['algorithm'] !== 'AEAD_AES_256_GCM') return null;
  const sealed: Sealed = {
    ciphertext: textOf(resource['ciphertext']),
    nonce: textOf(resource['nonce']),
    associatedData: textOf(resource['associated_data']),
  };
  const content = apiKeys.map((key) => opened(sealed, key)).find((it) => it !== null);
  if (content === null || content === undefined) return null;
  return isOurs(account, content) ? noticeOf(content) : null;
}

function opened(sealed: Sealed, key: string): Readonly<Record<string, unknown>> | null {
  try {
    return parse(unseal(sealed, key));
  } catch {
    return null;
  }
}

function isOurs({ mchid, sub }: Account, content: Readonly<Record<string, unknown>>): boolean {
  const said = content['sp_mchid'] ?? content['mchid'];
  const saidSub = content['sub_mchid'];
  return said === mchid && (saidSub === undefined || saidSub === sub?.mchid);
}

function noticeOf(content: Readonly<Record<string, unknown>>): Notice | null {
  const refund = textOf(content['out_refund_no']);
  if (refund !== '') return { kind: 'refund', tractionNo: refund };
  const pay = textOf(content['out_trade_no']);
  return pay === '' ? null : { kind: 'pay', tractionNo: pay };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function parse(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : null;
  } catch {
    return null;
  }
}

/**
 * The fields in `req_info` of a V2 refund notice: AES-256-ECB, keyed with the MD5 of the APIv2 key as 32 letters of hex
 * (research A6). It has no signature: whoever wrote it has the key. Null: nobody with the key wrote it.
 */
export function openRefundNoticeV2(reqInfo: string, apiV2Key: string): Fields | null {
  const key = createHash('md5').update(apiV2Key).digest('hex');
  try {
    const decipher = createDecipheriv('aes-256-ecb', Buffer.from(key), null);
    const plain = [decipher.update(Buffer.from(reqInfo, 'base64')), decipher.final()];
    return readXml(Buffer.concat(plain));
  } catch {
    return null;
  }
}

/** A V2 refund notice. Null: it is none of this merchant's, and must be refused. */
export function readNoticeV2(account: Account, body: Buffer): Notice | null {
  const fields = readXml(body);
  if (fields === null || fields['mch_id'] !== account.mchid) return null;
  const inner = openRefundNoticeV2(fields['req_info'] ?? '', v2KeysOf(account).key);
  const number = inner?.['out_refund_no'] ?? '';
  return number === '' ? null : { kind: 'refund', tractionNo: number };
}

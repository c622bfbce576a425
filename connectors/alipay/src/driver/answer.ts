import { UNSIGNED_SETUP_CODES } from './codes.ts';
import { type JsonObject, type JsonText, type Member, objectOf, readMembers } from './json-text.ts';
import type { AlipayKeys } from './keys.ts';
import type { Method } from './request.ts';
import { isRsa2 } from './sign.ts';

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Alipay said this, by its signature. */
export interface Signed {
  readonly kind: 'signed';
  readonly code: string;
  /** '' where there is none */
  readonly subCode: string;
  readonly subMsg: string;
  readonly fields: JsonObject;
}
/** Our request is wrong, says an answer without a signature: for the operator. */
export interface UnsignedSetup {
  readonly kind: 'unsignedSetup';
  readonly code: string;
  readonly subCode: string;
}
/** Nothing is known. */
export interface Unknown {
  readonly kind: 'unknown';
  readonly why: string;
}

export type Answer = Signed | UnsignedSetup | Unknown;

const unknown = (why: string): Unknown => ({ kind: 'unknown', why });
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const SIGN = 'sign';

/**
 * Reads the answer to a call (research C1). It counts only when Alipay's key verifies the exact text of the value, from
 * its `{` to its `}` as received, wherever `sign` stands; in certificate mode also only when it names the certificate that
 * we have. Without a signature nothing counts but the codes that say that our request is wrong.
 */
export function readAnswer(method: Method, http: HttpAnswer, keys: AlipayKeys): Answer {
  if (http.status !== 200) return unknown(`HTTP ${http.status}`);
  const encoding = http.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') return unknown('the body is compressed');
  const text = decoded(http.body);
  const members = text === null ? null : readMembers(text);
  if (text === null || members === null) return unknown('no JSON');
  const value = valueOf(method, members);
  if (value === null) return unknown('no answer of this method');
  return judged({ text, value, members }, keys);
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

/** `alipay_trade_pay_response` or `error_response`; both are none. */
function valueOf(method: Method, members: readonly Member[]): Member | null {
  const names = [`${method.replaceAll('.', '_')}_response`, 'error_response'];
  const [value, other] = members.filter(({ name }) => names.includes(name));
  return value !== undefined && other === undefined ? value : null;
}

interface Received {
  readonly text: string;
  readonly value: Member;
  readonly members: readonly Member[];
}

function judged({ text, value, members }: Received, keys: AlipayKeys): Answer {
  const fields = value.value;
  // Content encryption, a setting of the interface, makes it a text.
  if (!isObject(fields)) return unknown('the answer is encrypted or no object');
  const beside = objectOf(members);
  const said = { code: textOf(fields, 'code'), subCode: textOf(fields, 'sub_code') };
  const sign = beside[SIGN];
  if (sign === undefined || sign === '') {
    const isSetup = UNSIGNED_SETUP_CODES.has(said.code);
    return isSetup ? { kind: 'unsignedSetup', ...said } : unknown('no signature');
  }
  const signed = text.slice(value.start, value.end);
  if (typeof sign !== 'string' || !isRsa2(signed, sign, keys.alipayKey)) {
    return unknown('the signature is wrong');
  }
  const certificate = beside['alipay_cert_sn'];
  if (keys.sn !== null && certificate !== undefined && certificate !== keys.sn.alipay) {
    return unknown('signed with another certificate of Alipay');
  }
  return { kind: 'signed', ...said, subMsg: textOf(fields, 'sub_msg'), fields };
}

function isObject(value: JsonText): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field as text; '' when it is missing or no text. */
export function textOf(fields: JsonObject, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

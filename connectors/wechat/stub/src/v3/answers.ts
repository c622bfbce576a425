import { randomBytes } from 'node:crypto';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import type { Answer, Call } from '@payserver/provider-stub/http/types';
import type { Account } from '../accounts.ts';
import type { Refusal } from '../codes.ts';
import { corrupt } from '../corrupt.ts';
import { signText } from '../platform.ts';
import type { Wechat } from '../shop.ts';

/** A call whose signature was right. */
export interface V3Call {
  readonly wechat: Wechat;
  readonly raw: Call;
  readonly account: Account;
  readonly body: Readonly<Record<string, unknown>>;
  readonly behaviours: readonly Behaviour[];
}

/** An answer, and what it is in a word. */
export interface Said {
  readonly answer: Answer;
  readonly verdict: string;
  readonly isLost?: boolean;
}

const DONE = '268435456';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** WeChat's number of a call; the digits at its end are an inner error number. */
const requestId = (inner = DONE) => ({
  'request-id': `08${randomBytes(12).toString('hex').toUpperCase()}-${inner}`,
});

/** Nobody could be authenticated: without a signature. */
export function unsigned(status: number, code: string, message: string): Said {
  const body = Buffer.from(JSON.stringify({ code, message }));
  return { answer: { status, headers: { ...JSON_TYPE, ...requestId() }, body }, verdict: code };
}

/** Refused, and signed. */
export function refuse(call: V3Call, { status, v3, text, inner }: Refusal): Said {
  const said = { status, body: { code: v3, message: text }, ...(inner !== undefined && { inner }) };
  return { answer: signed(call, said), verdict: v3 };
}

/** What is said, before it is signed; without a body: 204. */
export interface V3Said {
  readonly status?: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly inner?: string;
}

/** Signed with the platform key that the request names. */
export function signed(
  call: V3Call,
  { body, status = body === undefined ? 204 : 200, inner }: V3Said,
): Answer {
  const bytes =
    body === undefined ? Buffer.of() : Buffer.from(JSON.stringify(corrupt(body, call.behaviours)));
  return {
    status,
    headers: {
      ...(body !== undefined && JSON_TYPE),
      ...requestId(inner),
      ...sealOf(call, bytes),
    },
    body: bytes,
  };
}

const HOUR_S = 3_600;

function sealOf(
  { wechat, raw, account, behaviours }: V3Call,
  bytes: Buffer,
): Readonly<Record<string, string>> {
  const wanted = raw.headers['wechatpay-serial'];
  const kind = account.verifiesBy === 'certificate' ? 'certificate' : 'publicKey';
  const named = typeof wanted === 'string' ? wanted : undefined;
  const { id, key } = wechat.platform.choose(named, kind);
  return seal({ id, key, now: wechat.world.clock.now() }, bytes, behaviours);
}

/** The four headers over time, nonce and body; group 6 makes them wrong. */
export function seal(
  { id, key, now }: { id: string; key: Parameters<typeof signText>[0]; now: number },
  bytes: Buffer,
  behaviours: readonly Behaviour[],
): Readonly<Record<string, string>> {
  const wrong = ofGroup(behaviours, 6)?.variant;
  const seconds = Math.floor(now / 1_000) - (wrong === 2 ? HOUR_S : 0);
  const nonce = randomBytes(16).toString('hex');
  const over = wrong === 5 ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes;
  const text = answerText({ seconds, nonce }, over);
  const right = signText(key, text);
  const signatures: Readonly<Record<number, string>> = {
    0: randomBytes(256).toString('base64'),
    3: `WECHATPAY/SIGNTEST/${right}`,
  };
  return {
    'wechatpay-timestamp': String(seconds),
    'wechatpay-nonce': nonce,
    ...(wrong !== 4 && { 'wechatpay-signature': signatures[wrong ?? -1] ?? right }),
    'wechatpay-serial': wrong === 1 ? `${id.slice(0, -4)}0000` : id,
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  };
}

/** What WeChat signs: three lines, the last one the body, which may be empty. */
export function answerText(
  { seconds, nonce }: { readonly seconds: number; readonly nonce: string },
  body: Buffer,
): Buffer {
  return Buffer.concat([Buffer.from(`${seconds}\n${nonce}\n`), body, Buffer.from('\n')]);
}

import { randomBytes } from 'node:crypto';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import type { Answer } from '@payserver/provider-stub/http/types';
import type { Account } from '../accounts.ts';
import type { Refusal } from '../codes.ts';
import { corrupt } from '../corrupt.ts';
import { type SignType, signV2 } from './sign.ts';
import { writeXml } from './xml.ts';

/** A call whose signature was right. */
export interface V2Call {
  readonly path: string;
  readonly account: Account;
  readonly fields: ReadonlyMap<string, string>;
  readonly signType: SignType;
  readonly behaviours: readonly Behaviour[];
}

/** What a call says, before it is signed. */
export type V2Fields = Readonly<Record<string, string | undefined>>;

const HEADERS = { 'content-type': 'text/plain; charset=utf-8' };

/** Without a signature: what came could not be ascribed to anybody. */
export function transportFail(text: string): Answer {
  const body = writeXml({ return_code: 'FAIL', return_msg: text });
  return { status: 200, headers: HEADERS, body };
}

/** The answer of a web server in front that wants a client certificate. */
export function noCertificate(): Answer {
  const body = Buffer.from(
    '<html><head><title>400 No required SSL certificate was sent</title></head><body></body></html>',
  );
  return { status: 400, headers: { 'content-type': 'text/html' }, body };
}

/** Refused, and signed. */
export function refused(call: V2Call, { v2, text }: Refusal, more: V2Fields): Answer {
  return signed(call, { result_code: 'FAIL', err_code: v2, err_code_des: text, ...more });
}

/** Signed with the way of signing that the call used. */
export function signed({ account, fields, signType, behaviours }: V2Call, said: V2Fields): Answer {
  const echo = ['appid', 'mch_id', 'sub_appid', 'sub_mch_id', 'device_info'].map(
    (name) => [name, fields.get(name)] as const,
  );
  const all = corrupt(
    {
      ...{ return_code: 'SUCCESS', return_msg: 'OK' },
      ...Object.fromEntries(echo),
      ...{ nonce_str: randomBytes(16).toString('hex'), result_code: 'SUCCESS' },
      ...said,
    },
    behaviours,
  );
  const filled = Object.entries(all).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const sign = signV2(filled, account.apiV2Key, signType);
  const body = writeXml({ ...Object.fromEntries(filled), ...wrongly(sign, filled, behaviours) });
  return { status: 200, headers: HEADERS, body };
}

/** Group 6. */
function wrongly(
  sign: string,
  fields: ReadonlyArray<readonly [string, string]>,
  behaviours: readonly Behaviour[],
): Readonly<Record<string, string>> {
  const wrong = ofGroup(behaviours, 6);
  if (wrong === undefined) return { sign };
  if (wrong.variant === 4) return {};
  if (wrong.variant === 5) return { sign, nonce_str: 'another' };
  return { sign: signV2(fields, 'another key of thirty-two letters', 'MD5') };
}

import { fenOfYuan } from '@payserver/connector-kit/money';
import { type TradeStatusClass, tradeStatusOf } from './codes.ts';
import type { AlipayKeys } from './keys.ts';
import { isRsa2, signText } from './sign.ts';

/** What Alipay posted to notify_url, verified: a hint, a query decides (research C9). */
export interface Notice {
  readonly kind: 'notice';
  readonly tractionNo: string;
  readonly notifyId: string;
  readonly status: TradeStatusClass;
  /** fen; null: it has none that can be read */
  readonly amount: number | null;
}
/** It is not Alipay's, or not for this app. */
export interface BadNotice {
  readonly kind: 'bad';
  readonly why: string;
}

/** Whose notice it must be. */
export interface Addressee {
  readonly appId: string;
  /** '' is not compared */
  readonly sellerId: string;
  readonly keys: AlipayKeys;
}

const bad = (why: string): BadNotice => ({ kind: 'bad', why });

/** What Alipay takes for an acknowledgement: these seven bytes and nothing else. */
export const TAKEN = 'success';

/**
 * Reads a notice (research C9): the form is decoded once, `sign` and `sign_type` are no part of what is signed. It counts
 * only for the app and the seller that it names.
 */
export function readNotice(body: Uint8Array, addressee: Addressee): Notice | BadNotice {
  const fields = formOf(body);
  if (fields === null) return bad('no form, or a name twice');
  const { sign = '', sign_type: type } = fields;
  if (type !== 'RSA2') return bad('sign_type is not RSA2');
  const text = signText(fields, ['sign', 'sign_type']);
  if (!isRsa2(text, sign, addressee.keys.alipayKey)) return bad('the signature is wrong');
  const strange = strangenessOf(fields, addressee);
  return strange === null ? noticeOf(fields) : bad(strange);
}

type Fields = Readonly<Record<string, string>>;

function strangenessOf(fields: Fields, { appId, sellerId }: Addressee): string | null {
  const { app_id: app, seller_id: seller = '', out_trade_no: no = '' } = fields;
  if (app !== appId) return 'another app_id';
  if (seller !== '' && sellerId !== '' && seller !== sellerId) return 'another seller_id';
  return no === '' ? 'no out_trade_no' : null;
}

function noticeOf(fields: Fields): Notice {
  return {
    kind: 'notice',
    tractionNo: fields['out_trade_no'] ?? '',
    notifyId: fields['notify_id'] ?? '',
    status: tradeStatusOf(fields['trade_status'] ?? ''),
    amount: fenOfYuan(fields['total_amount'] ?? ''),
  };
}

/** Null: not in UTF-8, or a name twice, which two readers could understand in two ways. */
function formOf(body: Uint8Array): Fields | null {
  const fields = Object.create(null) as Record<string, string>;
  const text = Buffer.from(body).toString('latin1');
  for (const pair of text.split('&').filter((one) => one !== '')) {
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = decoded(at < 0 ? '' : pair.slice(at + 1));
    if (name === null || value === null || Object.hasOwn(fields, name)) return null;
    fields[name] = value;
  }
  return fields;
}

/** Once: a value may hold `%` itself (research N8). */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

import { randomBytes } from 'node:crypto';
import { type Behaviour, ofGroup } from '@payserver/provider-stub/behaviour/table';
import type { Answer } from '@payserver/provider-stub/http/types';
import { chance } from '@payserver/provider-stub/random';
import type { World } from '@payserver/provider-stub/world';
import type { Account } from './accounts.ts';
import type { Code } from './codes.ts';
import { type Platform, signText } from './platform.ts';

type Json = Readonly<Record<string, unknown>>;

/** Who answers whom. */
export interface Signer {
  readonly world: World;
  readonly platform: Platform;
  readonly account: Account;
  readonly method: string;
  /** decides the form of the answer */
  readonly word: string;
}

const headers = () => ({
  'content-type': 'text/html;charset=utf-8',
  trace_id: randomBytes(16).toString('hex'),
});

/** A fault of the gateway: without a signature. */
export function gatewayFault(code: Code): Answer {
  const body = Buffer.from(JSON.stringify({ error_response: code }));
  return { status: 200, headers: headers(), body };
}

/** `{"…_response":{…},"sign":"…"}` in one of the forms that the protocol allows. */
export function signed(signer: Signer, said: Json, behaviours: readonly Behaviour[]): Answer {
  const { world, method, word } = signer;
  const isOdd = (what: string) =>
    world.options().oddAnswers && chance(world.settings.seed, word, what) < 0.5;
  const value = textOf(corrupt(said, behaviours), isOdd);
  const seal = sealOf(signer, value, ofGroup(behaviours, 6)?.variant ?? null);
  const slashed = isOdd('slashes') ? seal.map((part) => part.replaceAll('/', '\\/')) : seal;
  const parts = [`"${method.replaceAll('.', '_')}_response":${value}`, ...slashed];
  const ordered = isOdd('sign first') ? parts.toReversed() : parts;
  const between = isOdd('blanks') ? ' ,\n ' : ',';
  return { status: 200, headers: headers(), body: Buffer.from(`{${ordered.join(between)}}`) };
}

/** The signature over the value's text, and whose; group 6 makes them wrong. */
function sealOf({ platform, account }: Signer, value: string, wrong: number | null) {
  const { key, certificate } = platform.current();
  const right = signText(key, wrong === 5 ? `${value} ` : value);
  const { sn } = certificate;
  const isForged = [0, 2, 3].includes(wrong ?? -1) || (wrong === 1 && !isCertified(account));
  const sign = isForged ? randomBytes(256).toString('base64') : right;
  const shownSn = wrong === 1 ? `${sn.slice(0, -4)}0000` : sn;
  return [
    ...(wrong === 4 ? [] : [`"sign":"${sign}"`]),
    ...(isCertified(account) ? [`"alipay_cert_sn":"${shownSn}"`] : []),
  ];
}

const isCertified = ({ mode }: Account) => mode === 'certificate';

/** The value's own text: it is what is signed. */
function textOf(value: Json, isOdd: (what: string) => boolean): string {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  const more = isOdd('more') ? [['x_new_field', { deep: ['"sign":"no"', '}'] }] as const] : [];
  const ordered = isOdd('order') ? entries.toReversed() : entries;
  const json = JSON.stringify(Object.fromEntries([...ordered, ...more]));
  const slashed = isOdd('escapes') ? json.replaceAll('/', '\\/') : json;
  return isOdd('unicode') ? slashed.replaceAll(/[\u0080-\uffff]/g, escaped) : slashed;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Groups 7 and 16: other content, before it is signed. Fields that the answer does not have stay away. */
function corrupt(said: Json, behaviours: readonly Behaviour[]): Json {
  const wrong = ofGroup(behaviours, 7)?.variant;
  const infrastructure = ofGroup(behaviours, 16)?.variant;
  const values: Json =
    {
      0: { total_amount: '99999.99', refund_amount: '99999.99' },
      1: { seller_id: '2088000000000000', app_id: '2021000000000000' },
      2: { out_trade_no: 'another-number-0001' },
      3: { trans_currency: 'USD', settle_currency: 'USD' },
    }[wrong ?? -1] ?? (infrastructure === 3 ? { trade_status: 'TRADE_SETTLING' } : {});
  const known = Object.entries(values).filter(([name]) => name in said || wrong === 3);
  const more = infrastructure === 2 ? { brand_new_field: 'value' } : {};
  return { ...said, ...Object.fromEntries(known), ...more };
}

import { verify } from 'node:crypto';
import type { Call } from '@payserver/provider-stub/http/types';
import type { Account } from '../accounts.ts';
import type { Wechat } from '../shop.ts';

const SCHEME = 'WECHATPAY2-SHA256-RSA2048 ';
const NAMES = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'] as const;
const SKEW_S = 300;
const NONCE_MS = 600_000;

/** Nonces of the last ten minutes. */
export interface Nonces {
  /** True the first time. */
  take(mchid: string, nonce: string, now: number): boolean;
}

/** In memory: a restart forgets them. */
export function createNonces(): Nonces {
  const seen = new Map<string, number>();
  return {
    take(mchid, nonce, now) {
      for (const [key, at] of seen) {
        if (now - at < NONCE_MS) break;
        seen.delete(key);
      }
      const key = `${mchid} ${nonce}`;
      if (seen.has(key)) return false;
      seen.set(key, now);
      return true;
    },
  };
}

/** Who signed the call; a text that says why it is nobody. The bytes of the body count, as they came. */
export function authenticate(
  { world, accounts }: Wechat,
  nonces: Nonces,
  call: Call,
): Account | string {
  const said = parse(call.headers.authorization ?? '');
  if (typeof said === 'string') return said;
  const account = accounts.of(said.mchid);
  if (account === undefined) return '商户号不存在';
  if (said.serial_no !== account.serial) return '商户证书序列号有误';
  const now = world.clock.now();
  if (Math.abs(now / 1_000 - Number(said.timestamp)) > SKEW_S) return '签名中的时间戳已过期';
  const text = requestText(call, said);
  const signature = Buffer.from(said.signature, 'base64');
  if (!verify('sha256', text, accounts.publicKey(account), signature)) return '签名错误';
  return nonces.take(said.mchid, said.nonce_str, now) ? account : '随机串重复';
}

/** What a caller signs: five lines, the last one the body. */
export function requestText(
  { method, url, body }: Pick<Call, 'method' | 'url' | 'body'>,
  { timestamp, nonce_str }: { readonly timestamp: string; readonly nonce_str: string },
): Buffer {
  const lines = `${method}\n${url}\n${timestamp}\n${nonce_str}\n`;
  return Buffer.concat([Buffer.from(lines), body, Buffer.from('\n')]);
}

type Parts = Readonly<Record<(typeof NAMES)[number], string>>;

function parse(authorization: string): Parts | string {
  if (authorization === '') return 'Http头Authorization值为空';
  if (!authorization.startsWith(SCHEME)) return 'Http头Authorization认证类型不正确';
  const pairs = authorization.slice(SCHEME.length).split(',');
  const parts = new Map(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^([a-z_]+)="([^"]+)"$/.exec(pair) ?? [];
      return [name, value] as const;
    }),
  );
  const isWhole = pairs.length === NAMES.length && NAMES.every((name) => parts.has(name));
  const isTime = /^\d{10}$/.test(parts.get('timestamp') ?? '');
  if (!isWhole || !isTime) return 'Http头Authorization格式错误';
  return Object.fromEntries(parts) as unknown as Parts;
}

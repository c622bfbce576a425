import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, writeWhole } from '@payserver/provider-stub/keys';
import type { Authority, Numbered } from './authority.ts';

/** What Alipay signs with. */
export interface PlatformKey {
  readonly key: KeyObject;
  /** 支付宝公钥, PEM */
  readonly publicKey: string;
  readonly certificate: Numbered;
}

/** Alipay's key; the newest signs. */
export interface Platform {
  current(): PlatformKey;
  /** Every certificate there was, by its number. */
  find(sn: string): PlatformKey | undefined;
  rotate(): PlatformKey;
}

/** The keys of a folder; the first one is made at the first call. */
export function openPlatform(dir: string, authority: Authority): Platform {
  const folder = join(dir, 'platform');
  const list = join(folder, 'keys.json');
  const known = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as readonly Numbered[])
    : [];
  const keys = known.map((certificate, index) => readKey(folder, index, certificate));
  const add = () => {
    const publicKey = createPublicKey(keyAt(join(folder, `${keys.length}-key.pem`)));
    const certificate = authority.issue({ name: 'alipay', publicKey });
    const key = readKey(folder, keys.length, certificate);
    keys.push(key);
    writeWhole(list, JSON.stringify(keys.map((one) => one.certificate)));
    return key;
  };
  return {
    current: () => keys.at(-1) ?? add(),
    find: (sn) => keys.find(({ certificate }) => certificate.sn === sn),
    rotate: add,
  };
}

function readKey(folder: string, index: number, certificate: Numbered): PlatformKey {
  const key = keyAt(join(folder, `${index}-key.pem`));
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;
  return { key, publicKey, certificate };
}

/** base64 of SHA256withRSA (RSA2) */
export function signText(key: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text), key).toString('base64');
}

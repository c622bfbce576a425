import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyAt, writeWhole } from '@payserver/provider-stub/keys';
import type { Authority } from './authority.ts';

/** A key that WeChat signs with. */
export interface PlatformKey {
  /** `PUB_KEY_ID_…`, or the serial of a certificate */
  readonly id: string;
  readonly kind: 'publicKey' | 'certificate';
  /** what merchants get: a public key, or a certificate, PEM */
  readonly pem: string;
  readonly key: KeyObject;
}

/** WeChat's keys; old ones stay valid beside new ones. */
export interface Platform {
  readonly keys: () => readonly PlatformKey[];
  /**
   * The key that an answer is signed with: the one that the request names, otherwise the newest of the kind; after a
   * forced rotation always the newest.
   */
  choose(wanted: string | undefined, kind: 'publicKey' | 'certificate'): PlatformKey;
  rotate(kind: 'publicKey' | 'certificate', isForced: boolean): PlatformKey;
}

interface Stored {
  readonly keys: ReadonlyArray<{ readonly id: string; readonly kind: PlatformKey['kind'] }>;
  readonly isForced: boolean;
}

/** The keys of a folder; one of each kind is made at the first call. */
export function openPlatform(dir: string, authority: Authority): Platform {
  const folder = join(dir, 'platform');
  const list = join(folder, 'keys.json');
  const known: Stored = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as Stored)
    : { keys: [], isForced: false };
  const keys = known.keys.map(({ id, kind }) => readKey(folder, id, kind));
  let { isForced } = known;
  const write = () =>
    writeWhole(
      list,
      JSON.stringify({ keys: keys.map(({ id, kind }) => ({ id, kind })), isForced }),
    );
  const add = (kind: PlatformKey['kind']) => {
    const key = makeKeyOf(folder, kind, authority);
    keys.push(key);
    write();
    return key;
  };
  const newest = (kind: PlatformKey['kind']) =>
    keys.findLast((key) => key.kind === kind) ?? add(kind);
  newest('publicKey');
  newest('certificate');
  return {
    keys: () => keys,
    choose(wanted, kind) {
      if (isForced) return newest(kind);
      return keys.find(({ id }) => id === wanted) ?? newest(kind);
    },
    rotate(kind, forced) {
      isForced = forced;
      return add(kind);
    },
  };
}

function makeKeyOf(folder: string, kind: PlatformKey['kind'], authority: Authority): PlatformKey {
  const random = randomBytes(20).toString('hex').toUpperCase();
  const id =
    kind === 'publicKey'
      ? `PUB_KEY_ID_01${BigInt(`0x${random}`).toString().slice(0, 30)}`
      : random.replace(/^./, '7');
  const publicKey = createPublicKey(keyAt(join(folder, `${id}-key.pem`)));
  if (kind === 'certificate') {
    const certificate = authority.issue({ serial: id, name: 'Tenpay.com sign', publicKey });
    writeWhole(join(folder, `${id}.pem`), certificate);
  } else {
    writeWhole(
      join(folder, `${id}.pem`),
      publicKey.export({ type: 'spki', format: 'pem' }) as string,
    );
  }
  return readKey(folder, id, kind);
}

function readKey(folder: string, id: string, kind: PlatformKey['kind']): PlatformKey {
  const pem = readFileSync(join(folder, `${id}.pem`), 'utf8');
  return { id, kind, pem, key: keyAt(join(folder, `${id}-key.pem`)) };
}

/** base64 of SHA256withRSA, PKCS#1 v1.5 */
export function signText(key: KeyObject, text: Buffer | string): string {
  return sign('sha256', Buffer.from(text), key).toString('base64');
}

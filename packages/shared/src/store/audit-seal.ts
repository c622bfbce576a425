import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ deterministic: true });
const KEY_BYTES = 32;
const KEY_ID_CHARS = 12;

/** What one record says, in the form that is sealed. */
export interface SealedContent {
  /** its place in the chain, from 1 without gaps */
  readonly seq: bigint;
  readonly uuid: string;
  readonly createdAt: Date;
  readonly actor: string;
  readonly merchantUUID: string | null;
  readonly action: string;
  readonly target: string | null;
  readonly result: string;
  readonly address: string;
  readonly requestId: string;
  readonly detail: unknown;
}

/** A key that seals, and its name: a seal says which key made it. */
export interface SealKey {
  readonly id: string;
  readonly key: Buffer;
}

/** What the first record of a chain follows. */
export const FIRST_SEAL = '';

/**
 * The key that seals audit records, derived from the gateway's own secret (HKDF, RFC 5869): whoever can
 * write the database but does not know the secret cannot forge a seal.
 */
export function createSealKey(secret: string): SealKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'payserver audit seal', KEY_BYTES));
  return { key, id: createHash('sha256').update(key).digest('hex').slice(0, KEY_ID_CHARS) };
}

/**
 * The seal of a record: HMAC-SHA256 (RFC 2104) over the seal before it and all that the record says, so
 * that changing, removing, adding or reordering any record breaks every later seal. base64url.
 */
export function sealOf({ key }: SealKey, before: string, record: SealedContent): string {
  const { seq, uuid, createdAt, actor, merchantUUID, action, target } = record;
  const { result, address, requestId, detail } = record;
  const said = [seq.toString(), uuid, createdAt.toISOString(), actor, merchantUUID, action, target];
  const content = stringify([before, ...said, result, address, requestId, detail]) ?? '';
  return createHmac('sha256', key).update(content).digest('base64url');
}

import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** Makes and reads the codes that open one session of the console. */
export interface ConsoleLinks {
  /** A new code, good for five minutes. */
  mint(nowMs: number): string;
  /** Its nonce, which must open one session only; null: it was never made with this secret, or its time is over. */
  read(code: string, nowMs: number): string | null;
}

const PURPOSE = 'payserver console link';
const KEY_BYTES = 32;
const NONCE_BYTES = 16;
const VALID_MS = 5 * 60_000;
const CODE = /^(?<said>(?<end>[0-9a-z]{1,11})\.(?<nonce>[\w-]{22}))\.(?<seal>[\w-]{43})$/;

/**
 * Codes of one-time links. Nothing is stored when one is made: it says itself when it ends and has a nonce, under an
 * HMAC-SHA256 whose key is derived (HKDF, RFC 5869) from the secret that every process of a gateway has.
 *
 * @param secret NOTIFY_TOKEN_SECRET
 */
export function createConsoleLinks(secret: string): ConsoleLinks {
  const key = Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
  const sealOf = (said: string) => createHmac('sha256', key).update(said).digest();
  return {
    mint(nowMs) {
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      const said = `${(nowMs + VALID_MS).toString(36)}.${nonce}`;
      return `${said}.${sealOf(said).toString('base64url')}`;
    },
    read(code, nowMs) {
      const { said = '', end = '', nonce = '', seal = '' } = CODE.exec(code)?.groups ?? {};
      const given = Buffer.from(seal, 'base64url');
      const expected = sealOf(said);
      const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
      return isOurs && Number.parseInt(end, 36) > nowMs ? nonce : null;
    },
  };
}

/** The link with this code: what follows # is sent to no server, and stands in no log. */
export function linkWith(consoleUrl: string, code: string): string {
  return `${consoleUrl}/login#code=${code}`;
}

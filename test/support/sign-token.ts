import { type CryptoKey, SignJWT } from 'jose';
import { TEST_JWT_SECRET } from './tokens.ts';

/** What signs a token; the secret of the test gateways by default. */
export interface Signer {
  readonly key: CryptoKey | Uint8Array;
  readonly alg: string;
  readonly kid?: string;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);
const TEST_SIGNER: Signer = { key: bytesOf(TEST_JWT_SECRET), alg: 'HS256' };

/** Seconds since 1970, this far from now: how tokens tell time. */
export const secondsFromNow = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

/** A token with exactly these claims, and an `exp` in an hour unless `exp` is among them. */
export async function signToken(
  claims: Record<string, unknown>,
  { key, alg, kid }: Signer = TEST_SIGNER,
): Promise<string> {
  const { exp = secondsFromNow(3_600), ...rest } = claims;
  const payload = exp === null ? rest : { ...rest, exp };
  return await new SignJWT(payload)
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(key);
}

import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { algorithmsOf } from '@payserver/shared/runtime/public-key';
import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose';

/** The keys of one answer of an issuer. */
export interface ServedKeys {
  /** finds the key of a token among them */
  readonly find: JWTVerifyGetKey;
  /** equal for equal keys */
  readonly print: string;
  readonly count: number;
  /** served beside them, and of no use: for another purpose, too weak, broken */
  readonly unusable: number;
}

/** Why there are no keys; `message` is short, and harmless enough for anybody who asks for our health. */
class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

/** A fetch takes no longer. */
export const FETCH_TIMEOUT_MS = 3_000;
const MAX_BYTES = 1_048_576;
const OK = 200;

/**
 * Fetches a JSON Web Key Set and leaves out what no token can be checked with. A set without a usable key
 * is no answer: an issuer that has lost its keys for a moment must not lock everybody out.
 *
 * @throws {Error} saying why there are none, in words for anybody who asks for our health
 */
export async function fetchKeys(url: string, stopping: AbortSignal): Promise<ServedKeys> {
  const keys = readSet(await download(url, stopping));
  const usable = keys.filter(isUsable);
  if (usable.length === 0) throw new KeySetError('the key set has no usable key');
  return {
    find: createLocalJWKSet({ keys: usable }),
    print: JSON.stringify(usable),
    count: usable.length,
    unusable: keys.length - usable.length,
  };
}

async function download(url: string, stopping: AbortSignal): Promise<string> {
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(FETCH_TIMEOUT_MS), stopping]);
    const headers = { accept: 'application/json, application/jwk-set+json' };
    const response = await fetch(url, { signal, headers, redirect: 'manual' });
    if (response.status !== OK) throw new KeySetError(`HTTP ${response.status}`);
    return await readText(response);
  } catch (error) {
    if (error instanceof KeySetError) throw error;
    throw new KeySetError(describe(error), { cause: error });
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (body === null) return '';
  for await (const piece of body) {
    const chunk = piece as Uint8Array;
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new KeySetError(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unreachable';
  if (error.name === 'TimeoutError') return `no answer in ${FETCH_TIMEOUT_MS} ms`;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? `unreachable (${code})` : 'unreachable';
}

function readSet(text: string): readonly JWK[] {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    if (Array.isArray(keys)) return keys as readonly JWK[];
  } catch {
    // An error page, or half an answer.
  }
  throw new KeySetError('the answer is not a key set');
}

/** Whether it checks signatures, and is as strong as a key of JWT_PUBLIC_KEY must be. */
function isUsable(jwk: JWK): boolean {
  try {
    const isForTokens = jwk.use === undefined || jwk.use === 'sig';
    return (
      isForTokens &&
      algorithmsOf(createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })) !== null
    );
  } catch {
    return false;
  }
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { done, type Refusal, type Result, refused } from '@payserver/shared/domain/errors';
import { readSaid } from '@payserver/shared/domain/said';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { createGuardedLookup } from '@payserver/shared/runtime/guarded-lookup';
import type { Logger } from '@payserver/shared/runtime/logger';
import { got } from 'got';

/** What tells whether a merchant may use a mode, and how to name the mode when it may not. */
export interface Environment {
  /** null or '': nothing to check */
  readonly checkEnvUrl: string | null;
  readonly label: string;
}

/**
 * Asks whether this merchant's environment lets it use the mode (API document, PayMode 2).
 *
 * Refusals: 9001 for every answer but `{"ret": true}`, 9008 for a URL where no connector may live.
 */
export type CheckEnvironment = (
  environment: Environment,
  merchantUUID: string,
) => Promise<Result<null>>;

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Makes the check; it calls once, follows no redirect, and reads at most 64 KiB in at most 5 s. */
export function createEnvironmentCheck(allow: ConnectorAllow, log: Logger): CheckEnvironment {
  return async ({ checkEnvUrl, label }, merchantUUID) => {
    if (checkEnvUrl === null || checkEnvUrl === '') return done(null);
    const denied = allow.checkUrl(checkEnvUrl);
    if (denied !== null) return refused(9008, `checkEnvUrl: ${denied}`);
    const url = new URL(checkEnvUrl);
    url.searchParams.set('merchantUUID', merchantUUID);
    const problem = await findProblem(allow, url);
    if (problem === null) return done(null);
    // The answer itself is never logged or returned: it belongs to the merchant, and may hold secrets.
    log.info({ label, merchantUUID, problem }, 'environment check failed');
    return refused(9001, `environment check failed for ${label}`);
  };
}

/** The environment of a template, or of a mode of a merchant's own. */
export function environmentOf(source: {
  readonly payTemplateId: string | null;
  readonly name: string;
  readonly checkEnvUrl?: string | null;
}): Environment {
  const { payTemplateId, name, checkEnvUrl } = source;
  const label = payTemplateId === null ? `payMode ${name}` : `payTemplateId ${payTemplateId}`;
  return { label, checkEnvUrl: checkEnvUrl ?? null };
}

async function findProblem(allow: ConnectorAllow, url: URL): Promise<string | null> {
  try {
    const said = readSaid(await download(allow, url));
    if (typeof said === 'string') return `the answer is ${said}`;
    const isGood = said.fields['ret'] === true && !said.doubled.has('ret');
    return isGood ? null : 'the answer is not {"ret": true}';
  } catch (error) {
    return String(error);
  }
}

async function download(allow: ConnectorAllow, url: URL): Promise<Buffer> {
  const stream = got.stream(url, {
    timeout: { request: TIMEOUT_MS },
    retry: { limit: 0 },
    followRedirect: false,
    decompress: false,
    headers: { accept: 'application/json', 'accept-encoding': 'identity' },
    // The guarded look-up and an agent that keeps nothing are those of HTTP/1.1.
    http2: false,
    dnsLookup: createGuardedLookup(allow, url),
    agent: {
      http: new HttpAgent({ keepAlive: false }),
      https: new HttpsAgent({ keepAlive: false }),
    },
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop destroys the stream and with it the connection.
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES)
      throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  // got takes an unfollowed redirect for a success.
  const status = stream.response?.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`HTTP ${status}`);
  return Buffer.concat(chunks);
}

/** URLs that the gateway itself will call; iconHref is for the cashier's screen. */
const CALLED = ['checkEnvUrl', 'payUrl', 'refundUrl', 'queryUrl', 'cancelUrl'] as const;

type ConnectorUrls = { readonly [Name in (typeof CALLED)[number]]?: string | null };

/** The first of these URLs at which no connector may live, as 9008, or null; '' is no URL. */
export function refusedUrl(allow: ConnectorAllow, urls: ConnectorUrls): Refusal | null {
  for (const name of CALLED) {
    const url = urls[name];
    const problem = url ? allow.checkUrl(url) : null;
    if (problem !== null) return { code: 9008, message: `${name}: ${problem}` };
  }
  return null;
}

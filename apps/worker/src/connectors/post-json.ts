import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ConnectorAllow } from '@payserver/shared/platform/connector-allow';
import { createGuardedLookup } from '@payserver/shared/platform/guarded-lookup';
import { type Call, type Ended, exchange } from './exchange.ts';

/** What one POST came to, before anybody reads the answer. */
export type PostResult =
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly body: unknown }
  | { readonly kind: 'notSent'; readonly reason: string }
  /** not sent either, and the connector has no part in it: our settings forbid the URL */
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string; readonly httpStatus: number | null };

export interface PostRequest {
  readonly url: string;
  /** JSON, as it is signed and sent */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** the whole call's budget, ms */
  readonly timeoutMs: number;
}

/** Posts JSON to connectors; see {@link createPostJson}. */
export type PostJson = (request: PostRequest) => Promise<PostResult>;

const MAX_ANSWER_BYTES = 64 * 1024;
const STOPPED = 'the worker was stopped';
/** Of a name and a connection together, and of TLS after them. */
const CONNECT_MS = 2_000;

/**
 * A function that posts JSON once and says what is certain about it. It never retries, follows no
 * redirect, reads at most 64 KiB and unpacks nothing (a compressed answer is unreadable, not a bomb).
 * Every call has a connection of its own: on a reused one a harmless close would look like a lost
 * answer. `notSent` means that no byte of the request can have arrived: the connection, with TLS where
 * there is TLS, never stood. Never throws.
 *
 * Not done with got: it took about a third of the worker's time (docs/performance.md).
 *
 * @param stopping ends the calls in progress, whose outcome is unknown then, and lets no other begin
 */
export function createPostJson(allow: ConnectorAllow, stopping: AbortSignal): PostJson {
  // Every call in progress listens to it.
  setMaxListeners(0, stopping);
  const agents = {
    http: new HttpAgent({ keepAlive: false }),
    https: new HttpsAgent({ keepAlive: false }),
  };
  return async (request) => {
    const denied = allow.checkUrl(request.url);
    if (denied !== null) return { kind: 'denied', reason: denied };
    if (stopping.aborted) return { kind: 'notSent', reason: STOPPED };
    const url = new URL(request.url);
    const isTls = url.protocol === 'https:';
    const options: RequestOptions = {
      method: 'POST',
      headers: headersOf(request),
      lookup: createGuardedLookup(allow, url),
    };
    const call: Call = {
      open: () =>
        isTls
          ? httpsRequest(url, { ...options, agent: agents.https })
          : httpRequest(url, { ...options, agent: agents.http }),
      standsAt: isTls ? 'secureConnect' : 'connect',
      body: request.body,
      connectMs: isTls ? 2 * CONNECT_MS : CONNECT_MS,
      timeoutMs: request.timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      stopping,
    };
    return readEnd(await exchange(call), stopping);
  };
}

function headersOf(request: PostRequest): Record<string, string | number> {
  return {
    ...request.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(request.body),
    'accept-encoding': 'identity',
  };
}

function readEnd(ended: Ended, stopping: AbortSignal): PostResult {
  const { httpStatus } = ended;
  if (ended.failure !== null) {
    if (stopping.aborted) return { kind: 'unknown', reason: STOPPED, httpStatus: null };
    if (!ended.stood) return { kind: 'notSent', reason: ended.failure };
    return { kind: 'unknown', reason: ended.failure, httpStatus };
  }
  return readAnswer(httpStatus ?? 0, ended.body);
}

function readAnswer(httpStatus: number, body: Buffer): PostResult {
  const readable =
    (httpStatus >= 200 && httpStatus < 300) || (httpStatus >= 400 && httpStatus < 500);
  if (!readable) return { kind: 'unknown', reason: `HTTP ${httpStatus}`, httpStatus };
  try {
    return { kind: 'answered', httpStatus, body: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    return { kind: 'unknown', reason: `HTTP ${httpStatus}, not JSON`, httpStatus };
  }
}

import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { ConnectorAllow } from '@payserver/shared/platform/connector-allow';
import { createGuardedLookup } from '@payserver/shared/platform/guarded-lookup';
import { type Got, got, RequestError, type Response } from 'got';

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
const CONNECT_MS = 1_000;
const STOPPED = 'the worker was stopped';

/**
 * A function that posts JSON once and says what is certain about it. It never retries, follows no
 * redirect, reads at most 64 KiB and unpacks nothing (a compressed answer is unreadable, not a bomb).
 * Every call has a connection of its own: on a reused one a harmless close would look like a lost
 * answer. `notSent` means that no byte of the request can have arrived: the connection, with TLS where
 * there is TLS, never stood. Never throws.
 *
 * @param stopping ends the calls in progress, whose outcome is unknown then, and lets no other begin
 */
export function createPostJson(allow: ConnectorAllow, stopping: AbortSignal): PostJson {
  // Every call in progress listens to it.
  setMaxListeners(0, stopping);
  const client = got.extend({
    signal: stopping,
    method: 'POST',
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
    responseType: 'text',
    agent: {
      http: new HttpAgent({ keepAlive: false }),
      https: new HttpsAgent({ keepAlive: false }),
    },
  });
  return async (request) => {
    const denied = allow.checkUrl(request.url);
    if (denied !== null) return { kind: 'denied', reason: denied };
    if (stopping.aborted) return { kind: 'notSent', reason: STOPPED };
    try {
      return readResponse(await send(client, allow, request));
    } catch (error) {
      if (stopping.aborted) return { kind: 'unknown', reason: STOPPED, httpStatus: null };
      return readFailure(error, request.url);
    }
  };
}

async function send(
  client: Got,
  allow: ConnectorAllow,
  request: PostRequest,
): Promise<Response<string>> {
  const call = client(request.url, {
    body: request.body,
    headers: {
      ...request.headers,
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    },
    dnsLookup: createGuardedLookup(allow, new URL(request.url)),
    timeout: {
      lookup: CONNECT_MS,
      connect: CONNECT_MS,
      secureConnect: 2 * CONNECT_MS,
      request: request.timeoutMs,
    },
  });
  void call.on('downloadProgress', ({ transferred }) => {
    if (transferred > MAX_ANSWER_BYTES) call.cancel('the answer is larger than 64 KiB');
  });
  return await call;
}

function readResponse(response: Response<string>): PostResult {
  const httpStatus = response.statusCode;
  const readable =
    (httpStatus >= 200 && httpStatus < 300) || (httpStatus >= 400 && httpStatus < 500);
  if (!readable) return { kind: 'unknown', reason: `HTTP ${httpStatus}`, httpStatus };
  try {
    return { kind: 'answered', httpStatus, body: JSON.parse(response.body) };
  } catch {
    return { kind: 'unknown', reason: `HTTP ${httpStatus}, not JSON`, httpStatus };
  }
}

function readFailure(error: unknown, url: string): PostResult {
  const reason = error instanceof Error ? error.message : String(error);
  if (!(error instanceof RequestError)) return { kind: 'unknown', reason, httpStatus: null };
  const { connect, secureConnect } = error.timings ?? {};
  const stood = url.startsWith('https:') ? secureConnect !== undefined : connect !== undefined;
  if (!stood) return { kind: 'notSent', reason: error.code || reason };
  return {
    kind: 'unknown',
    reason: error.code || reason,
    httpStatus: error.response?.statusCode ?? null,
  };
}

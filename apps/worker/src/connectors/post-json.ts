import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { createConnections, type Ended, exchange } from './exchange.ts';

/** What one POST came to, before anybody reads the answer. */
export type PostResult =
  | { readonly kind: 'answered'; readonly httpStatus: number; readonly body: Buffer }
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
  /** may go out on a connection that was used before, see {@link createPostJson} */
  readonly mayReuse: boolean;
}

/** Posts JSON to connectors; see {@link createPostJson}. */
export type PostJson = (request: PostRequest) => Promise<PostResult>;

const MAX_ANSWER_BYTES = 64 * 1024;
const STOPPED = 'the worker was stopped';

/**
 * A function that posts JSON once and says what is certain about it. It never retries, follows no
 * redirect, reads at most 64 KiB and unpacks nothing (a compressed answer is unreadable, not a bomb).
 * `notSent` means that no byte of the request can have arrived: the connection, with TLS where
 * there is TLS, never stood. Never throws.
 *
 * On a connection that was used before, a close at the wrong moment looks like a lost answer. That costs a
 * connector that treats repeats as one a second try, and is worth it: a connection of its own was the dearest part
 * of a call. Any other would owe a person an explanation, so a call that may not be repeated has its own.
 *
 * Not done with got: it took about a third of the worker's time (docs/performance.md).
 *
 * @param stopping ends the calls in progress, whose outcome is unknown then, and lets no other begin
 */
export function createPostJson(allow: ConnectorAllow, stopping: AbortSignal): PostJson {
  // A set, because a signal with as many listeners as calls takes its time to forget one.
  const inProgress = new Set<() => void>();
  stopping.addEventListener('abort', () => {
    for (const stop of inProgress) stop();
  });
  const shared = createConnections(allow, { keepAlive: true });
  const single = createConnections(allow, { keepAlive: false });
  return async (request) => {
    const denied = allow.checkUrl(request.url);
    if (denied !== null) return { kind: 'denied', reason: denied };
    if (stopping.aborted) return { kind: 'notSent', reason: STOPPED };
    const ended = await exchange(request.mayReuse ? shared : single, {
      url: new URL(request.url),
      headers: {
        ...request.headers,
        'content-type': 'application/json',
        'accept-encoding': 'identity',
      },
      body: request.body,
      timeoutMs: request.timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
      inProgress,
    });
    return readEnd(ended, stopping);
  };
}

function readEnd(ended: Ended, stopping: AbortSignal): PostResult {
  const { httpStatus } = ended;
  if (ended.failure !== null) {
    if (stopping.aborted) return { kind: 'unknown', reason: STOPPED, httpStatus: null };
    if (!ended.stood) return { kind: 'notSent', reason: ended.failure };
    return { kind: 'unknown', reason: ended.failure, httpStatus };
  }
  return judgeStatus(httpStatus ?? 0, ended.body);
}

function judgeStatus(httpStatus: number, body: Buffer): PostResult {
  const readable =
    (httpStatus >= 200 && httpStatus < 300) || (httpStatus >= 400 && httpStatus < 500);
  if (!readable) return { kind: 'unknown', reason: `HTTP ${httpStatus}`, httpStatus };
  return { kind: 'answered', httpStatus, body };
}

import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import {
  type ConnectorOutcome,
  type ConnectorReply,
  type ExpectedAnswer,
  readAnswer,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import { readSaid } from '@payserver/shared/domain/said';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import type { NoticeUrls } from '@payserver/shared/runtime/notice-token';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import { signWebhook } from '@payserver/shared/runtime/webhook-signature';
import { createConnections, type Ended, exchange } from './exchange.ts';

export interface ConnectorDeps {
  readonly postJson: PostJson;
  readonly noticeUrls: NoticeUrls;
  readonly formatTime: TimeFormat;
}

/** One call of a connector; `url` null means that it has none (any more). */
export interface ConnectorCall extends ExpectedAnswer {
  readonly url: string | null;
  readonly body: object;
  readonly message: Message;
}

/** What tells calls about one order apart, and repeats of one call from new ones. */
export interface Message {
  /** the webhook-id (Standard Webhooks): the same for a repeat, another for every other message */
  readonly id: string;
  /** null for calls that move no money */
  readonly idempotencyKey: string | null;
}

/** The POST that moves the money: every repeat of it is the same message. */
export function postMessage(order: { readonly tractionNo: string }): Message {
  return { id: order.tractionNo, idempotencyKey: order.tractionNo };
}

/** A query or cancellation: each one, made under another claim, is a message of its own. */
export function askMessage(
  name: 'query' | 'cancel',
  order: { readonly tractionNo: string; readonly epoch: number | string },
): Message {
  return { id: `${order.tractionNo}-${name}-${order.epoch}`, idempotencyKey: null };
}

/**
 * Calls a connector, signed (Standard Webhooks) when it has a secret, and reads its answer. Never throws;
 * what is not certain is `unknown`.
 */
export async function callConnector(
  deps: ConnectorDeps,
  connector: ConnectorConfig,
  call: ConnectorCall,
): Promise<ConnectorReply> {
  if (call.url === null || call.url === '') {
    const outcome = { kind: 'notSent', reason: 'the connector has no such URL' } as const;
    return { outcome, httpStatus: null, durationMs: 0 };
  }
  const startedAt = performance.now();
  const body = JSON.stringify(call.body);
  const signature = connector.notifySecret
    ? signWebhook(connector.notifySecret, { id: call.message.id, body, now: new Date() })
    : {};
  const { idempotencyKey } = call.message;
  const result = await deps.postJson({
    url: call.url,
    body,
    headers: { ...(idempotencyKey && { 'idempotency-key': idempotencyKey }), ...signature },
    timeoutMs: connector.timeoutMs,
    mayReuse: connector.isIdempotent,
  });
  return {
    outcome: judge(result, call),
    httpStatus: 'httpStatus' in result ? result.httpStatus : null,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

function judge(result: PostResult, expected: ExpectedAnswer): ConnectorOutcome {
  switch (result.kind) {
    case 'notSent':
    case 'denied':
      return { kind: 'notSent', reason: result.reason };
    case 'unknown':
      return unknown(result.reason);
    case 'answered': {
      const said = readSaid(result.body);
      if (typeof said !== 'string') return readAnswer(said, expected);
      return unknown(`HTTP ${result.httpStatus}, ${said}`);
    }
  }
}

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

/** What every call about a payment or its refunds says of its merchant: nothing where its mode says nothing. */
export function ofMerchant({ connectorParams }: { readonly connectorParams: unknown }): object {
  return connectorParams === null ? {} : { connectorParams };
}

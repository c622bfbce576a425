import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import {
  type ConnectorOutcome,
  type ConnectorReply,
  type ExpectedAnswer,
  readAnswer,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import { readSaid } from '@payserver/shared/domain/said';
import type { NoticeUrls } from '@payserver/shared/runtime/notice-token';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import { signWebhook } from '@payserver/shared/runtime/webhook-signature';
import type { PostJson, PostResult } from './post-json.ts';

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
  order: { readonly tractionNo: string; readonly epoch: number },
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

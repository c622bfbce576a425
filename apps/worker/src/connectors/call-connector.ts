import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import {
  type ConnectorOutcome,
  type ConnectorReply,
  type ExpectedAnswer,
  readAnswer,
  unknown,
} from '@payserver/shared/domain/connector-outcome';
import type { NoticeUrls } from '@payserver/shared/platform/notice-token';
import type { TimeFormat } from '@payserver/shared/platform/time-format';
import { signWebhook } from '@payserver/shared/platform/webhook-signature';
import type { PostJson, PostResult } from './post-json.ts';

export interface ConnectorDeps {
  readonly postJson: PostJson;
  readonly noticeUrls: NoticeUrls;
  readonly formatTime: TimeFormat;
  /** longest call that still fits into a lease, ms */
  readonly maxCallMs: number;
}

/** One call of a connector; `url` null means that it has none (any more). */
export interface ConnectorCall extends ExpectedAnswer {
  readonly url: string | null;
  readonly body: object;
}

/**
 * Calls a connector with the traction number as idempotency key, the same for every repeat, signed
 * (Standard Webhooks) when it has a secret, and reads its answer. Never throws; what is not certain is `unknown`.
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
    ? signWebhook(connector.notifySecret, { id: call.tractionNo, body, now: new Date() })
    : {};
  const result = await deps.postJson({
    url: call.url,
    body,
    headers: { 'idempotency-key': call.tractionNo, ...signature },
    timeoutMs: Math.min(connector.timeoutMs, deps.maxCallMs),
  });
  return {
    outcome: judge(result, call),
    httpStatus: result.kind === 'notSent' ? null : result.httpStatus,
    durationMs: Math.round(performance.now() - startedAt),
  };
}

function judge(result: PostResult, expected: ExpectedAnswer): ConnectorOutcome {
  switch (result.kind) {
    case 'notSent':
      return { kind: 'notSent', reason: result.reason };
    case 'unknown':
      return unknown(result.reason);
    case 'answered':
      return readAnswer(result.body, expected);
  }
}

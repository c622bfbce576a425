import type { PostFacts } from '@payserver/shared/domain/notify/judge';
import type { ConnectorAllow } from '@payserver/shared/runtime/connector-allow';
import { remember } from '@payserver/shared/runtime/remember';
import type { Dispatcher } from 'undici';
import { createConnections, exchange } from '../connectors/exchange.ts';
import type { NotifyRequest } from './message.ts';

/** What came of one POST. */
export interface Posted extends PostFacts {
  readonly durationMs: number;
  /** that its name led to; null when it was not connected, or is not known */
  readonly address: string | null;
  readonly retryAfter: string | null;
}

/** How long and with whom. */
export interface PostLimits {
  readonly timeoutMs: number;
  /** PEM of its own authority; null: the well-known ones */
  readonly ca: string | null;
}

/** Posts messages; see {@link createSend}. */
export type Send = (request: NotifyRequest, limits: PostLimits) => Promise<Posted>;

const MAX_ANSWER_BYTES = 64 * 1024;
/** Connections to one origin, of all of its endpoints together. */
const PER_ORIGIN = 64;
const MOST_ADDRESSES = 10_000;

/**
 * A function that posts a message once: to an address that `allow` lets pass when it is resolved, without following
 * redirects, reading at most 64 KiB. Never throws, and ends within the time-out.
 *
 * @param stopping ends those in progress, and lets no other begin
 */
export function createSend(allow: ConnectorAllow, stopping: AbortSignal): Send {
  const inProgress = new Set<() => void>();
  stopping.addEventListener('abort', () => {
    for (const stop of inProgress) stop();
  });
  const addresses = new Map<string, string>();
  const onAddress = (origin: string, address: string) => {
    if (addresses.size >= MOST_ADDRESSES) addresses.clear();
    addresses.set(origin, address);
  };
  const options = { keepAlive: true, perOrigin: PER_ORIGIN, onAddress };
  const publicly = createConnections(allow, options);
  const withOwn = remember(
    (ca: string): Dispatcher => createConnections(allow, { ...options, ca }),
  );
  return async (request, { timeoutMs, ca }) => {
    const startedAt = performance.now();
    const refused = stopping.aborted ? 'stopped' : allow.checkUrl(request.url);
    if (refused !== null) return notSent(refused);
    const url = new URL(request.url);
    const ended = await exchange(ca === null ? publicly : withOwn(ca), {
      ...{ url, headers: request.headers, body: request.body, timeoutMs },
      ...{ maxBytes: MAX_ANSWER_BYTES, inProgress },
    });
    return {
      failure: ended.failure,
      stood: ended.stood,
      httpStatus: ended.httpStatus,
      retryAfter: ended.retryAfter,
      body: ended.body.toString('utf8'),
      durationMs: Math.round(performance.now() - startedAt),
      address: ended.stood ? (addresses.get(url.origin) ?? bareHost(url)) : null,
    };
  };
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function notSent(failure: string): Posted {
  const nothing = { httpStatus: null, retryAfter: null, address: null, body: '', durationMs: 0 };
  return { ...nothing, failure, stood: false };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { AttemptFacts } from '@payserver/shared/domain/notify/endpoint-state';
import { judgePost, readRetryAfter } from '@payserver/shared/domain/notify/judge';
import type { RenderContext } from '@payserver/shared/domain/notify/render';
import { retryDelayMs } from '@payserver/shared/domain/notify/retries';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { maskSecrets } from '@payserver/shared/runtime/logger';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import type { ClaimedEndpoint } from '@payserver/shared/store/notify/claim';
import type { DueDelivery } from '@payserver/shared/store/notify/due';
import type { AttemptResult, ResultWriter } from '@payserver/shared/store/notify/results';
import { requestOf, type Secrets } from './message.ts';
import type { NotifyMetrics } from './metrics.ts';
import type { Posted, Send } from './send.ts';

export interface AttemptDeps {
  readonly send: Send;
  readonly writeResult: ResultWriter;
  readonly context: RenderContext;
  readonly stopping: AbortSignal;
  readonly metrics: Pick<NotifyMetrics, 'attempted' | 'ended'>;
}

/** An endpoint of this worker's, with the secrets of now; null: they cannot be opened. */
export interface OwnedEndpoint {
  readonly row: ClaimedEndpoint;
  readonly secrets: Secrets | null;
}

/** What an attempt came to for its endpoint. */
export interface Attempted extends AttemptFacts {
  /** the delivery has ended */
  readonly ended: boolean;
}

/** A receiver that says 429 without a time gets so long. */
const BUSY_MS = 5_000;
const LONGEST_BUSY_MS = 86_400_000;
const HEAD_CHARS = 512;
const ERROR_CHARS = 200;

/**
 * Sends one delivery once and writes what came of it, again and again while the database is unavailable and the lease
 * lasts.
 *
 * @returns null when this worker was stopped meanwhile: nothing is known, and it stays due
 * @throws when the result could not be written
 */
export async function attemptDelivery(
  deps: AttemptDeps,
  endpoint: OwnedEndpoint,
  delivery: DueDelivery,
): Promise<Attempted | null> {
  crashPoint('notify.beforeSend');
  const posted = await post(deps, endpoint, delivery);
  crashPoint('notify.afterSend');
  if (deps.stopping.aborted && posted.httpStatus === null) return null;
  const { result, facts } = judge(endpoint.row, delivery, posted);
  countAttempt(deps, delivery, { result, at: facts.at });
  const isOurs = await writeWhileOwned(deps, endpoint.row, result);
  if (isOurs && result.status !== 'open') deps.metrics.ended(result.status);
  return { ...facts, ended: result.status !== 'open' };
}

function countAttempt(
  { metrics }: AttemptDeps,
  { eventAt, isReplay }: DueDelivery,
  { result, at }: { readonly result: AttemptResult; readonly at: Date },
): void {
  const { phase, httpStatus, no } = result;
  // What is sent again was heard of long ago, or should have been.
  const latencyMs = phase === 'ok' && !isReplay ? at.getTime() - eventAt.getTime() : null;
  metrics.attempted({ phase, httpStatus, isFirst: no === 1, latencyMs });
}

async function post(
  { send, context }: AttemptDeps,
  { row, secrets }: OwnedEndpoint,
  delivery: DueDelivery,
): Promise<Posted> {
  if (secrets === null) return unsent('must be rotated: its secret cannot be opened');
  try {
    const request = requestOf({ endpoint: row, delivery, secrets, now: new Date() }, context);
    return await send(request, { timeoutMs: row.timeoutMs, ca: row.ca });
  } catch (error) {
    return unsent(error instanceof Error ? error.message : String(error));
  }
}

function unsent(failure: string): Posted {
  const nothing = { httpStatus: null, retryAfter: null, address: null, body: '', durationMs: 0 };
  return { ...nothing, failure, stood: false };
}

function judge(
  row: ClaimedEndpoint,
  { id, createdAt, attempts }: DueDelivery,
  posted: Posted,
): { result: AttemptResult; facts: AttemptFacts } {
  const at = new Date();
  const { phase, error } = judgePost(row.ack, posted);
  const { httpStatus, durationMs, address } = posted;
  const ok = phase === 'ok';
  const isGone = httpStatus === 410;
  const retryAfterMs = readRetryAfter(posted.retryAfter, at.getTime());
  const no = attempts + 1;
  const retry = { attempts: no, retryAfterMs, random: Math.random() };
  const delayMs = ok || isGone ? null : retryDelayMs(row, retry);
  const failed = delayMs === null ? 'failed' : 'open';
  const result: AttemptResult = {
    ...{ deliveryId: id, createdAt, endpointId: row.id, no, phase },
    ...{ httpStatus, durationMs, address },
    bodyHead: shownHead(posted.body, HEAD_CHARS),
    error: shownHead(error, ERROR_CHARS),
    status: ok ? 'ok' : failed,
    delayMs: delayMs ?? 0,
  };
  const isExhausted = failed === 'failed' && !ok && !isGone;
  const busyMs = httpStatus === 429 ? busyFor(retryAfterMs) : null;
  return { result, facts: { ok, at, durationMs, isGone, isExhausted, busyMs } };
}

/** Null: there is nothing to show. */
function shownHead(text: string | null, chars: number): string | null {
  return text === null || text === '' ? null : headOf(text, chars);
}

function busyFor(retryAfterMs: number | null): number {
  return Math.min(retryAfterMs ?? BUSY_MS, LONGEST_BUSY_MS);
}

/** PostgreSQL takes no NUL; what looks like a credential is masked. */
function headOf(text: string, chars: number): string {
  return maskSecrets(text.slice(0, chars).replaceAll('\0', ''));
}

const RETRY_MS = 200;

/** A result that is not written is a message sent twice. False: another worker has tried meanwhile. */
async function writeWhileOwned(
  { writeResult }: AttemptDeps,
  { leaseUntil }: ClaimedEndpoint,
  result: AttemptResult,
): Promise<boolean> {
  for (;;) {
    try {
      return await writeResult(result);
    } catch (error) {
      const isLate = Date.now() + RETRY_MS >= leaseUntil.getTime();
      if (isLate || !isDatabaseUnavailable(error)) throw error;
      await sleep(RETRY_MS);
    }
  }
}

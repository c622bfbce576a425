import { setTimeout as sleep } from 'node:timers/promises';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import { got } from 'got';
import type { Tamper } from '../behaviours/behaviour.ts';
import type { Plan, Transaction } from '../ledger/transaction.ts';
import { forgedUrl, isLoopback, noticeBody, signatureHeaders } from './notice.ts';

export interface NoticeDeps {
  readonly formatTime: TimeFormat;
  /** Standard Webhooks secret, `whsec_…`; empty: notices are not signed */
  readonly notifySecret: string;
}

/** A notice to send: about what, for which step of which plan, and how. */
export interface NoticeOrder {
  readonly tx: Transaction;
  readonly plan: Plan;
  readonly step: number;
  readonly notify: 'truth' | Tamper;
  readonly signal: AbortSignal;
}

/** How the last try ended. */
export interface NoticeResult {
  readonly status: number | null;
  readonly reason?: string;
}

/** Waits between tries: about half a minute in all, time enough for a gateway to restart. */
const RETRY_AFTER_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000];
const TIMEOUT_MS = 10_000;

/**
 * Posts a notice until it is answered with 2xx or the tries are used up; one that lies is sent once.
 * Never throws for what the receiver does.
 *
 * @throws {Error} when `signal` aborts
 */
export async function sendNotice(deps: NoticeDeps, order: NoticeOrder): Promise<NoticeResult> {
  const { notifyUrl } = order.plan;
  if (notifyUrl === '') return { status: null, reason: 'the call had no notifyUrl' };
  if (!isLoopback(notifyUrl)) return { status: null, reason: 'notifyUrl is not on this machine' };
  let result = await tryOnce(deps, order);
  if (order.notify !== 'truth') return result;
  for (const waitMs of RETRY_AFTER_MS) {
    if (isAccepted(result)) return result;
    await sleep(waitMs, undefined, { signal: order.signal });
    result = await tryOnce(deps, order);
  }
  return result;
}

function isAccepted({ status }: NoticeResult): boolean {
  return status !== null && status >= 200 && status < 300;
}

async function tryOnce(deps: NoticeDeps, order: NoticeOrder): Promise<NoticeResult> {
  const { tx, plan, step, notify, signal } = order;
  const body = JSON.stringify(noticeBody(tx, notify, deps.formatTime));
  const id = `sandbox-${tx.tractionNo}-${plan.startedAt}-${step}`;
  const signature = signatureHeaders(deps.notifySecret, { id, body }, notify);
  try {
    const answer = await got.post(notify === 'token' ? forgedUrl(plan.notifyUrl) : plan.notifyUrl, {
      body,
      headers: { 'content-type': 'application/json', ...signature },
      timeout: { request: TIMEOUT_MS },
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      signal,
    });
    return { status: answer.statusCode };
  } catch (error) {
    signal.throwIfAborted();
    return { status: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

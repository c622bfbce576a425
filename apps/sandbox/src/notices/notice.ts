import type { TimeFormat } from '@payserver/shared/runtime/time';
import { Webhook } from 'standardwebhooks';
import { answerOf, type ConnectorAnswer, otherTractionNo, wrongAmountOf } from '../answer.ts';
import type { Tamper } from '../behaviours/behaviour.ts';
import type { Transaction } from '../ledger/transaction.ts';

const HOUR_MS = 3_600_000;

/** What the notice says: the truth, or what a liar would say. */
export function noticeBody(
  tx: Transaction,
  notify: 'truth' | Tamper,
  formatTime: TimeFormat,
): Record<string, unknown> {
  const truth = answerOf(tx, formatTime);
  switch (notify) {
    case 'truth':
      return { ...truth };
    case 'amount':
      return { ...truth, ...wrongAmountOf(tx) };
    case 'tractionNo':
      return { ...truth, tractionNo: otherTractionNo(tx.tractionNo) };
    case 'saysFailed':
      return { ...truth, ret: 'failed', thirdErrorReason: 'LIE: the money did move' };
    case 'token':
    case 'signature':
    case 'timestamp':
      return { ...truth, ...forgedSuccess(formatTime) };
  }
}

function forgedSuccess(formatTime: TimeFormat): Partial<ConnectorAnswer> {
  const tradeFinishedAt = formatTime(new Date());
  return { ret: 'success', thirdOrderNo: 'FORGED', thirdErrorReason: '', tradeFinishedAt };
}

/**
 * Standard Webhooks headers, or none without a secret. A repeated try keeps the id and gets a fresh
 * timestamp, so that the receiver can tell a repeat from a replay.
 */
export function signatureHeaders(
  secret: string,
  { id, body }: { id: string; body: string },
  notify: 'truth' | Tamper,
): Record<string, string> {
  if (secret === '') return {};
  const signedAt = new Date(Date.now() - (notify === 'timestamp' ? HOUR_MS : 0));
  const signature = new Webhook(secret).sign(id, signedAt, body);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(signedAt.getTime() / 1000)),
    'webhook-signature': notify === 'signature' ? `v1,${'A'.repeat(43)}=` : signature,
  };
}

/** The same URL with another token: its last path segment with the first character changed. */
export function forgedUrl(notifyUrl: string): string {
  const url = new URL(notifyUrl);
  const cut = url.pathname.lastIndexOf('/') + 1;
  const token = url.pathname.slice(cut);
  url.pathname = url.pathname.slice(0, cut) + (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
  return url.href;
}

/** Whether a notice may be sent there: the sandbox moves no money and talks to this machine only. */
export function isLoopback(notifyUrl: string): boolean {
  if (!URL.canParse(notifyUrl)) return false;
  const { protocol, hostname } = new URL(notifyUrl);
  // URL has already rewritten every notation of an IPv4 literal into four decimal numbers.
  const isHere =
    hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return isHere && (protocol === 'http:' || protocol === 'https:');
}

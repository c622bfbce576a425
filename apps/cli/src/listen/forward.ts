import { signWebhook } from '@payserver/shared/runtime/webhook-signature';
import type { PolledEvent } from './poll.ts';

const TIMEOUT_MS = 10_000;

/** Where to, signed with what, and where to say what became of it. */
export interface Forwarding {
  readonly url: string;
  readonly secret: string;
  readonly say: (line: string) => void;
}

/**
 * Posts each event as the gateway would, in the standard format, and says what was answered: 2xx is taken, anything else
 * would come again. A redirect is not followed. Nothing is thrown: a program that is being written fails often.
 */
export function createForwarder({ url, secret, say }: Forwarding) {
  return async (event: PolledEvent): Promise<void> => {
    const { id, type, timestamp, data } = event;
    const body = JSON.stringify({ type, timestamp, data });
    const started = performance.now();
    const answer = await post(url, body, signWebhook(secret, { id, body, now: new Date() }));
    const ms = Math.round(performance.now() - started);
    say([type, orderOf(data), answer, `${ms} ms`].filter((part) => part !== '').join('  '));
  };
}

async function post(url: string, body: string, signature: Readonly<Record<string, string>>) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'PayServer', ...signature },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? `${response.status}` : `${response.status}, would come again`;
  } catch (error) {
    return `${reasonOf(error)}, would come again`;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT_MS / 1_000} s`;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message;
}

function orderOf(data: PolledEvent['data']): string {
  const { tractionNo } = data;
  return typeof tractionNo === 'string' ? tractionNo : '';
}

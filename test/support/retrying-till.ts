import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from './client.ts';

/** Codes after which docs/cashier.md tells a till to send the same again. */
const AGAIN = [9000, 9429, 9503];

/** How a till repeats; docs/cashier.md waits 2 s, a test has less patience. */
export interface Patience {
  readonly everyMs: number;
  readonly forMs: number;
}

const DEFAULT: Patience = { everyMs: 300, forMs: 90_000 };

/**
 * Sends the same request until its answer is final, as docs/cashier.md tells every till to: no answer,
 * a 5xx of anybody and 9429 are repeated, and so is an order that is still open.
 *
 * @param isFinal whether this body says how it ended
 * @returns null when it is still not known after all this time
 * @throws {Error} for a refusal that repeating cannot change
 */
export async function sendUntilKnown(
  client: Client,
  request: { path: string; body: object; isFinal: (body: Answer['body']) => boolean },
  patience: Patience = DEFAULT,
): Promise<Answer['body']> {
  const deadline = Date.now() + patience.forMs;
  while (Date.now() < deadline) {
    const answer = await client.post(request.path, request.body).catch(() => null);
    if (answer !== null) refuseForGood(answer);
    if (answer?.status === 200 && request.isFinal(answer.body)) return answer.body;
    await sleep(patience.everyMs);
  }
  return null;
}

function refuseForGood({ body }: Answer): void {
  const code: unknown = body?.code;
  if (typeof code !== 'number' || AGAIN.includes(code)) return;
  throw new Error(`${code} ${body.message}`);
}

/** A payment or refund that ended. */
export function isSettled(body: Answer['body']): boolean {
  return !['paying', 'refunding'].includes(body?.data?.status);
}

/** A batch of which every element ended. */
export function isBatchSettled(body: Answer['body']): boolean {
  const results = (body?.batchPayResult ?? body?.batchRefundResult ?? []) as { body: unknown }[];
  return results.length > 0 && results.every((result) => isSettled(result.body));
}

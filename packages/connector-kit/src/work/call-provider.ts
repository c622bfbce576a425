import { readPayData } from '@payserver/shared/domain/pay-data';
import { isRecord } from '@payserver/shared/domain/said';
import { NotSent, type Result } from '../provider.ts';
import type { Kit, KitEvent } from './kit.ts';

/** Nothing is known. */
interface Unknown {
  readonly kind: 'unknown';
}
/** No byte left. */
interface Unsent {
  readonly kind: 'notSent';
}

/** What is known after a call. */
export type Learned = Result | Unknown | Unsent;
type What = Extract<KitEvent, { type: 'called' }>['what'];

/**
 * Makes one call of the provider's functions. Whatever goes wrong in it, and whatever it answers that is not one of the
 * results, means that nothing is known. It is over after `callMs`, also when it does not hear its signal.
 */
export async function callProvider(
  kit: Kit,
  what: What,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Learned> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(kit.timing.callMs);
  const result = await Promise.race([attempt(kit, what, () => call(signal)), aborted(signal)]);
  const ms = Math.round(performance.now() - startedAt);
  kit.onEvent({ type: 'called', what, result: result.kind, ms });
  return result;
}

async function attempt(kit: Kit, what: What, call: () => Promise<Result>): Promise<Learned> {
  try {
    const result = await call();
    const fault = faultOf(result);
    if (fault === null) return result;
    kit.log.error({ what, fault }, 'a function of the connector answered what it may not');
  } catch (error) {
    if (error instanceof NotSent) return { kind: 'notSent' };
    kit.log.warn({ what, why: shownOf(error) }, 'the provider did not answer');
  }
  return { kind: 'unknown' };
}

/** Without the fields of its own that an HTTP client's error has: the request is among them. */
function shownOf(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack };
}

async function aborted(signal: AbortSignal): Promise<Unknown> {
  return await new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'unknown' }), { once: true });
  });
}

type Said = Readonly<{ kind?: unknown; thirdOrderNo?: unknown; payData?: unknown }>;
const KINDS: ReadonlySet<unknown> = new Set(['success', 'failed', 'running', 'notFound', 'closed']);

/** Types are no proof: authors write JavaScript too. */
function faultOf(result: unknown): string | null {
  if (!isRecord(result)) return 'no result';
  const { kind, thirdOrderNo, payData } = result as Said;
  if (!KINDS.has(kind)) return `kind ${String(kind)}`;
  if (thirdOrderNo !== undefined && typeof thirdOrderNo !== 'string') {
    return 'thirdOrderNo is not text';
  }
  const read = readPayData(payData);
  // The money has moved: what the till cannot show is no reason to doubt that.
  return typeof read === 'string' && kind !== 'success' ? read : null;
}

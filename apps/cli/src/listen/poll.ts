import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayClient, RefusedError } from '../gateway-client.ts';

/** An event as `GET notifyEvents` lists it; its body is what an endpoint gets. */
export interface PolledEvent {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly items: readonly PolledEvent[];
  /** where the next page begins, also where this one is empty */
  readonly next: string;
  /** whether to ask for it at once */
  readonly more: boolean;
}

/** What to poll for, and what to do with each event. */
export interface Polling {
  /** a time as the API reads it; null: what happens from now on */
  readonly from: string | null;
  /** null: all */
  readonly types: readonly string[] | null;
  readonly signal: AbortSignal;
  readonly take: (event: PolledEvent) => Promise<void>;
  readonly say: (line: string) => void;
}

const IDLE_MS = 1_000;
const AWAY_MS = 3_000;
/** Refusals that pass. */
const BUSY: ReadonlySet<number> = new Set([9000, 9429, 9503]);

/**
 * Takes each event of these types once, in the order of their commits, until the signal. While the gateway does not answer it is asked
 * again from the same place; what it refuses ends the polling, and so does a gateway that has never answered.
 *
 * @throws {UsageError} the gateway is not there, or does not list events to this caller
 */
export async function pollEvents(gateway: GatewayClient, polling: Polling): Promise<void> {
  const { from, say, signal } = polling;
  const read = createReader(gateway, polling);
  let place: Place = from === null ? {} : { from };
  while (!signal.aborted) {
    const page = await read(place);
    if (page === null) {
      await pause(AWAY_MS, signal);
      continue;
    }
    if (!('after' in place)) say('Ready.');
    await takeAll(page, polling);
    place = { after: page.next };
    if (!page.more) await pause(IDLE_MS, signal);
  }
}

async function takeAll({ items }: Page, { signal, take, types }: Polling): Promise<void> {
  const wanted = types === null ? items : items.filter(({ type }) => types.includes(type));
  for (const event of wanted) if (!signal.aborted) await take(event);
}

/** Query of the next page. */
type Place = Readonly<Record<string, string>>;

/** Reads a page. Once one was read, null says that the gateway does not answer now; why is said once. */
function createReader(gateway: GatewayClient, { say }: Polling) {
  let isKnown = false;
  let isAway = false;
  return async (place: Place): Promise<Page | null> => {
    try {
      const page = await gateway.get<Page>(
        `/notifyEvents?${new URLSearchParams(place).toString()}`,
      );
      isKnown = true;
      isAway = false;
      return page;
    } catch (error) {
      const isFinal = error instanceof RefusedError && !BUSY.has(error.code);
      if (isFinal || !isKnown || !(error instanceof Error)) throw error;
      if (!isAway) say(`${error.message}; it is asked again`);
      isAway = true;
      return null;
    }
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

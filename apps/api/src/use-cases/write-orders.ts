import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Producer } from '@payserver/shared/queue/producer';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import type { OutcomeWaiter } from './await-final.ts';

/** How new orders of one kind are written, and found by the client's numbers. */
export interface OrderWriting<Planned, Row> {
  readonly write: (planned: readonly Planned[]) => Promise<Row[]>;
  /** the merchant's orders with the numbers of these, by number */
  readonly find: (planned: readonly Planned[]) => Promise<ReadonlyMap<string, Row>>;
  readonly numberOf: (planned: Planned) => string;
}

/**
 * Writes new orders and answers those that were written. When the database became unavailable meanwhile its commit may
 * be done all the same, so they are read again by their numbers before anything is said: with all of them there
 * the call goes on.
 *
 * @throws what the database threw, when an order is not there or nobody can say
 */
export async function writeOrFind<
  Planned extends { readonly uuid: string },
  Row extends { readonly uuid: string },
>(
  planned: readonly Planned[],
  { write, find, numberOf }: OrderWriting<Planned, Row>,
): Promise<Row[]> {
  try {
    return await write(planned);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) throw error;
    const found = await find(planned).catch(() => new Map<string, Row>());
    if (!planned.every((order) => found.has(numberOf(order)))) throw error;
    const ours = new Set(planned.map((order) => order.uuid));
    return [...found.values()].filter((row) => ours.has(row.uuid));
  }
}

/** What waking an order needs of its row. */
interface NewRow {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly epoch: number;
  readonly connectorKey: string;
  readonly dueAt: Date | null;
}

/** Wakes those of the new orders that are due for an attempt; the rest of a row is no business of the queue. */
export async function wakeNew(
  producer: Producer,
  kind: TradeKind,
  rows: readonly NewRow[],
): Promise<void> {
  const wakes = rows
    .filter((row) => row.dueAt !== null)
    .map(({ uuid, tractionNo, epoch, connectorKey }) => {
      return { kind, uuid, tractionNo, epoch, connectorKey, canShare: true };
    });
  await producer.wake(wakes);
}

/** As long as most connectors take: a payment that is final by then needs no job. */
const UNHEARD_MS = 500;

/**
 * Wakes those of the signalled orders that are not final after half a second: a signal is lost when no worker listens at
 * its moment, a job waits for one that does. Does not wait for it.
 */
export function wakeUnheard(
  { waiter, producer }: { readonly waiter: OutcomeWaiter; readonly producer: Producer },
  kind: TradeKind,
  rows: readonly NewRow[],
): void {
  for (const row of rows) {
    void waiter.isFinalWithin(row.uuid, UNHEARD_MS).then(async (isFinal) => {
      if (!isFinal) await wakeNew(producer, kind, [row]);
    });
  }
}

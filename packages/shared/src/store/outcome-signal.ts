import { PAY_OPEN, REFUND_OPEN } from '../domain/statuses.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Database } from './database.ts';
import { MAX_PAYLOAD, outcomeChannelIn } from './outcome-channel.ts';
import { isSettlementSignalled, type PayOutcome } from './pay-orders/settle.ts';
import { listenForSignals, type SignalListener } from './signals.ts';
import { queryRows } from './sql.ts';

/**
 * What a signal says of an order that became final: of a payment all that its end changed, so that a waiter
 * need not read it again; of a refund only which one it is.
 */
export type OutcomeSignal =
  | { readonly uuid: string }
  | PayOutcome
  /** it is still open, but there is something for its till to show */
  | { readonly uuid: string; readonly isOpen: true };

/** Tells every API process that orders became final, or have something to show. Losing a signal costs time, never truth. */
export interface OutcomePublisher {
  /**
   * Never throws and never waits; signals of the same moment travel together. What the settling commit has signalled already
   * is not signalled again.
   */
  publish(outcomes: readonly OutcomeSignal[]): void;
}

// Waiting for the disk is useless: the statement writes nothing, and what it signals is committed already.
const NOTIFY_SQL = `
SELECT pg_notify($1, $2) FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unsynced`;

/**
 * Publishes through PostgreSQL's NOTIFY, after the settling transaction: NOTIFY takes a database-wide
 * lock at commit, so one inside each settlement would make them queue up. One signal carries what one commit
 * settled; settlements share commits when there are many, and only where there are few does the commit itself signal.
 */
export function createOutcomePublisher(db: Database, log: Logger): OutcomePublisher {
  const channel = outcomeChannelIn(db.schema);
  let pending: OutcomeSignal[] = [];
  const flush = () => {
    const payloads = intoPayloads(pending.map(serialise));
    pending = [];
    for (const payload of payloads) {
      queryRows(db, { name: 'notify', text: NOTIFY_SQL, values: [channel, payload] }).catch(
        (error: unknown) => log.warn({ err: error }, 'outcome signal lost; waiters will poll'),
      );
    }
  };
  return {
    publish(outcomes) {
      if (outcomes.length === 0) return;
      crashPoint('settle.beforeSignal');
      const untold = outcomes.filter((outcome) => !isSettlementSignalled(outcome));
      if (untold.length === 0) return;
      if (pending.length === 0) setImmediate(flush);
      pending.push(...untold);
    },
  };
}

/** One signal as JSON: the id, and of a payment its end; the id alone, in no list, of one that is open. */
function serialise(signal: OutcomeSignal): string {
  if ('isOpen' in signal) return JSON.stringify(signal.uuid);
  if (!('status' in signal)) return JSON.stringify([signal.uuid]);
  const { uuid, status, thirdPayNo, resultCode, payFinishAt, hasPayData } = signal;
  const finishedAtMs = payFinishAt?.getTime() ?? null;
  return JSON.stringify([uuid, status, thirdPayNo, resultCode, finishedAtMs, Number(hasPayData)]);
}

function intoPayloads(signals: readonly string[]): string[] {
  const payloads: string[][] = [];
  let room = 0;
  for (const signal of signals) {
    const bytes = Buffer.byteLength(signal) + 1;
    if (bytes > room) {
      payloads.push([]);
      room = MAX_PAYLOAD;
    }
    payloads.at(-1)?.push(signal);
    room -= bytes;
  }
  return payloads.map((payload) => `[${payload.join(',')}]`);
}

type SerialisedSignal = [
  uuid: string,
  status?: PayOutcome['status'],
  thirdPayNo?: string | null,
  resultCode?: string | null,
  finishedAtMs?: number | null,
  hasPayData?: 0 | 1,
];

/** Reads a payload back; what is no payload of ours tells nothing. */
function readPayload(payload: string): OutcomeSignal[] {
  try {
    return (JSON.parse(payload) as Array<SerialisedSignal | string>).map(readSignal);
  } catch {
    return [];
  }
}

function readSignal(signal: SerialisedSignal | string): OutcomeSignal {
  if (typeof signal === 'string') return { uuid: signal, isOpen: true };
  const [uuid, status, thirdPayNo, resultCode, finishedAtMs, hasPayData] = signal;
  if (status === undefined) return { uuid };
  return {
    uuid,
    status,
    thirdPayNo: thirdPayNo ?? null,
    resultCode: resultCode ?? null,
    payFinishAt: typeof finishedAtMs === 'number' ? new Date(finishedAtMs) : null,
    hasPayData: hasPayData === 1,
  };
}

/**
 * Calls `onSettled` for every order that any process settles, or has something to show of. Signals sent while its connection
 * was broken are lost.
 */
export function listenForOutcomes(options: {
  url: string;
  log: Logger;
  onSettled: (outcome: OutcomeSignal) => void;
}): SignalListener {
  const channel = outcomeChannelIn(readDatabaseUrl(options.url).schema);
  const onSignal = (payload: string) => readPayload(payload).forEach(options.onSettled);
  return listenForSignals({ ...options, signals: [{ channel, onSignal }] });
}

const FINAL_SQL = `
SELECT uuid FROM "PayOrder" WHERE uuid = ANY($1::text[]) AND status <> '${PAY_OPEN}'
UNION ALL
SELECT uuid FROM "RefundOrder" WHERE uuid = ANY($1::text[]) AND status <> '${REFUND_OPEN}'`;

/** Which of these payments and refunds are final by now; the cheap question of everybody who waits. */
export async function findFinal(db: Database, uuids: readonly string[]): Promise<string[]> {
  const rows = await queryRows<{ uuid: string }>(db, {
    name: 'find-final',
    text: FINAL_SQL,
    values: [uuids],
  });
  return rows.map((row) => row.uuid);
}

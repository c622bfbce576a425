import { crashPoint } from '../crash-points.ts';
import type { Arrival } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';
import { isFinal } from '../journal/states.ts';
import { type Call, carryOut } from './carry-out.ts';
import { circumstancesOf, type Kit } from './kit.ts';
import { nextAction } from './next-action.ts';
import { waitForMove } from './wait-for-move.ts';

/** The number stands for another operation already: neither this one nor that one is answered. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}

/**
 * Takes a payment or refund of the gateway: writes it down, sends it, answers what is known within `callMs`. A repeat
 * finds what is written. Repeats that come at once wait for the one that sends.
 *
 * @throws {Conflict} another amount or payment under the same number
 */
export async function takePost(kit: Kit, arrival: Arrival, call: Call): Promise<Row> {
  crashPoint('post.beforeInsert', arrival.kind);
  const { row, isNew } = await kit.journal.insert(arrival);
  crashPoint('post.afterInsert', arrival.kind);
  if (!isNew && isOther(row, arrival)) {
    throw new Conflict(`${row.tractionNo} came before with another amount or payment`);
  }
  const isOurs = isNew && row.leaseId !== null;
  return await follow(kit, isOurs ? row : { ...row, leaseId: null }, {
    call,
    // What the provider does not have may be sent now, with this call at hand.
    isEnough: (now) =>
      now.state === 'closing' || (now.state === 'running' && !now.isUnknownToProvider),
  });
}

function isOther(row: Row, { kind, amount, payTractionNo }: Arrival): boolean {
  // A tombstone knows no amount.
  if (row.state === 'cancelled' && row.amount === 0) return kind !== 'pay';
  return row.kind !== kind || row.amount !== amount || row.payTractionNo !== payTractionNo;
}

/** Answers what is known of an operation, after asking the provider where it is open. Null: it never came. */
export async function takeQuery(kit: Kit, tractionNo: string): Promise<Row | null> {
  const row = await kit.journal.find(tractionNo);
  if (row === null) return null;
  return await follow(kit, { ...row, leaseId: null }, { call: null, isEnough: () => false });
}

/** Calls a payment off, and answers how it is then. `isNew`: it never came, and is declined if it comes. */
export async function takeCancel(
  kit: Kit,
  tractionNo: string,
): Promise<{ readonly row: Row; readonly isNew: boolean }> {
  crashPoint('cancel.beforeMark', 'pay');
  const { row, isNew } = await kit.journal.wantCancel(tractionNo);
  crashPoint('cancel.afterMark', 'pay');
  kit.moves.emit(tractionNo);
  if (isNew) return { row, isNew };
  const end = await follow(kit, { ...row, leaseId: null }, { call: null, isEnough: () => false });
  return { row: end, isNew };
}

interface Following {
  readonly call: Call | null;
  /** Whether this can be answered already. */
  isEnough(row: Row): boolean;
}

/**
 * Makes the steps of an operation that are due, or waits for whoever makes them, until it is final, enough for the
 * answer, there is nothing to do now, or `callMs` are over. `leaseId` null: the lease is not ours.
 */
async function follow(kit: Kit, first: Row, { call, isEnough }: Following): Promise<Row> {
  let isInTime = true;
  const late = setTimeout(() => {
    isInTime = false;
  }, kit.timing.callMs);
  let row = first;
  let isOurs = first.leaseId !== null;
  try {
    while (isOurs || (isInTime && !isFinal(row.state))) {
      const next = await advance(kit, row, { isOurs, call, isAnswered: () => isInTime });
      if (next === null) break;
      row = next.row;
      isOurs = false;
      if (next.action === 'send') break;
      if (isEnough(row) && (next.action !== null || !mayStep(kit, row, call))) break;
    }
    return row;
  } finally {
    clearTimeout(late);
    isInTime = false;
  }
}

interface Advance {
  readonly isOurs: boolean;
  readonly call: Call | null;
  readonly isAnswered: () => boolean;
}

/** Makes the step that is due, or waits until another flow has made one (`action` null). Null: there is nothing to do now. */
async function advance(kit: Kit, row: Row, { isOurs, call, isAnswered }: Advance) {
  const ours = isOurs ? row : await claimForStep(kit, row, call);
  if (ours !== null) {
    const action = nextAction(ours, circumstancesOf(kit, ours, call !== null));
    return { row: await carryOut(kit, ours, { action, call, isAnswered }), action };
  }
  return isLeased(row) ? { row: await waitForMove(kit, row), action: null } : null;
}

function mayStep(kit: Kit, row: Row, call: Call | null): boolean {
  return nextAction(row, circumstancesOf(kit, row, call !== null)) !== 'wait';
}

function isLeased(row: Row): boolean {
  return row.leaseUntil !== null && row.leaseUntil > row.now;
}

/** Null: there is nothing to do, or another flow does it. */
async function claimForStep(kit: Kit, row: Row, call: Call | null): Promise<Row | null> {
  if (isLeased(row) || !mayStep(kit, row, call)) return null;
  return await kit.journal.claim(row.tractionNo);
}

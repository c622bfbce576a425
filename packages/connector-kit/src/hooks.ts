import type { Row } from './journal/row.ts';
import type { Kit } from './work/kit.ts';
import { waitForMove } from './work/wait-for-move.ts';
import type { Worker } from './work/worker.ts';

/** An operation, for a connector's own routes. */
export type KnownOperation = Readonly<
  Pick<Row, 'kind' | 'merchantUUID' | 'amount' | 'payTractionNo' | 'memo' | 'state'>
>;

/** What a connector's own routes may do with the journal: read, and have asked. They move nothing by themselves. */
export interface ConnectorHooks {
  /** The operation of this number; null: it never came. */
  find(tractionNo: string): Promise<KnownOperation | null>;
  /**
   * Has the provider asked about it now, by its own rules, as if it were due. It answers when that is written down, not
   * when the provider has answered: a message whose sender waits seconds can be acknowledged. Whatever is final, or not
   * sent yet, is not asked about. False: no such number.
   */
  ask(tractionNo: string): Promise<boolean>;
}

/** Below the 5 s that providers wait for an acknowledgement. */
const PATIENCE_MS = 4_000;

/** @param worker is there once the connector has started */
export function createHooks(kit: Kit, worker: () => Pick<Worker, 'soon'> | null): ConnectorHooks {
  const { journal } = kit;
  return {
    find: async (tractionNo) => await journal.find(tractionNo),
    ask: async (tractionNo) => {
      const patience = AbortSignal.timeout(PATIENCE_MS);
      let row = await journal.find(tractionNo);
      // Whoever has it may have asked a moment before what this message says came true.
      while (row !== null && !patience.aborted) {
        if ((await journal.hasten(tractionNo)) !== null || !isLeased(row)) break;
        row = await waitForMove(kit, row);
      }
      worker()?.soon();
      return row !== null;
    },
  };
}

function isLeased({ leaseUntil, now }: Row): boolean {
  return leaseUntil !== null && leaseUntil > now;
}

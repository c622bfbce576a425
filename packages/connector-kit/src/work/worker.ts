import { crashPoint } from '../crash-points.ts';
import type { Row } from '../journal/row.ts';
import { carryOut } from './carry-out.ts';
import { circumstancesOf, type Kit } from './kit.ts';
import { nextAction } from './next-action.ts';

/** Work in the background that goes on until it is stopped. */
export interface Worker {
  /** Lets it see at once what has become due. */
  soon(): void;
  /** Takes nothing new and waits for what it has. */
  stop(): Promise<void>;
}

/** Another process may have made something due. */
const LONGEST_MS = 1_000;

/** What one round of a loop does. */
export interface Rounds {
  readonly name: string;
  readonly log: Kit['log'];
  readonly atOnce: number;
  /** Starts up to this many things and answers their ends. */
  take(limit: number): Promise<Promise<void>[]>;
  /** ms until there is something to take; null: nothing is to come */
  next(): Promise<number | null>;
}

/** Runs rounds: at once where there may be more, else when the next thing is due, at least once a second. */
export function startRounds(rounds: Rounds): Worker {
  const inWork = new Set<Promise<void>>();
  let isStopped = false;
  let wake: () => void = () => {};
  let isWanted = false;
  const pause = async (ms: number) => {
    if (isWanted || isStopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
  const round = async () => {
    isWanted = false;
    const free = rounds.atOnce - inWork.size;
    if (free <= 0) return await pause(LONGEST_MS);
    const taken = await rounds.take(free);
    for (const one of taken) {
      inWork.add(one);
      void one.finally(() => {
        inWork.delete(one);
        soon();
      });
    }
    if (taken.length < free) await pause(Math.min(LONGEST_MS, (await rounds.next()) ?? LONGEST_MS));
  };
  const run = async () => {
    while (!isStopped) {
      await round().catch(async (error: unknown) => {
        rounds.log.warn({ err: error }, `${rounds.name} failed; it goes on`);
        isWanted = false;
        await pause(LONGEST_MS);
      });
    }
  };
  const soon = () => {
    isWanted = true;
    wake();
  };
  const running = run();
  return {
    soon,
    stop: async () => {
      isStopped = true;
      soon();
      await running;
      await Promise.allSettled(inWork);
    },
  };
}

/** Carries out what is due in the journal: questions, cancellations, what a process left that has died. */
export function startWorker(kit: Kit, atOnce: number): Worker {
  return startRounds({
    name: 'the work on due operations',
    log: kit.log,
    atOnce,
    take: async (limit) => (await kit.journal.claimDue(limit)).map(async (row) => step(kit, row)),
    next: async () => await kit.journal.nextDueMs(),
  });
}

async function step(kit: Kit, row: Row): Promise<void> {
  crashPoint('work.afterClaim', row.kind);
  const action = nextAction(row, circumstancesOf(kit, row, false));
  await carryOut(kit, row, { action, call: null, isAnswered: () => false }).catch(
    (error: unknown) => {
      kit.log.warn({ err: error, tractionNo: row.tractionNo }, 'a step failed; it is made again');
    },
  );
}

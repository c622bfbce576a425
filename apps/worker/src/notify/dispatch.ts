import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import type { Database } from '@payserver/shared/store/database';
import { claimEndpoints } from '@payserver/shared/store/notify/claim';
import type { LaneName, Slot } from './lanes.ts';
import { runTurn, type TurnDeps } from './turn.ts';

export interface DispatchDeps extends TurnDeps {
  readonly db: Database;
}

/** Endpoints of one claim, at most. */
const CLAIM = 64;
/** The sweep wakes it each second where something is due; this is for a clock that has jumped. */
const SWEEP_MS = 60_000;

/** Gives turns to endpoints of which something is due. */
export interface Dispatcher {
  /** There may be some: claims as many as there is room for. */
  wake(): void;
  /** Waits for the turns in progress; none starts afterwards. */
  stop(): Promise<void>;
}

/**
 * A dispatcher that claims due endpoints as long as there is room in their lane, when it is woken and when a turn ends
 * while there are more. A turn that fails is logged, and its endpoint is due again when its lease ends.
 */
export function createDispatcher(deps: DispatchDeps): Dispatcher {
  const lanes: readonly LaneName[] = ['fast', 'slow'];
  const claims = lanes.map((lane) => claimRepeatedly(deps, lane));
  return {
    wake() {
      for (const claim of claims) claim.repetition.soon();
    },
    async stop() {
      await Promise.allSettled(claims.map(async ({ repetition }) => await repetition.stop()));
      await Promise.allSettled(claims.flatMap(({ turns }) => [...turns]));
    },
  };
}

interface Claims {
  readonly repetition: Repetition;
  readonly turns: ReadonlySet<Promise<void>>;
}

function claimRepeatedly(deps: DispatchDeps, lane: LaneName): Claims {
  const turns = new Set<Promise<void>>();
  /** the last claim found as many as it asked for */
  let mayBeMore = false;
  const begin = (slot: Slot, work: (slot: Slot) => Promise<void>) => {
    const turn = work(slot).finally(() => {
      slot.giveBack();
      turns.delete(turn);
      if (mayBeMore) repetition.soon();
    });
    turns.add(turn);
  };
  const repetition = repeat({
    name: `claiming ${lane} endpoints`,
    everyMs: SWEEP_MS,
    log: deps.log,
    work: async () => {
      mayBeMore = await claimOnce(deps, lane, begin);
    },
  });
  return { repetition, turns };
}

async function claimOnce(
  deps: DispatchDeps,
  lane: LaneName,
  begin: (slot: Slot, work: (slot: Slot) => Promise<void>) => void,
): Promise<boolean> {
  const slots = takeSlots(deps, lane);
  if (slots.length === 0) return true;
  crashPoint('notify.beforeClaim');
  const claimed = await claimEndpoints(deps.db, { lane, limit: slots.length }).catch(
    (error: unknown) => {
      for (const slot of slots) slot.giveBack();
      throw error;
    },
  );
  crashPoint('notify.afterClaim');
  slots.forEach((slot, at) => {
    const row = claimed[at];
    if (row === undefined) return slot.giveBack();
    begin(slot, async () => {
      await runTurn(deps, row, slot).catch((error: unknown) => {
        deps.log.warn(
          { err: error, endpoint: row.uuid },
          'a turn of an endpoint failed; it is due again',
        );
      });
    });
  });
  return claimed.length === slots.length;
}

function takeSlots({ lanes }: DispatchDeps, lane: LaneName): Slot[] {
  const slots: Slot[] = [];
  while (slots.length < CLAIM) {
    const slot = lanes.take(lane);
    if (slot === null) break;
    slots.push(slot);
  }
  return slots;
}

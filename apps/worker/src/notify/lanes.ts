/** The lane of endpoints that answer, and that of those that are slow or fail. */
export type LaneName = 'fast' | 'slow';

/** A place for one message in flight. */
export interface Slot {
  /** Counts it in the slow lane from now on: whoever answers waits no longer behind it. */
  becomeSlow(): void;
  /** One attempt is in flight from now on. */
  startAttempt(): void;
  endAttempt(): void;
  /** Safe to call twice. */
  giveBack(): void;
}

/** Places for messages in flight, in two lanes. */
export interface Lanes {
  /** A slot of this lane, or null when all are taken. */
  take(lane: LaneName): Slot | null;
  free(lane: LaneName): number;
  /** Attempts that wait for their receiver; fewer than the slots that are taken. */
  inFlight(lane: LaneName): number;
}

const MOST = 256;
const FAST_SHARE = 0.75;
/** Sockets that a receiver which hangs may hold, all of them together. */
const MOST_WITH_SLOW = 1_024;

/**
 * Lanes of 256 messages in flight, three quarters of them for endpoints that answer. A message that turns out to be slow
 * goes over to the slow lane, also where that one is full: then it takes no others until there is room.
 */
export function createLanes(most = MOST): Lanes {
  const limits = {
    fast: Math.floor(most * FAST_SHARE),
    slow: most - Math.floor(most * FAST_SHARE),
  };
  const taken = { fast: 0, slow: 0 };
  const inFlight = { fast: 0, slow: 0 };
  const free = (lane: LaneName) => Math.max(limits[lane] - taken[lane], 0);
  return {
    free,
    inFlight: (lane) => inFlight[lane],
    take(lane) {
      if (free(lane) === 0 || taken.fast + taken.slow >= MOST_WITH_SLOW) return null;
      taken[lane] += 1;
      return createSlot({ taken, inFlight }, lane);
    },
  };
}

type Counts = Record<LaneName, number>;

function createSlot(
  { taken, inFlight }: { readonly taken: Counts; readonly inFlight: Counts },
  first: LaneName,
): Slot {
  let lane: LaneName | null = first;
  let isInFlight = false;
  const fly = (flies: boolean) => {
    if (lane !== null && flies !== isInFlight) inFlight[lane] += flies ? 1 : -1;
    isInFlight = flies;
  };
  return {
    startAttempt: () => fly(true),
    endAttempt: () => fly(false),
    becomeSlow() {
      if (lane !== 'fast') return;
      const wasInFlight = isInFlight;
      fly(false);
      taken.fast -= 1;
      taken.slow += 1;
      lane = 'slow';
      fly(wasInFlight);
    },
    giveBack() {
      fly(false);
      if (lane !== null) taken[lane] -= 1;
      lane = null;
    },
  };
}

/**
 * - `new`: written, nothing was sent
 * - `sending`: bytes may have left; a restart that finds it never sends again by itself
 * - `running`: the provider has it, or may have it
 * - `closing`: a cancellation is repeated until it is answered for certain
 * - `success`, `failed`: final
 * - `closed`: cancelled at the provider; final
 * - `cancelled`: cancelled before anything was sent; final
 */
export const STATES = [
  'new',
  'sending',
  'running',
  'closing',
  'success',
  'failed',
  'closed',
  'cancelled',
] as const;
export type State = (typeof STATES)[number];

/** Which state may follow which. No other change is ever written. */
export const EDGES: Readonly<Record<State, readonly State[]>> = {
  new: ['sending', 'failed', 'cancelled'],
  // Back to `new`: the provider was not reached.
  sending: ['new', 'running', 'success', 'failed', 'closing'],
  // To `sending`: the provider does not have it and treats repeats as one.
  running: ['sending', 'success', 'failed', 'closing'],
  closing: ['closed', 'success'],
  success: [],
  // Late money: it is sent back where the provider can cancel, else it counts.
  failed: ['closing', 'success'],
  closed: ['closing', 'success'],
  cancelled: [],
};

const FINAL: ReadonlySet<State> = new Set(['success', 'failed', 'closed', 'cancelled']);

/** Whether the outcome is known. Of `failed` and `closed` only late money takes it back. */
export function isFinal(state: State): boolean {
  return FINAL.has(state);
}

/** The final states in which no money was taken, or all of it was given back. */
export function isWithoutMoney(state: State): boolean {
  return isFinal(state) && state !== 'success';
}

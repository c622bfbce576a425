import { isRefusal } from '../payment/acts/act-state.ts';

/** Orders of one step: small enough that a step is over in a second or two. */
export const STEP = 200;
/** Waits before a step is repeated, ms: the API may be starting again. */
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 15_000;

/** How far a run of steps is; every step is safe to repeat, for orders that were asked are not asked again. */
export type RunState =
  | { readonly is: 'idle' }
  | { readonly is: 'running' }
  | { readonly is: 'stopping' }
  | { readonly is: 'waiting'; readonly failures: number; readonly error: unknown }
  | { readonly is: 'refused'; readonly error: unknown };

/** What follows a step: the next one, a pause before the same one again, or the end. */
export function afterStep(
  state: RunState,
  outcome: { readonly left: number } | { readonly error: unknown; readonly failures: number },
): RunState {
  if ('error' in outcome) {
    const { error, failures } = outcome;
    if (isRefusal(error)) return { is: 'refused', error };
    return state.is === 'stopping' ? { is: 'idle' } : { is: 'waiting', failures, error };
  }
  return outcome.left === 0 || state.is === 'stopping' ? { is: 'idle' } : { is: 'running' };
}

/** How long to wait before a step is repeated, ms: longer after each failure, up to 15 s. */
export function waitMs(failures: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), MOST_WAIT_MS);
}

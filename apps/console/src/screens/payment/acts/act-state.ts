import { ApiFailure } from '../../../api/failure.ts';

/**
 * One act and what is known of it. Between `sending` and an answer nothing is known; after `unknown` only the same
 * request may be sent again, for a new one could do it twice.
 */
export type ActState<Body, Answer> =
  | { readonly is: 'idle' }
  | { readonly is: 'sending'; readonly body: Body }
  | { readonly is: 'done'; readonly body: Body; readonly answer: Answer }
  | { readonly is: 'refused'; readonly body: Body; readonly error: unknown }
  | { readonly is: 'unknown'; readonly body: Body; readonly error: unknown };

/**
 * What may be sent now: null while a request is under way, after an answer, and the same body as before where nothing is
 * known of the first.
 */
export function nextBody<Body extends object | string, Answer>(
  state: ActState<Body, Answer>,
  wanted: Body,
): Body | null {
  if (state.is === 'sending' || state.is === 'done') return null;
  return state.is === 'unknown' ? state.body : wanted;
}

/** Refusals by which the API says that it has done nothing: a wrong request, no permission, a wrong state, too many calls. */
const SURELY_NOT_DONE = { from: 400, to: 499 };
/** The connection ended before the request was whole: it may have been. */
const REQUEST_TIMEOUT = 408;

/** Whether this failure says that nothing was done; otherwise nobody knows. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false;
  const { status } = error;
  const { from, to } = SURELY_NOT_DONE;
  return status >= from && status <= to && status !== REQUEST_TIMEOUT;
}

/** Refusals from before the request itself was read: they say nothing about an earlier one of which nothing is known. */
const BEFORE_READING: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * The state after a request failed.
 *
 * @param before the state in which it was sent
 */
export function afterFailure<Body, Answer>(
  before: ActState<Body, Answer>,
  body: Body,
  error: unknown,
): ActState<Body, Answer> {
  const saysNothing = error instanceof ApiFailure && BEFORE_READING.has(error.status);
  const isStillUnknown = before.is === 'unknown' && saysNothing;
  return isRefusal(error) && !isStillUnknown
    ? { is: 'refused', body, error }
    : { is: 'unknown', body, error };
}

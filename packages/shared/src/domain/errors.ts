/**
 * Every error code of the API, with the HTTP status it travels under and its short name. 9001 and 9002
 * keep the status 500 that the API document gives them; the rest follow HTTP.
 */
export const ERRORS = {
  9000: { statusCode: 500, name: 'unexpected error' },
  9001: { statusCode: 500, name: 'environment check failed' },
  9002: { statusCode: 500, name: 'payMode not opened' },
  9003: { statusCode: 404, name: 'not found' },
  9004: { statusCode: 400, name: 'invalid request' },
  9005: { statusCode: 409, name: 'number reused with other content' },
  9006: { statusCode: 409, name: 'refund exceeds what is left' },
  9007: { statusCode: 409, name: 'order status forbids this' },
  9008: { statusCode: 422, name: 'no usable connector' },
  9401: { statusCode: 401, name: 'not authenticated' },
  9403: { statusCode: 403, name: 'not allowed' },
  9413: { statusCode: 413, name: 'too large' },
  9429: { statusCode: 429, name: 'too many requests' },
  9503: { statusCode: 503, name: 'overloaded' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** An expected "no" with its code; a value, because a batch answers many of them at once. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  /** whole seconds after which the same call may succeed; only where we know better than "soon" */
  readonly retryAfterS?: number;
}

/** Either what was asked for, or why not. Bugs and lost servers are thrown instead. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

/** Wraps a value as a successful result. */
export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A refusal as a result; `message` is shown to the caller, so it must hold no secret. */
export function refused(code: ErrorCode, message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}

/** Carries a refusal through code that can only throw, to the one error handler that renders it. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/**
 * The value of a result.
 *
 * @throws {RefusalError} when it is a refusal
 */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal);
}

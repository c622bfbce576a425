import { DatabaseError } from 'pg';
import { isReason, type Reason } from './reasons.ts';

/**
 * The books could not be asked or did not answer: a lock that was waited for too long, a lost connection, a server that
 * stops. What became of the operation is unknown; asked again with the same number they tell. Never a decline.
 */
export class BooksUnavailableError extends Error {
  override readonly name = 'BooksUnavailableError';
}

/** An operation of the shop's own that was refused; nothing was written. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** What the functions raise to refuse. */
const REFUSED = 'AC001';
const SERIALIZATION = new Set(['40001', '40P01']);
/** lock_timeout, a cancelled statement, a standby: classes 08, 53, 57 and 58 are the server's own trouble. */
const UNAVAILABLE = /^(?:55P03|25006|08|40|53|57|58)/;

/** Whether the transaction lost against a parallel one and may run again at once. */
export function mayRunAgain(error: unknown): boolean {
  return error instanceof DatabaseError && SERIALIZATION.has(error.code ?? '');
}

/** The error that callers of the books get for one of the driver's. */
export function asBooksError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) {
    // The driver has no class for a connection that broke or was not made.
    return new BooksUnavailableError('the books do not answer', { cause: error });
  }
  if (error.code === REFUSED && isReason(error.message)) return new RefusedError(error.message);
  if (UNAVAILABLE.test(error.code ?? '')) {
    return new BooksUnavailableError('the books are not available', { cause: error });
  }
  return error;
}

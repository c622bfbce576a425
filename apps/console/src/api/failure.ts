import type { PayServerError } from '@payserver/client';

/** An answer that is not a success, or no answer at all (`status` 0, `code` 0). */
export class ApiFailure extends Error {
  readonly status: number;
  /** the API's code, 9000 to 9503; 0 when the answer is not the API's */
  readonly code: number;
  /** finds the cause in the gateway's log; empty when there was no answer */
  readonly requestId: string;

  constructor(status: number, { code, message, requestId }: Partial<PayServerError>) {
    super(message ?? '');
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code ?? 0;
    this.requestId = requestId ?? '';
  }
}

/** True for failures that the same request cannot mend: everything but lost connections and overload. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApiFailure && error.status >= 400 && error.status < 500;
}

/** True when the session has ended, or never was. */
export function isLoggedOut(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 401;
}

const PREFIX = 'payserver-unanswered-';

/** The body of the refund of this payment that has no answer yet; null when there is none. */
export function readUnanswered<Body>(payUuid: string, isBody: (body: unknown) => body is Body) {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(PREFIX + payUuid) ?? 'null');
    return isBody(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** Remembers it, in this tab; null forgets it. */
export function writeUnanswered(payUuid: string, body: object | null): void {
  try {
    if (body === null) sessionStorage.removeItem(PREFIX + payUuid);
    else sessionStorage.setItem(PREFIX + payUuid, JSON.stringify(body));
  } catch {
    // A browser that stores nothing has it until the page is closed.
  }
}

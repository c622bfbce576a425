/** What a caller prefers about waiting (RFC 7240). */
export interface Preference {
  /** ms */
  readonly waitMs: number;
  /** The value of `Preference-Applied`; null when the caller said nothing that we understood. */
  readonly applied: string | null;
}

const MAX_WAIT_S = 60;

/** The header as OpenAPI shows it. */
export const PREFER_HEADER = {
  name: 'Prefer',
  in: 'header',
  description:
    '`wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait ' +
    '(RFC 7240). Anything else is ignored.',
  schema: { type: 'string' },
  examples: {
    wait: { summary: 'wait at most 20 s', value: 'wait=20' },
    doNotWait: { summary: 'do not wait', value: 'respond-async' },
  },
};

/**
 * Reads `Prefer: wait=N` (seconds, at most 60) or `respond-async` (do not wait). As the RFC asks, what
 * is not understood is ignored, never an error, and the first of two contradicting ones counts.
 *
 * @param defaultMs how long to wait when nothing is preferred
 */
export function readPrefer(header: string | string[] | undefined, defaultMs: number): Preference {
  const preferences = [header ?? []].flat().join(',').split(',');
  for (const preference of preferences.map((part) => part.trim().toLowerCase())) {
    if (preference === 'respond-async') return { waitMs: 0, applied: preference };
    const seconds = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(preference)?.[1];
    if (seconds === undefined) continue;
    const bounded = Math.min(Number(seconds), MAX_WAIT_S);
    return { waitMs: bounded * 1_000, applied: `wait=${bounded}` };
  }
  return { waitMs: defaultMs, applied: null };
}

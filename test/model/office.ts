import type { BackOffice } from './back-office.ts';

/** Messages at the same time, of each endpoint. */
export const IN_FLIGHT = 4;

/** What an endpoint is made with. */
export interface OfficeSettings {
  /** none: all */
  readonly types: readonly string[];
  readonly signing: 'v1' | 'both';
  /** gives up after two attempts */
  readonly isShort: boolean;
}

/** An endpoint and the back office behind it. */
export interface Office {
  readonly uuid: string;
  readonly settings: OfficeSettings;
  readonly receiver: BackOffice;
  /** when it was there for certain, ms since the epoch, by the database's clock */
  readonly since: number;
  /** workers that were killed before it was there */
  readonly killsBefore: number;
  /** some of its messages may only come by a replay: they failed, or were skipped while it was off */
  needsReplay: boolean;
  /** it accepted other secrets than those that signed, for a moment */
  mayRefuse: boolean;
  /** ms of the monotonic clock; null: never */
  rotatedAt: number | null;
  /** a replay has sent orders as they are now */
  saysNow: boolean;
}

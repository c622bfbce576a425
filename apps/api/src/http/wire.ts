import type { Config } from '@payserver/shared/platform/config';
import { createTimeFormat, type TimeFormat } from '@payserver/shared/platform/time-format';

/** The paths of the API; hrefs use the first, the second is its alias. */
export const API_VERSIONS = ['/api/v1.0.0', '/api/v1'] as const;

/** What turning a row into its form on the wire needs besides the row. */
export interface Wire {
  /** what every href begins with, without a slash at its end */
  readonly base: string;
  readonly time: TimeFormat;
}

/** Links are built from PUBLIC_URL, never from a Host header, which any caller may forge. */
export function createWire(config: Config): Wire {
  return { base: config.apiUrl, time: createTimeFormat(config.TIME_ZONE) };
}

/** The href of a path such as `/payOrders/…`; every segment must be safe in a URL already. */
export function href(wire: Wire, path: string): string {
  return wire.base + path;
}

import { type Config } from '@payserver/shared/runtime/config';
import { UUID_PLACE } from '@payserver/shared/runtime/setting-kinds';
import { createTimeFormat, type TimeFormat } from '@payserver/shared/runtime/time';

/** The paths of the API; hrefs use the first, the second is its alias. */
export const API_VERSIONS = ['/api/v1.0.0', '/api/v1'] as const;

/** The path of a route below its version of the API, which also the console has: `/payOrders/:uuid`; '' for others. */
export function pathBelowVersion(url: string): string {
  const version = API_VERSIONS.find((known) => url.includes(`${known}/`));
  return version === undefined ? '' : (url.split(version)[1] ?? '');
}

/** What turning a row into its form on the wire needs besides the row. */
export interface Wire {
  /** what every href begins with, without a slash at its end */
  readonly base: string;
  readonly time: TimeFormat;
  /** MERCHANT_URL; '' where merchants have no page that we know */
  readonly merchantUrl: string;
}

/** Links are built from PUBLIC_URL, never from a Host header, which any caller may forge. */
export function createWire(config: Config): Wire {
  return {
    base: config.apiUrl,
    time: createTimeFormat(config.TIME_ZONE),
    merchantUrl: config.MERCHANT_URL,
  };
}

/** The href of a path such as `/payOrders/…`; every segment must be safe in a URL already. */
export function href(wire: Wire, path: string): string {
  return wire.base + path;
}

/**
 * Where a merchant is described: at the link that was given, or else where MERCHANT_URL says. Without either it is a
 * link that only tells the UUID: merchants live in a system that we do not know.
 */
export function merchantHref(
  wire: Wire,
  { merchantUUID, merchantHref: given }: Readonly<Record<'merchantUUID' | 'merchantHref', string>>,
): string {
  const bare = href(wire, `/merchants/${merchantUUID}`);
  // Modes that are older than MERCHANT_URL have the bare link stored.
  if (given !== '' && given !== bare) return given;
  return wire.merchantUrl === '' ? bare : wire.merchantUrl.replace(UUID_PLACE, () => merchantUUID);
}

import type { Config } from '@payserver/shared/runtime/config';

/** Where this machine reaches the API: PUBLIC_URL may lead through a proxy that is not there yet. */
export function localApiUrl({ HOST, PORT, ROUTE_PREFIX }: Config): string {
  const isAny = HOST === '0.0.0.0' || HOST === '::';
  const host = isAny ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}${ROUTE_PREFIX}/api/v1.0.0`;
}

import { RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyRequest } from 'fastify';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const REFUSAL = {
  code: 9403,
  message:
    'only the console itself may do this: x-payserver-console and the same origin are missing',
} as const;

/** @throws {RefusalError} 9403 */
export type RequireSameOrigin = (request: FastifyRequest) => void;

/**
 * Refuses what another site's page could make a browser send with our cookie (CSRF): whatever is no reading needs the
 * console's own header, which no form can send and no other origin may, and must come from our own origin.
 *
 * @param publicUrl what browsers reach us by, where no proxy in between keeps the Host header
 */
export function createSameOriginCheck(publicUrl: string): RequireSameOrigin {
  const ownHost = new URL(publicUrl).host;
  return (request) => {
    if (!READING.has(request.method) && !isOwn(request, ownHost)) throw new RefusalError(REFUSAL);
  };
}

function isOwn({ headers }: FastifyRequest, ownHost: string): boolean {
  if (headers['x-payserver-console'] !== '1') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  // Browsers before Sec-Fetch-Site, and those that reach us by plain HTTP: they send Origin with every POST.
  const { origin = '', host } = headers;
  const from = URL.canParse(origin) ? new URL(origin).host : '';
  return from !== '' && (from === ownHost || from === host);
}

import type { IncomingMessage } from 'node:http';
import { API_VERSIONS } from './wire.ts';

const [VERSION] = API_VERSIONS;
const CONSOLE = '/console';
/** Connectors tell their notices to the API itself. */
const NOTICES = /^\/(?:payInfo|refundInfo)(?:[/?]|$)/;

const ofConsole = new WeakSet<IncomingMessage>();

/**
 * Leads `/console/api/v1.0.0/…` to the routes of the API, and remembers that the request came there. Mounting all routes
 * once more for the console made a gateway at rest 20 MiB larger.
 *
 * @param prefix ROUTE_PREFIX
 * @returns Fastify's `rewriteUrl`
 */
export function leadConsoleToApi(prefix: string): (request: IncomingMessage) => string {
  const from = `${prefix}${CONSOLE}${VERSION}`;
  const to = prefix + VERSION;
  return (request) => {
    const { url = '/' } = request;
    if (!url.startsWith(`${from}/`)) return url;
    const path = url.slice(from.length);
    if (NOTICES.test(path)) return url;
    ofConsole.add(request);
    return to + path;
  };
}

/** Whether this request came to the API below /console: then its session says who calls, and no token. */
export function isOfConsole(request: IncomingMessage): boolean {
  return ofConsole.has(request);
}

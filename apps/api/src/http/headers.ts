import fastifyCors from '@fastify/cors';
import type { Config } from '@payserver/shared/runtime/config';
import { listOf } from '@payserver/shared/runtime/setting-kinds';
import type { App } from './app.ts';

/**
 * On every answer, whoever asked: a browser that was led here may not guess a type, keep what it read,
 * show it in a page, or lend it to another origin. Transport security is the proxy's to promise.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Sets them on whatever reaches a route; refusals that do not are given them where they are written. */
export function sendSecurityHeaders(app: App): void {
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers(SECURITY_HEADERS);
  });
}

/** How long a browser remembers what a preflight said. */
const MAX_AGE_S = 600;

/**
 * Lets pages of CORS_ORIGINS call the API and read every answer, refusals included; pages of other origins
 * get no CORS header, and without that setting there is no CORS at all. Tokens are sent by the page itself,
 * so cookies and the like are never asked for.
 */
export async function allowOrigins(app: App, config: Config): Promise<void> {
  const allowed: ReadonlySet<string> = new Set(listOf(config.CORS_ORIGINS));
  if (allowed.size === 0) return;
  await app.register(fastifyCors, {
    // False, not a list: a preflight of anybody else is then no route of ours, as it is without CORS.
    origin: (origin, answer) =>
      answer(null, origin !== undefined && allowed.has(origin) ? origin : false),
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'prefer'],
    exposedHeaders: ['retry-after', 'preference-applied'],
    maxAge: MAX_AGE_S,
    // A request that only looks like a preflight is answered like any other that is not served.
    strictPreflight: false,
  });
}

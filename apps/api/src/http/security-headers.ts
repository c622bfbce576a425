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

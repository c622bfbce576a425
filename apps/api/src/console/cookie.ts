import { fastifyCookie } from '@fastify/cookie';
import type { Config } from '@payserver/shared/runtime/config';
import type { FastifyReply, FastifyRequest } from 'fastify';

type CookieSettings = Pick<Config, 'publicUrl' | 'ROUTE_PREFIX'>;

/** The cookie that a browser shows a session with. */
export interface SessionCookie {
  /** What the request shows; '' when it has none. */
  read(request: FastifyRequest): string;
  /** Until the browser is closed; the session itself ends by its row. */
  set(reply: FastifyReply, secret: string): void;
  clear(reply: FastifyReply): void;
}

/**
 * Where PUBLIC_URL is https the cookie has the prefix `__Host-`: browsers take it from this very host and by TLS only.
 * No script reads it, and no request that another site began carries it.
 */
export function createSessionCookie({ publicUrl, ROUTE_PREFIX }: CookieSettings): SessionCookie {
  const isSecure = publicUrl.startsWith('https:');
  const name = isSecure ? '__Host-payserver' : 'payserver';
  const options = {
    path: isSecure ? '/' : `${ROUTE_PREFIX}/console`,
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure,
  } as const;
  return {
    // Also of requests to the API's own routes, which know nothing of cookies.
    read: ({ headers }) => fastifyCookie.parse(headers.cookie ?? '')[name] ?? '',
    set: (reply, secret) => void reply.setCookie(name, secret, options),
    clear: (reply) => void reply.clearCookie(name, options),
  };
}

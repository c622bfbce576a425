import { readCaller, TokenError } from '@payserver/tokens/token-claims';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App } from '../http/app.ts';
import { beginSession, type Proved } from './begin-session.ts';
import type { LogInDeps } from './log-in.ts';
import {
  createOidcProvider,
  type OidcAttempt,
  OidcError,
  type OidcProvider,
} from './oidc-provider.ts';

export type OidcDeps = Omit<LogInDeps, 'links'>;

const FOUND = 302;
const MAX_PATH = 2_048;
/** A path of the console: nothing that a browser could read as another host. */
const PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;
const ATTEMPT_S = 600;
const NAME = 'payserver-oidc';

const StartQuery = Type.Object(
  { to: Type.Optional(Type.String({ maxLength: MAX_PATH })) },
  { additionalProperties: false },
);

/**
 * Logging in with the provider of OIDC_ISSUER: away to it, and back with its answer to the page that was asked for.
 * Whatever goes wrong ends on the log-in page, which says it.
 */
export function oidcRoutes(app: App, deps: OidcDeps): void {
  const base = `${deps.config.ROUTE_PREFIX}/console`;
  const provider = createOidcProvider(deps.config);
  const cookie = createAttemptCookie(deps);
  const options = { logLevel: 'warn' } as const;
  const hidden = { hide: true };
  app.get(
    '/oidc/start',
    { ...options, schema: { ...hidden, querystring: StartQuery } },
    async (request, reply) => {
      try {
        const { url, attempt } = await provider.begin();
        cookie.set(reply, { ...attempt, to: pathOf(request.query.to) });
        return await reply.redirect(url.href, FOUND);
      } catch (error) {
        return await refuse(request, reply, { base, error });
      }
    },
  );
  app.get('/oidc/callback', { ...options, schema: hidden }, async (request, reply) => {
    const attempt = cookie.read(request);
    // One attempt, one answer: the same again must begin anew.
    cookie.clear(reply);
    try {
      const proved = await prove(deps, provider, { request, attempt });
      await beginSession(deps, { request, reply }, proved);
      return await reply.redirect(base + pathOf(attempt?.to), FOUND);
    } catch (error) {
      deps.noteRefused(request, error instanceof OidcError ? `oidc ${error.reason}` : 'oidc');
      return await refuse(request, reply, { base, error });
    }
  });
}

interface Attempt extends OidcAttempt {
  readonly to: string;
}

async function prove(
  { config }: OidcDeps,
  provider: OidcProvider,
  { request, attempt }: { readonly request: FastifyRequest; readonly attempt: Attempt | null },
): Promise<Proved> {
  if (attempt === null) throw new OidcError('refused', new Error('no attempt'));
  const query = new URL(request.url, 'http://localhost').searchParams;
  const claims = await provider.finish(query, attempt);
  return {
    caller: readCaller({ ...claims, scope: readScope(claims[config.OIDC_SCOPE_CLAIM]) }),
    via: 'oidc',
    linkNonce: null,
    provedUntil: null,
  };
}

/** Of a list each element is one name: a group with the name `x payserver:admin` is not two. */
function readScope(claim: unknown): unknown {
  if (!Array.isArray(claim)) return claim;
  return claim.filter((name) => typeof name === 'string' && !name.includes(' ')).join(' ');
}

/** What the log-in page says: the provider is away, it refused, or it knows the person and gives no role here. */
function reasonOf(error: unknown): 'unavailable' | 'refused' | 'noRole' | null {
  if (error instanceof OidcError) return error.reason;
  return error instanceof TokenError ? 'noRole' : null;
}

async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { base, error }: { readonly base: string; readonly error: unknown },
): Promise<FastifyReply> {
  const reason = reasonOf(error);
  if (reason === null) throw error;
  request.log.warn({ err: error, reason }, 'nobody was logged in by the OpenID provider');
  return await reply.redirect(`${base}/login?error=oidc&reason=${reason}`, FOUND);
}

/** Where to go afterwards; anything that is no path of the console is its first page. */
function pathOf(to: string | undefined): string {
  return to !== undefined && PATH.test(to) ? to : '/';
}

/** Comes back with the browser from another site, so it is Lax; it opens nothing by itself. */
function createAttemptCookie({ config }: OidcDeps) {
  const isSecure = config.publicUrl.startsWith('https:');
  const name = isSecure ? `__Host-${NAME}` : NAME;
  const options = {
    path: isSecure ? '/' : `${config.ROUTE_PREFIX}/console`,
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
  } as const;
  return {
    read: ({ cookies }: FastifyRequest) => parseAttempt(cookies[name] ?? ''),
    set: (reply: FastifyReply, attempt: Attempt) => {
      const value = Buffer.from(JSON.stringify(attempt)).toString('base64url');
      void reply.setCookie(name, value, { ...options, maxAge: ATTEMPT_S });
    },
    clear: (reply: FastifyReply) => void reply.clearCookie(name, options),
  };
}

function parseAttempt(value: string): Attempt | null {
  try {
    const read = JSON.parse(Buffer.from(value, 'base64url').toString()) as Partial<Attempt> | null;
    const { state, nonce, verifier, to } = read ?? {};
    const isWhole = [state, nonce, verifier, to].every((part) => typeof part === 'string');
    return isWhole ? (read as Attempt) : null;
  } catch {
    return null;
  }
}

import type { Caller } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { Config } from '@payserver/shared/runtime/config';
import type { ConsoleLinks } from '@payserver/shared/runtime/console-link';
import { TokenError } from '@payserver/tokens/token-claims';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { auditSession } from '../audit/audit-sessions.ts';
import type { NoteRefusedToken } from '../audit/refused-tokens.ts';
import type { App } from '../http/app.ts';
import { presentWhoami, type WhoamiDeps } from '../resources/whoami/view.ts';
import { callerOfSession, endSession, resumeSession } from '../use-cases/sessions.ts';
import { type BeginDeps, beginSession, type Proved } from './begin-session.ts';
import { isFromThisMachine } from './this-machine.ts';

export interface LogInDeps extends BeginDeps, WhoamiDeps {
  readonly config: Config;
  readonly verifyToken: TokenVerifier;
  readonly noteRefused: NoteRefusedToken;
  readonly links: ConsoleLinks;
}

/** Longer than any token that a header could carry. */
const MAX_TOKEN = 16_384;
const CREATED = 201;
const NO_CONTENT = 204;
const MAX_CODE = 128;
const REFUSED = { code: 9401, message: 'this token is not valid, or not any more' } as const;
const LINK_REFUSED = { code: 9401, message: 'this link is not valid, or not any more' } as const;
const ELSEWHERE = {
  code: 9403,
  message: "a one-time link works on the gateway's own machine only, and through no proxy",
} as const;
const NOT_ONE = { code: 9004, message: 'token or code: one of them must be given' } as const;

const LogInBody = Type.Object(
  {
    token: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_TOKEN })),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_CODE })),
  },
  { title: 'LogInRequest', additionalProperties: false },
);

/** Logging in with a token or a one-time link, and logging out. */
export function logInRoutes(app: App, deps: LogInDeps): void {
  app.post('/login', { schema: { hide: true, body: LogInBody } }, async (request, reply) => {
    const { token, code } = request.body;
    if ((token === undefined) === (code === undefined)) throw new RefusalError(NOT_ONE);
    const proved =
      token === undefined
        ? proveByLink(deps, request, code ?? '')
        : await proveByToken(deps, request, token);
    const session = await beginSession(deps, { request, reply }, proved);
    return await reply.code(CREATED).send(presentWhoami(deps, proved.caller, session));
  });
  app.post('/logout', { schema: { hide: true } }, async (request, reply) => {
    const session = await resumeSession(deps, deps.cookie.read(request));
    if (session !== null) {
      await endSession(deps, session.uuid);
      const caller = callerOfSession(session);
      await auditSession(deps, request, { action: 'POST /console/logout', caller, session });
    }
    deps.cookie.clear(reply);
    return await reply.code(NO_CONTENT).send();
  });
}

async function proveByToken(
  deps: LogInDeps,
  request: FastifyRequest,
  token: string,
): Promise<Proved> {
  try {
    const { caller, expiresAt } = await deps.verifyToken(token.trim());
    return { caller, via: 'token', linkNonce: null, provedUntil: expiresAt };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    request.log.info({ reason: error.message }, 'log-in refused');
    deps.noteRefused(request, error.message);
    throw new RefusalError(REFUSED);
  }
}

/** Who has a link was at the gateway's own terminal, and can read its secrets there. */
const LOCAL: Caller = {
  subject: 'local',
  role: 'admin',
  scope: 'all',
  merchantUUID: '',
  merchantHref: null,
};

function proveByLink(deps: LogInDeps, request: FastifyRequest, code: string): Proved {
  if (!isFromThisMachine(request)) throw new RefusalError(ELSEWHERE);
  const linkNonce = deps.links.read(code, Date.now());
  if (linkNonce === null) {
    deps.noteRefused(request, 'link');
    throw new RefusalError(LINK_REFUSED);
  }
  return { caller: LOCAL, via: 'link', linkNonce, provedUntil: null };
}

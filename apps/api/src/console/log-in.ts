import { RefusalError } from '@payserver/shared/domain/errors';
import type { Config } from '@payserver/shared/runtime/config';
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

export interface LogInDeps extends BeginDeps, WhoamiDeps {
  readonly config: Config;
  readonly verifyToken: TokenVerifier;
  readonly noteRefused: NoteRefusedToken;
}

/** Longer than any token that a header could carry. */
const MAX_TOKEN = 16_384;
const CREATED = 201;
const NO_CONTENT = 204;
const REFUSED = { code: 9401, message: 'this token is not valid, or not any more' } as const;

const LogInBody = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: MAX_TOKEN }) },
  { title: 'LogInRequest', additionalProperties: false },
);

/** Logging in with a token, and logging out. */
export function logInRoutes(app: App, deps: LogInDeps): void {
  app.post('/login', { schema: { hide: true, body: LogInBody } }, async (request, reply) => {
    const proved = await proveByToken(deps, request, request.body.token);
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

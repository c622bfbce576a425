import { type Refusal, RefusalError } from '@payserver/shared/domain/errors';
import { whyDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import type { Drain } from './drain.ts';
import { errorBody } from './error-body.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { describeValidation } from './validation-message.ts';

/** Seconds after which trying again makes sense, unless the refusal knows better. */
const RETRY_AFTER_S = 1;
const UNSUPPORTED_MEDIA_TYPE = 415;

/** What the caller reads, and whether the real error is news for the operator. */
interface Verdict {
  readonly refusal: Refusal;
  /** only where HTTP has a better status than the code's own */
  readonly statusCode?: number;
  readonly isUnexpected?: boolean;
}

const UNEXPECTED: Verdict = {
  refusal: { code: 9000, message: 'unexpected error; the requestId names it in the log' },
  isUnexpected: true,
};
const MALFORMED: Verdict = { refusal: { code: 9004, message: 'the request is malformed' } };

/** What Fastify and http/json-body.ts refuse, by their error codes. */
const FRAMEWORK_VERDICTS: Readonly<Record<string, Verdict>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { refusal: { code: 9413, message: 'the body is too large' } },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    refusal: { code: 9004, message: 'content-type must be application/json' },
    statusCode: UNSUPPORTED_MEDIA_TYPE,
  },
  ERR_ENCODED_BODY: {
    refusal: { code: 9004, message: 'content-encoding: bodies are taken uncompressed only' },
    statusCode: UNSUPPORTED_MEDIA_TYPE,
  },
  FST_ERR_MAX_PARAM_LENGTH: { refusal: { code: 9003, message: 'no such resource' } },
};

/**
 * Gives every error of every route the one shape of the API document, and a 404 to what no route
 * serves. Nobody is shown what an unexpected error says: that goes to the log, under the requestId.
 */
export function renderErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => renderError(error, request, reply));
  app.setNotFoundHandler((_request, reply) =>
    sendVerdict(reply, { refusal: { code: 9003, message: 'no such route' } }),
  );
}

/** Answers this error; also for those that Fastify finds before any route is known. */
export function renderError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const verdict = judge(error);
  if (verdict.isUnexpected === true) request.log.error({ err: error }, 'unexpected error');
  else if (isNews(verdict.refusal)) request.log.warn({ err: error }, 'not able to serve');
  sendVerdict(reply, verdict);
}

/** Calls that are shed are too many for a line each, see overload/pressure.ts. */
function isNews({ code, retryAfterS }: Refusal): boolean {
  return code === 9503 && retryAfterS === undefined;
}

function judge(error: unknown): Verdict {
  if (error instanceof RefusalError) return { refusal: error.refusal };
  if (!(error instanceof Error)) return UNEXPECTED;
  const { validation, code, statusCode } = error as FastifyError;
  if (validation !== undefined) return judgeValidation(error as FastifyError);
  const framework = FRAMEWORK_VERDICTS[code];
  if (framework !== undefined) return framework;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return MALFORMED;
  const unavailable = whyDatabaseUnavailable(error);
  if (unavailable !== null)
    return { refusal: { code: 9503, message: `${unavailable} at the moment` } };
  return UNEXPECTED;
}

function judgeValidation(error: FastifyError): Verdict {
  // A path that cannot be an id names nothing, which is a 404 and not the caller's syntax error.
  if (error.validationContext === 'params') {
    return { refusal: { code: 9003, message: 'no such resource' } };
  }
  const message = describeValidation(error.validation?.[0], error.validationContext ?? 'body');
  return { refusal: { code: 9004, message } };
}

function sendVerdict(reply: FastifyReply, { refusal, statusCode }: Verdict): void {
  const body = errorBody(refusal, reply.request.id, statusCode);
  if (refusal.code === 9503 || refusal.code === 9429) {
    reply.header('retry-after', refusal.retryAfterS ?? RETRY_AFTER_S);
  }
  if (refusal.code === 9401) reply.header('www-authenticate', 'Bearer');
  // Written as it is: a route's response schema could otherwise fail on it and hide the error.
  reply
    .code(body.statusCode)
    .headers(SECURITY_HEADERS)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body);
}

/**
 * Asks callers to come back on another connection while this process drains, and refuses new requests
 * in our own words while the server is closing.
 */
export function refuseWhileClosing(app: App, drain: Drain): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onRequest', async (_request, reply) => {
    // On the connection that stays open, the next request could meet its end.
    if (drain.isDraining()) void reply.header('connection', 'close');
    if (isClosing) throw new RefusalError({ code: 9503, message: 'the gateway is stopping' });
  });
}

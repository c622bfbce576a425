import { ERRORS, type Refusal, RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { CsvEncodingError } from '../books/csv.ts';
import { BooksUnavailableError, RefusedError } from '../books/errors.ts';
import { REASONS, type Reason } from '../books/reasons.ts';

/** Gives every error of the admin API the shape of the gateway's (API document), also where there is no route. */
export function renderErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.code === 9000 || refusal.code === 9503) {
      request.log.error({ err: error }, 'not able to serve');
    }
    const reason = error instanceof RefusedError ? { reason: error.reason } : {};
    return render(reply, refusal, reason);
  });
  app.setNotFoundHandler((_request, reply) => render(reply, NO_SUCH_URL));
}

const NO_SUCH_URL: Refusal = { code: 9003, message: 'no such URL' };

function render(reply: FastifyReply, { code, message }: Refusal, reason: object = {}) {
  if (code === 9503) reply.header('retry-after', 1);
  if (code === 9401) reply.header('www-authenticate', 'Bearer');
  const { statusCode, name } = ERRORS[code];
  const body = { name, statusCode, code, message, description: message, stack: '', ...reason };
  return reply.code(statusCode).send({ ...body, requestId: reply.request.id });
}

function refusalOf(error: FastifyError): Refusal {
  if (error instanceof RefusalError) return error.refusal;
  if (error instanceof RefusedError) {
    const { zh, en } = REASONS[error.reason];
    return { code: codeOf(error.reason), message: `${en} (${zh})` };
  }
  if (error instanceof BooksUnavailableError) {
    return { code: 9503, message: 'the books are not available at the moment' };
  }
  const isBadInput = error instanceof CsvEncodingError || error instanceof RangeError;
  if (error.validation !== undefined || isBadInput) return { code: 9004, message: error.message };
  if (error.statusCode === 413) return { code: 9413, message: 'the body is too large' };
  if ((error.statusCode ?? 500) < 500) return { code: 9004, message: error.message };
  return { code: 9000, message: 'unexpected error; the requestId names it in the log' };
}

const MISSING: ReadonlySet<Reason> = new Set(['noAccount', 'noSuchItem', 'noTopUp', 'noStatement']);

function codeOf(reason: Reason): Refusal['code'] {
  if (reason === 'keyUsed' || reason === 'importedBefore') return 9005;
  return MISSING.has(reason) ? 9003 : 9007;
}

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Refusal } from '@payserver/shared/domain/errors';
import { errorBody } from './error-body.ts';
import { SECURITY_HEADERS } from './headers.ts';

/** What the HTTP parser itself refuses, by its error codes. */
const PARSER_REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { code: 9413, message: 'the headers are too large' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 9004, message: 'the request did not arrive in time' },
};
const MALFORMED: Refusal = { code: 9004, message: 'the request is not valid HTTP' };
const NO_PROXY: Refusal = { code: 9004, message: 'CONNECT is not served' };
const NO_EXPECTATION: Refusal = { code: 9004, message: 'expect: only 100-continue is understood' };

/**
 * Answers bytes that are no HTTP request with the same error body as everything else, and ends the
 * connection: where the next request would begin is unknown.
 */
export function answerClientError(error: { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  refuseOn(socket, PARSER_REFUSALS[error.code ?? ''] ?? MALFORMED);
}

/** The same for requests that Node would drop, or answer in its own words, before any route sees them. */
export function refuseUnserved(server: Server): void {
  server.on('connect', (_request, socket) => {
    // Node gives this socket out of its hands: unheard, the reset of a caller who is gone ends the process.
    socket.on('error', () => socket.destroy());
    refuseOn(socket, NO_PROXY);
  });
  server.on('checkExpectation', (request) => refuseOn(request.socket, NO_EXPECTATION));
}

function refuseOn(socket: Duplex, refusal: Refusal): void {
  if (!socket.writable) socket.destroy();
  else socket.end(rawResponse(refusal), () => socket.destroy());
}

function rawResponse(refusal: Refusal): string {
  const body = errorBody(refusal, randomUUID());
  const json = JSON.stringify(body);
  return [
    `HTTP/1.1 ${body.statusCode} ${body.statusCode === 413 ? 'Content Too Large' : 'Bad Request'}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(json)}`,
    'Connection: close',
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    '',
    json,
  ].join('\r\n');
}

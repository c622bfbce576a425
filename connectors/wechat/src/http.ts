import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NotSent } from '@payserver/connector-kit/provider';
import { NEVER_STOOD } from '@payserver/connector-kit/provider-http';
import { got, type OptionsInit, RequestError, TimeoutError } from 'got';
import type { WireAnswer, WireRequest } from './driver/account.ts';
import type { Merchant } from './merchant.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;
const CONNECT_MS = 2_000;
const SECURE_MS = 4_000;

/** What moves money goes over a connection of its own: one that is reused may be closing. */
const FRESH = { http: new HttpAgent(), https: new HttpsAgent() };
const REUSED = {
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
};

/** The connection never stood, so no byte of the request can have left. */
const NOT_REACHED: ReadonlySet<string> = new Set([
  ...NEVER_STOOD,
  // Of the server's certificate: the handshake ends before the request is written.
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const BEFORE_SENDING: ReadonlySet<string> = new Set(['lookup', 'connect', 'secureConnect']);

/**
 * Sends one request, once; to the second address only where the first was not reached. Any status is an answer, redirects
 * are not followed, nothing is unpacked: signatures are over the bytes that come.
 *
 * @throws {NotSent} no address was reached
 * @throws {Error} no whole answer came: nothing is known. It names no header, body or address's query
 */
export async function send(
  merchant: Merchant,
  request: WireRequest,
  signal: AbortSignal,
): Promise<WireAnswer> {
  if (request.isMutual && merchant.client === null) throw new NotSent('no client certificate');
  let last = 'no address';
  for (const base of merchant.baseUrls) {
    try {
      return await sendTo(
        `${base.replace(/\/+$/, '')}${request.path}`,
        optionsOf(merchant, request, signal),
      );
    } catch (error) {
      const code = codeOf(error);
      if (!isNotSent(error) || signal.aborted) throw nothing(code);
      last = code;
    }
  }
  throw new NotSent(last);
}

/** Without a cause: the request is a part of it. */
function nothing(code: string): Error {
  return new Error(`no answer: ${code}`);
}

function optionsOf(merchant: Merchant, request: WireRequest, signal: AbortSignal): OptionsInit {
  const { client, authority } = merchant;
  const { method, headers, body, isOnce, isMutual } = request;
  return {
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    ...(method === 'POST' && { body }),
    signal,
    agent: isOnce ? FRESH : REUSED,
    https: {
      ...(isMutual && client !== null && { key: client.key, certificate: client.certificate }),
      ...(authority !== null && { certificateAuthority: authority }),
    },
    timeout: { lookup: CONNECT_MS, connect: CONNECT_MS, secureConnect: SECURE_MS },
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: false,
  };
}

async function sendTo(url: string, options: OptionsInit): Promise<WireAnswer> {
  const answering = got(url, { ...options, isStream: false, responseType: 'buffer' });
  // Its length may be missing, and may be a lie.
  void answering.on('downloadProgress', ({ transferred }) => {
    if (transferred > MAX_ANSWER_BYTES) answering.cancel();
  });
  const { statusCode, headers, body } = await answering;
  return { status: statusCode, headers: textsOf(headers), body };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function textsOf(headers: Headers): WireAnswer['headers'] {
  const texts = Object.entries(headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(',') : value] as const,
  );
  return Object.fromEntries(texts);
}

function isNotSent(error: unknown): boolean {
  if (error instanceof TimeoutError) return BEFORE_SENDING.has(error.event);
  return error instanceof RequestError && NOT_REACHED.has(error.code);
}

/** Nothing else of an error is shown: the request is a part of it. */
function codeOf(error: unknown): string {
  if (error instanceof RequestError) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

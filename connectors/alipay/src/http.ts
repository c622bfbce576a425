import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NotSent } from '@payserver/connector-kit/provider';
import { NEVER_STOOD } from '@payserver/connector-kit/provider-http';
import { got, type OptionsOfBufferResponseBody, RequestError } from 'got';
import type { HttpAnswer } from './driver/answer.ts';
import type { HttpRequest } from './driver/request.ts';

/** Calls over HTTP: once, no redirect, bounded in time and size. */
export interface AlipayHttp {
  /**
   * Sends a request that moves money on a connection of its own, others on one that may be used again: whoever closes it
   * meanwhile leaves nothing unknown.
   *
   * @throws {NotSent} the connection never stood
   * @throws {Error} no whole answer came; its message has nothing of the request
   */
  send(request: HttpRequest, options: SendOptions): Promise<HttpAnswer>;
  /** A plain GET, as of a bill. @throws {Error} no whole answer with status 200 came */
  get(url: string, maxBytes: number): Promise<Buffer>;
  close(): void;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly movesMoney: boolean;
}

const TOTAL_MS = 8_000;
const BILL_MS = 60_000;
const CONNECT_MS = 3_000;
const MAX_ANSWER_BYTES = 1_048_576;
/** Shorter than any server's patience: a connection is closed by us. */
const IDLE_MS = 4_000;

const COMMON = {
  retry: { limit: 0 },
  followRedirect: false,
  throwHttpErrors: false,
  decompress: false,
  responseType: 'buffer',
} as const;

export function openHttp(): AlipayHttp {
  const reused = { keepAlive: true, timeout: IDLE_MS, maxSockets: 50 };
  const agents = { http: new HttpAgent(reused), https: new HttpsAgent(reused) };
  return {
    send: async ({ method, url, headers, body }, { signal, movesMoney }) => {
      const options = { ...COMMON, method, headers: { ...headers }, body, signal };
      const timeout = { request: TOTAL_MS, lookup: CONNECT_MS, connect: CONNECT_MS };
      const agent = movesMoney ? {} : { agent: agents };
      const answer = await fetched(url, { ...options, ...agent, timeout }, MAX_ANSWER_BYTES);
      return { status: answer.statusCode, headers: single(answer.headers), body: answer.body };
    },
    get: async (url, maxBytes) => {
      const answer = await fetched(url, { ...COMMON, timeout: { request: BILL_MS } }, maxBytes);
      if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
      return answer.body;
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

async function fetched(url: string, options: OptionsOfBufferResponseBody, maxBytes: number) {
  const tooLarge = new AbortController();
  const signal = AbortSignal.any([tooLarge.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    const call = got(url, { ...options, signal });
    void call.on('downloadProgress', ({ transferred }) => {
      if (transferred > maxBytes) tooLarge.abort();
    });
    const { statusCode, headers, body } = await call;
    return { statusCode, headers, body };
  } catch (error) {
    throw tooLarge.signal.aborted
      ? new Error('the answer is too large')
      : plain(error, new URL(url).protocol === 'https:');
  }
}

/** Without the fields of a client's error: the request is among them, and in it the barcode. */
function plain(error: unknown, isTls: boolean): Error {
  if (!(error instanceof RequestError)) return new Error('the call failed');
  const { code, timings } = error;
  const stoodAt = isTls ? timings?.secureConnect : timings?.connect;
  const neverStood = NEVER_STOOD.has(code) || (timings !== undefined && stoodAt === undefined);
  return neverStood ? new NotSent(code) : new Error(code);
}

function single(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

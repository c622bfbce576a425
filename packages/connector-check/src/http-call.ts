import { type Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the bytes travel, where not at once and whole. */
export interface Manner {
  /** ends the connection as soon as the body has left, as a network does that breaks */
  readonly cut?: boolean;
  /** ends the connection after this part of the body, 0 to 1 */
  readonly cutAt?: number;
  /** sends the body in so many pieces, one each `SLOW_MS` */
  readonly pieces?: number;
  /** over a connection that is used again */
  readonly agent?: Agent;
}

/** One HTTP call as it is sent, byte for byte. */
export interface HttpCall extends Manner {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** until the answer's last byte, ms */
  readonly timeoutMs: number;
}

/** What came back; `failure` says why nothing did. */
export interface HttpAnswer {
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** ms */
  readonly ms: number;
  readonly failure: string | null;
}

/** The gateway reads no more of an answer. */
export const MAX_ANSWER_BYTES = 64 * 1024;
const SLOW_MS = 100;
/** The bytes have been handed over: a moment later the other side has them. */
const CUT_AFTER_MS = 20;

/** Sends it, follows no redirect, unpacks nothing. Never throws. */
export async function sendHttp(call: HttpCall): Promise<HttpAnswer> {
  const startedAt = performance.now();
  const body = Buffer.from(call.body);
  return await new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let status: number | null = null;
    let headers: IncomingHttpHeaders = {};
    const send = call.url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(call.url, {
      method: call.method,
      headers: { ...call.headers, 'content-length': String(body.length) },
      agent: call.agent ?? false,
    });
    const end = (failure: string | null) => {
      clearTimeout(timer);
      const ms = Math.round(performance.now() - startedAt);
      resolve({ status, headers, body: Buffer.concat(chunks), ms, failure });
    };
    const breakOff = (failure: string) => {
      end(failure);
      request.destroy();
    };
    const timer = setTimeout(() => breakOff(`no answer in ${call.timeoutMs} ms`), call.timeoutMs);
    request.on('error', (error) => end(error.message));
    request.on('response', (response) => {
      status = response.statusCode ?? null;
      headers = response.headers;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => end(null));
      response.on('error', (error) => end(error.message));
    });
    void write(request, body, call).then((isCut) => {
      if (isCut) breakOff('cut off');
    });
  });
}

/** @returns whether the connection is to be cut now */
async function write(
  request: ReturnType<typeof httpRequest>,
  body: Buffer,
  { cut = false, cutAt, pieces = 1 }: Manner,
): Promise<boolean> {
  const whole = cutAt === undefined ? body : body.subarray(0, Math.floor(body.length * cutAt));
  const size = Math.max(1, Math.ceil(whole.length / pieces));
  for (let at = 0; at < whole.length && !request.destroyed; at += size) {
    if (at > 0) await sleep(SLOW_MS);
    await handOver(request, whole.subarray(at, at + size));
  }
  if (cutAt === undefined) request.end();
  if (!cut && cutAt === undefined) return false;
  await sleep(CUT_AFTER_MS);
  return true;
}

/** Ends when the bytes have left this process, or never will. */
async function handOver(request: ReturnType<typeof httpRequest>, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    request.once('close', resolve);
    request.write(bytes, () => {
      request.off('close', resolve);
      resolve();
    });
  });
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Call } from './types.ts';

const MAX_BODY = 1024 * 1024;

/** A port that is served. */
export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Of the stub's own CA; a client may have a certificate of it, PEM. */
export interface TlsFiles {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * Serves a loopback port, 0 for any free one, over TLS when files are given.
 *
 * @throws {Error} when the port is in use
 */
export async function listen(
  port: number,
  onRequest: RequestListener,
  tls: TlsFiles | null = null,
): Promise<Listener> {
  const server: Server =
    tls === null
      ? createServer(onRequest)
      : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, onRequest);
  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Reads a request whole.
 *
 * @throws {Error} when the body is larger than 1 MiB, or its sender goes away
 */
export async function readCall(req: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  const url = req.url ?? '/';
  const [path = '/', query = ''] = splitOnce(url, '?');
  return {
    method: req.method ?? 'GET',
    ...{ url, path, query: new URLSearchParams(query), headers: req.headers },
    body: Buffer.concat(chunks),
    isTls: req.socket instanceof TLSSocket,
    clientCertificate: certificateOf(req),
  };
}

function certificateOf({ socket }: IncomingMessage): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  return socket.getPeerCertificate().fingerprint256 ?? null;
}

function splitOnce(text: string, at: string): readonly string[] {
  const index = text.indexOf(at);
  return index < 0 ? [text] : [text.slice(0, index), text.slice(index + 1)];
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import type { Logger } from './logger.ts';
import { StartError, systemErrorCode } from './start-error.ts';

/** What a page of metrics shows; `prom-client`'s Registry is one. */
export interface MetricsSource {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** The settings of the page. */
export type MetricsSettings = Pick<Config, 'METRICS_HOST' | 'METRICS_PORT' | 'METRICS_TOKEN'>;

/** A page that is served. */
export interface MetricsPage {
  /** Cuts whoever reads it. Never rejects. */
  stop(): Promise<void>;
}

const PATH = '/metrics';
/** All who ask within it get the same text: to write a large one takes the event loop for some milliseconds. */
const SHARED_MS = 1_000;
/** A part that was killed a moment ago may still have the port. */
const PATIENCE_MS = 3_000;
const POLL_MS = 100;
/** One that scrapes, a person beside it; what connects beyond that is cut. */
const MOST_CONNECTIONS = 32;
const SLOWEST_REQUEST_MS = 5_000;

/**
 * Serves `GET /metrics` on a listener of its own, so that neither overload nor drain nor a reverse proxy in front of the
 * API touches it. Answers null where METRICS_PORT is 0. With METRICS_TOKEN only who sends it as a bearer reads it.
 *
 * @throws {StartError} one line when it cannot listen; a port in use is waited for, three seconds
 */
export async function serveMetrics(
  settings: MetricsSettings,
  { log, source }: { readonly log: Logger; readonly source: MetricsSource },
): Promise<MetricsPage | null> {
  if (settings.METRICS_PORT === 0) return null;
  const mayRead = createDoor(settings.METRICS_TOKEN);
  const render = shared(async () => await source.metrics());
  const server = createServer({ requestTimeout: SLOWEST_REQUEST_MS }, (request, response) => {
    const refusal = refusalOf(request, mayRead);
    if (refusal !== null) return answer(response, refusal);
    render().then(
      (body) =>
        answer(response, { status: 200, headers: { 'content-type': source.contentType }, body }),
      (error: unknown) => {
        log.warn({ err: error }, 'the metrics could not be written');
        answer(response, { status: 500 });
      },
    );
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listen(server, settings);
  server.on('error', (error) => log.warn({ err: error }, 'the listener of the metrics failed'));
  log.info({ host: settings.METRICS_HOST, port: settings.METRICS_PORT }, 'serves metrics');
  return {
    async stop() {
      const closed = once(server, 'close').catch(() => undefined);
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function answer(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, { 'cache-control': 'no-store', ...headers }).end(body);
}

/** Null: it may read the page. */
function refusalOf(
  { url = '', method, headers }: IncomingMessage,
  mayRead: (authorization: string | undefined) => boolean,
): Answer | null {
  if (url.split('?')[0] !== PATH) return { status: 404 };
  if (!mayRead(headers.authorization)) {
    return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  }
  if (method === 'GET' || method === 'HEAD') return null;
  return { status: 405, headers: { allow: 'GET, HEAD' } };
}

/** Compares digests, which takes as long whatever was sent. */
function createDoor(token: string): (authorization: string | undefined) => boolean {
  if (token === '') return () => true;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(token);
  return (authorization) => {
    const sent = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(sent), wanted);
  };
}

/** One that fails is not shared with who asks later. */
function shared(render: () => Promise<string>): () => Promise<string> {
  let last: { readonly text: Promise<string>; readonly at: number } | null = null;
  return async () => {
    const now = performance.now();
    if (last !== null && now - last.at < SHARED_MS) return await last.text;
    const mine = { text: render(), at: now };
    last = mine;
    mine.text.catch(() => {
      if (last === mine) last = null;
    });
    return await mine.text;
  };
}

async function listen(server: Server, { METRICS_HOST: host, METRICS_PORT: port }: MetricsSettings) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      server.listen({ host, port });
      await once(server, 'listening');
      return;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === undefined) throw error;
      if (code !== 'EADDRINUSE' || performance.now() > deadline) {
        throw new StartError(
          `cannot listen on ${host}:${port} (METRICS_PORT): ${listenFailure(code)}`,
          { cause: error },
        );
      }
      await sleep(POLL_MS);
    }
  }
}

/** Why an address cannot be listened on, in words for a person, by the system's code. */
export function listenFailure(code: string): string {
  if (code === 'EADDRINUSE') return 'another program does already; stop it or choose another port';
  if (code === 'EACCES') return 'permission denied; ports below 1024 are reserved for root';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return 'this machine does not have that address';
  }
  return code;
}

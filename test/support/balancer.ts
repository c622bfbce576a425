import { once } from 'node:events';
import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { repeat } from '@payserver/shared/runtime/repeat';
import { SILENT_LOG as log } from './silent-log.ts';

/** A load balancer in front of some APIs, set as docs/operator.md says. */
export interface Balancer {
  readonly url: string;
  /** How many calls this backend was given. */
  given(backend: string): number;
  close(): Promise<void>;
}

/**
 * HAProxy's `inter 250ms fall 2`, with `rise 1`. Four times as often as an operator would ask, because on two busy
 * cores a probe may be that late, and one that is not late must leave the instance its whole DRAIN_MS.
 */
const PROBE_MS = 250;
const FALL = 2;
/** A backend that is slow to answer is not on its way out: one that is says so at once. */
const PROBE_PATIENCE_MS = 5_000;

interface Backend {
  readonly url: string;
  /** probes in a row that failed */
  failures: number;
  given: number;
}

/**
 * Starts a balancer that asks each backend for `/health/live` again and again, takes it out after two
 * failures in a row, and sends calls to the others in turn. It repeats a call only when it could not
 * connect: whatever else goes wrong on the way reaches the caller as 502.
 */
export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const backends: Backend[] = urls.map((url) => ({ url, failures: 0, given: 0 }));
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const choose = (tried: ReadonlySet<Backend>) => {
    const up = backends.filter((backend) => backend.failures < FALL && !tried.has(backend));
    turn += 1;
    return up[turn % up.length];
  };
  const server = createServer((incoming, outgoing) => {
    const tried = new Set<Backend>();
    void readBody(incoming).then((body) => {
      const attempt = () => {
        const backend = choose(tried);
        if (backend === undefined) return fail(outgoing, 'no backend');
        tried.add(backend);
        backend.given += 1;
        pass({ backend, agent, incoming, outgoing, body }, attempt);
      };
      attempt();
    });
  });
  // On two busy cores a caller may send on a connection that the default of 5 s is just ending.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const probing = backends.map((backend) =>
    repeat({ name: 'probe', everyMs: PROBE_MS, log, work: async () => await probe(backend) }),
  );
  const find = (url: string) => backends.find((backend) => backend.url === url);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    given: (url) => find(url)?.given ?? 0,
    close: async () => {
      await Promise.all(probing.map(async (one) => await one.stop()));
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function probe(backend: Backend): Promise<void> {
  const signal = AbortSignal.timeout(PROBE_PATIENCE_MS);
  const isWell = await fetch(`${backend.url}/health/live`, { signal }).then(
    ({ ok }) => ok,
    () => false,
  );
  backend.failures = isWell ? 0 : backend.failures + 1;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Passage {
  readonly backend: Backend;
  readonly agent: Agent;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
}

function pass(passage: Passage, again: () => void): void {
  const { backend, agent, incoming, outgoing, body } = passage;
  const { method = 'GET', url = '/' } = incoming;
  const options = { method, headers: endToEnd(incoming.headers), agent };
  const call = request(new URL(url, backend.url), options, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    answer.on('error', () => outgoing.destroy());
    answer.pipe(outgoing);
  });
  call.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNREFUSED') again();
    else fail(outgoing, error.message);
  });
  call.end(body);
}

/**
 * The rest belongs to one connection (RFC 9110, 7.6.1). Passed on, the backend's `Keep-Alive: timeout` would let a
 * caller use a connection that the balancer is about to close.
 */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _1, 'keep-alive': _2, 'transfer-encoding': _3, ...rest } = headers;
  return rest;
}

function fail(outgoing: ServerResponse, why: string): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.writeHead(502, { 'content-type': 'text/plain' });
  outgoing.end(why);
}

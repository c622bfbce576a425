import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A call as a connector received it. */
export interface ReceivedCall {
  readonly method: string;
  /** with its query */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read bodies of every shape
  readonly body: any;
}

/** A real HTTP server that speaks the connector's protocol and remembers what it received. */
export interface TestConnector {
  /** without a slash at its end */
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  close(): Promise<void>;
}

/** What to answer, or a promise of it: JSON with status 200. */
export type AnswerCall = (call: ReceivedCall) => unknown;

/** Success, as the API document's sample says it (Pay 3, Refund 2). */
export const succeed: AnswerCall = ({ body }) => ({
  tractionNo: body.tractionNo,
  ret: 'success',
  thirdOrderNo: `third-${body.tractionNo}`,
  thirdErrorReason: '',
  tradeFinishedAt: '2018-09-10 12:00:00',
});

// Those from 25,000 on are of free-port.mjs.
let lastPort = 10_000 + ((process.pid * 127) % 13_000);

/**
 * A connector that is gone is called again for as long as an order of its waits: whoever took over its port would
 * receive those calls. So no port is given twice, and none of those that the system gives to others.
 */
async function listenWhereNobodyWas(server: Server): Promise<void> {
  lastPort += 1;
  server.listen(lastPort, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    await listenWhereNobodyWas(server);
  }
}

/** Starts a connector on a free loopback port. */
export async function startConnector(answer: AnswerCall = succeed): Promise<TestConnector> {
  return await startRawConnector(async (call, response) => {
    const body = JSON.stringify(await answer(call));
    response.setHeader('content-type', 'application/json').end(body);
  });
}

/** Starts one that answers as it likes, or not at all. */
export async function startRawConnector(
  respond: (call: ReceivedCall, response: ServerResponse) => void | Promise<void>,
): Promise<TestConnector> {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      return respond(call, response);
    });
  });
  await listenWhereNobodyWas(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers,
    body: body === '' ? null : JSON.parse(body),
  };
}

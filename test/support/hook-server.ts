import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that takes what is posted. */
export interface HookServer {
  readonly url: string;
  readonly calls: ReadonlyArray<{ readonly headers: IncomingHttpHeaders; readonly body: string }>;
  stop(): Promise<void>;
}

/** @param statusOf the status of the answer, by how many calls came; the body is `success` */
export async function startHookServer(statusOf: (count: number) => number): Promise<HookServer> {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      calls.push({ headers: req.headers, body });
      const status = statusOf(calls.length);
      res.writeHead(status).end(status === 200 ? 'success' : '');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => undefined);
    },
  };
}

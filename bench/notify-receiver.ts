// Merchants' receivers in a process of their own, one server for all origins: /quick takes every message at once, /hang
// answers none.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it has received since it was asked last. */
export interface ReceiverReport {
  readonly count: number;
  /** of the quick ones: ms from the event's time to the message's last byte */
  readonly latencies: readonly number[];
}

const TIMESTAMP = /"timestamp":"([^"]+)"/;
let count = 0;
let latencies: number[] = [];

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    if (request.url === '/hang') return;
    count += 1;
    latencies.push(Date.now() - Date.parse(TIMESTAMP.exec(body)?.[1] ?? ''));
    response.writeHead(204).end();
  });
});
server.keepAliveTimeout = 60_000;
// On every address: each of 127.0.0.0/8 is an origin.
server.listen(0, '0.0.0.0');
await once(server, 'listening');
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.on('message', () => {
  process.send?.({ count, latencies } satisfies ReceiverReport);
  [count, latencies] = [0, []];
});
process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port });

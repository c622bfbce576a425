import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './sandbox-client.ts';

/** A notice as it arrived. */
export interface ReceivedNotice {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly at: number;
}

/** A real HTTP server in the gateway's place. */
export interface NoticeReceiver {
  urlOf(token: string): string;
  /** Notices so far whose path ends in this token, in order of arrival. */
  of(token: string): ReceivedNotice[];
  /** Waits until there are so many of them. */
  waitFor(token: string, count?: number): Promise<ReceivedNotice[]>;
  /** The statuses of the next answers; after them it is 200. */
  answerWith(...statuses: number[]): void;
  close(): Promise<void>;
}

/** Starts a receiver; every token gets the same answers. */
export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const received: ReceivedNotice[] = [];
  let statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = JSON.parse(text) as Record<string, unknown>;
      const { url: path = '', headers } = request;
      received.push({ path, headers, text, body, at: Date.now() });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const of = (token: string) => received.filter(({ path }) => path.endsWith(token));
  return {
    urlOf: (token) => `http://127.0.0.1:${port}/api/v1.0.0/payInfo/${token}`,
    of,
    waitFor: (token, count = 1) => eventually(() => (of(token).length >= count ? of(token) : null)),
    answerWith: (...next) => {
      statuses = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

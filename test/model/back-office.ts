import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { acceptedBy } from '../support/foreign-verifiers.ts';
import { freePort } from '../support/free-port.mjs';

/** How a merchant's back office is doing. */
export const MOODS = [
  'well',
  /** nobody listens: connections are refused */
  'away',
  'unavailable',
  'slow',
  /** takes the request and hangs up without an answer */
  'hangsUp',
  'fails',
  'refuses',
  /** wants nothing any more */
  'gone',
] as const;
export type Mood = (typeof MOODS)[number];

const STATUSES: Readonly<Record<Exclude<Mood, 'away' | 'hangsUp'>, number>> = {
  ...{ well: 200, slow: 204, unavailable: 503, fails: 500, refuses: 400, gone: 410 },
};
const SLOW_MS = 1_200;
const NOT_GENUINE = 401;

/** One message in the ledger of a back office. */
export interface Heard {
  readonly id: string;
  readonly isReplay: boolean;
  /** a verifier that is not ours has accepted it */
  readonly isGenuine: boolean;
  readonly body: string;
  /** an answer 2xx was written to a connection that was still there */
  isTaken: boolean;
}

/** A back office with a ledger of all that came. */
export interface BackOffice {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Those that it accepts; changed by whoever rotates them. */
  readonly secrets: string[];
  become(mood: Mood): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one that is well and accepts these secrets. */
export async function startBackOffice(secrets: string[]): Promise<BackOffice> {
  const port = await freePort();
  const heard: Heard[] = [];
  let mood: Mood = 'well';
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const message = await read(request, secrets);
    heard.push(message);
    const now = mood;
    if (now === 'slow') await sleep(SLOW_MS);
    if (now === 'away' || now === 'hangsUp') {
      response.destroy();
      return;
    }
    const status = message.isGenuine ? STATUSES[now] : NOT_GENUINE;
    response.once('finish', () => {
      message.isTaken = status < 300;
    });
    response.writeHead(status).end();
  };
  const open = async () => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  await open();
  return {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    secrets,
    async become(next) {
      mood = next;
      if (next === 'away') await close();
      else if (!server.listening) await open();
    },
    stop: close,
  };
}

async function read(request: IncomingMessage, secrets: readonly string[]): Promise<Heard> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { headers } = request;
  const message = { headers, body: Buffer.concat(chunks).toString(), at: 0 };
  return {
    id: String(headers['webhook-id']),
    isReplay: headers['payserver-replay'] === '1',
    isGenuine: secrets.some((secret) => acceptedBy(secret, message).length === 2),
    body: message.body,
    isTaken: false,
  };
}

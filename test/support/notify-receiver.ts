import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newUuid } from '@payserver/shared/domain/ids';
import {
  createSecretSeal,
  type EndpointSecret,
  newEndpointSecret,
  shownPublicKey,
  shownSecret,
} from '@payserver/shared/runtime/sealed-secret';
import { Webhook } from 'standardwebhooks';
import { TEST_NOTIFY_SECRET } from './notice-url.ts';
import { runSql } from './sql.ts';

/** A message as it came. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** ms of the monotonic clock */
  readonly at: number;
}

/** How a receiver answers; what is absent: 200, no body, at once. */
export interface ReceiverAnswer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly delayMs?: number;
}

/** A merchant's back office. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  stop(): Promise<void>;
}

/** @param answer says how the next message is answered, by how many came before it */
export async function startReceiver(
  answer: (before: number, message: Received) => ReceiverAnswer = () => ({}),
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      const message = { headers: req.headers, body, at: performance.now() };
      const {
        status = 200,
        body: text = '',
        headers = {},
        delayMs = 0,
      } = answer(received.length, message);
      received.push(message);
      if (delayMs === 0) res.writeHead(status, headers).end(text);
      else setTimeout(() => res.writeHead(status, headers).end(text), delayMs).unref();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close').catch(() => undefined);
    },
  };
}

/** An endpoint that a test has registered. */
export interface TestEndpoint {
  readonly id: number;
  readonly uuid: string;
  /** whsec_ */
  readonly secret: string;
  /** whpk_ */
  readonly publicKey: string;
}

const seal = createSecretSeal(TEST_NOTIFY_SECRET);

/** A row of NotifyEndpoint for this merchant; `columns` differ from the defaults. */
export async function addEndpoint(
  databaseUrl: string,
  endpoint: { readonly merchantUUID: string; readonly url: string },
  columns: Readonly<Record<string, unknown>> = {},
): Promise<TestEndpoint> {
  const [uuid, secret] = [newUuid(), newEndpointSecret()];
  const row = {
    uuid,
    ...endpoint,
    origin: new URL(endpoint.url).origin,
    secret: seal.seal(secret, uuid),
    ...columns,
  };
  const names = Object.keys(row).map((name) => `"${name}"`);
  const [added] = await runSql<{ id: number }>(
    databaseUrl,
    `INSERT INTO "NotifyEndpoint" (${names.join(', ')})
     VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING id`,
    Object.values(row),
  );
  return { id: added?.id ?? 0, uuid, ...shown(secret) };
}

function shown(secret: EndpointSecret) {
  return { secret: shownSecret(secret), publicKey: shownPublicKey(secret) };
}

/** Gives the endpoint another secret; the one before it signs for another day. */
export async function rotateEndpoint(
  databaseUrl: string,
  { uuid }: Pick<TestEndpoint, 'uuid'>,
): Promise<{ readonly secret: string; readonly publicKey: string }> {
  const secret = newEndpointSecret();
  await runSql(
    databaseUrl,
    `UPDATE "NotifyEndpoint" SET "prevSecret" = secret, "prevUntil" = now() + interval '1 day', secret = $2 WHERE uuid = $1`,
    [uuid, seal.seal(secret, uuid)],
  );
  return shown(secret);
}

/** What a message says, once a verifier that is not ours has accepted it. */
export function verified(secret: string, { headers, body }: Received): VerifiedMessage {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('webhook-'));
  return new Webhook(secret).verify(
    body,
    Object.fromEntries(named) as Record<string, string>,
  ) as VerifiedMessage;
}

/** A body in the standard format. */
export interface VerifiedMessage {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly tractionNo: string;
    readonly clientPayNo: string;
    readonly sequence: number;
  };
}

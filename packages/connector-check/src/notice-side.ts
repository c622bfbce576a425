import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { verifiedWebhookId } from '@payserver/shared/runtime/webhook-signature';

/** A notice as it came. */
export interface Notice {
  readonly body: string;
  /** the webhook-id; null: it is not signed, or not by the secret */
  readonly webhookId: string | null;
}

/** Where the connector sends its notices. */
export interface NoticeSide {
  /** The notifyUrl of this order. */
  urlOf(kind: 'pay' | 'refund', tractionNo: string): string;
  /** Those about this order so far, oldest first. */
  of(tractionNo: string): readonly Notice[];
  all(): readonly Notice[];
  /** Waits until so many about this order have come, or the time is over, and says those that have. */
  arrived(tractionNo: string, count: number, withinMs: number): Promise<readonly Notice[]>;
  /** The next `times` notices about this order are answered with 500. */
  failFor(tractionNo: string, times: number): void;
  /** Those about this order are not answered until the end. */
  hangFor(tractionNo: string): void;
  close(): Promise<void>;
}

/** Listens on a free loopback port. */
export async function openNoticeSide(secret: string | null): Promise<NoticeSide> {
  const received = new Map<string, Notice[]>();
  const failing = new Map<string, number>();
  const hanging = new Set<string>();
  const events = new EventEmitter().setMaxListeners(0);
  const of = (tractionNo: string) => received.get(tractionNo) ?? [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const tractionNo = request.url?.split('/').at(-2) ?? '';
    const webhookId =
      secret === null ? null : verifiedWebhookId(secret, request.headers, Buffer.from(body));
    received.set(tractionNo, [...of(tractionNo), { body, webhookId }]);
    events.emit(tractionNo);
    if (hanging.has(tractionNo)) return;
    const left = failing.get(tractionNo) ?? 0;
    failing.set(tractionNo, left - 1);
    response.writeHead(left > 0 ? 500 : 200, { 'content-type': 'application/json' });
    response.end(left > 0 ? '{}' : '{"ret":"success"}');
  };
  const server = createServer((request, response) => {
    // A notice that breaks off is none.
    void take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (kind, tractionNo) =>
      `http://127.0.0.1:${port}/${kind}Info/${tractionNo}/token-of-${tractionNo}`,
    of,
    all: () => [...received.values()].flat(),
    arrived: async (tractionNo, count, withinMs) => {
      const signal = AbortSignal.timeout(withinMs);
      while (of(tractionNo).length < count && !signal.aborted)
        await once(events, tractionNo, { signal }).catch(() => undefined);
      return of(tractionNo);
    },
    failFor: (tractionNo, times) => void failing.set(tractionNo, times),
    hangFor: (tractionNo) => void hanging.add(tractionNo),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

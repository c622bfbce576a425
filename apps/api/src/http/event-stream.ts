import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Events to a caller that stays connected (server-sent events, WHATWG HTML 9.2). */
export interface EventStream {
  /** The body of the answer. */
  readonly body: Readable;
  /** Sends an event; drops a caller that does not read. */
  send(event: string, data: object): void;
  /** Ends the answer after what was sent; the caller connects again by itself. */
  end(): void;
}

/** Proxies and browsers give up a connection without a word; most wait for a minute. */
const HEARTBEAT_MS = 15_000;
/** Some orders' worth of events; a caller that reads has none waiting. */
const MOST_WAITING_BYTES = 262_144;
/** How soon a browser connects again, ms. */
const RETRY_MS = 1_000;

/**
 * An answer of events, with a comment every 15 s. Nothing of it is buffered on its way: neither by a cache nor by a proxy
 * (`x-accel-buffering` is nginx's word for it). Its memory is bounded: whoever does not read is cut off.
 *
 * @param onHeartbeat called every 15 s
 */
export function openEventStream(reply: FastifyReply, onHeartbeat: () => void): EventStream {
  void reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  const body = new Readable({ read: () => {} });
  const write = (text: string) => {
    if (body.destroyed || body.readableEnded) return;
    if (body.readableLength > MOST_WAITING_BYTES) {
      reply.log.info('cut off: the caller does not read its events');
      body.destroy(new Error('the caller does not read its events'));
    } else body.push(text);
  };
  const beating = setInterval(() => {
    write(':\n\n');
    onHeartbeat();
  }, HEARTBEAT_MS);
  body.once('close', () => clearInterval(beating));
  write(`retry: ${RETRY_MS}\n\n`);
  let isOver = false;
  return {
    body,
    send: (event, data) => {
      if (!isOver) write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => {
      if (!isOver) body.push(null);
      isOver = true;
    },
  };
}

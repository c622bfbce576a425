import type { Socket } from 'node:net';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { App } from '../http/app.ts';
import { shed } from './shed.ts';

/** Requests of one connection that are not answered yet. No client that we know of has more than one. */
const MOST = 8;

/**
 * Refuses a request with 9503, and ends its connection, when the one that it came on has eight already that are
 * not answered. Node begins every request of the bytes that it has read at once and keeps the answers in their
 * order: a thousand small requests whose answers nobody reads would take the room of a thousand answers.
 */
export function boundPipelines(app: App): void {
  const open = new WeakMap<Socket, number>();
  app.addHook('onRequest', async ({ raw, log }, reply) => {
    const { socket } = raw;
    const count = open.get(socket) ?? 0;
    if (count >= MOST) {
      void reply.header('connection', 'close');
      throw new RefusalError(shed(log, 'too many requests at once on one connection'));
    }
    open.set(socket, count + 1);
    reply.raw.once('close', () => open.set(socket, (open.get(socket) ?? 1) - 1));
  });
}

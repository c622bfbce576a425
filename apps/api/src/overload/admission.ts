import { RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pLimit from 'p-limit';
import type { App } from '../http/app.ts';
import type { TakeTurn } from '../use-cases/await-final.ts';
import { shed } from './pressure.ts';

declare module 'fastify' {
  interface FastifyRequest {
    slot: Slot | null;
    takeTurn: TakeTurn;
  }
}

/** What one API process takes on at once. */
export interface WorkLimits {
  /** calls, those that only wait for an outcome not counted */
  readonly calls: number;
  /** of the bodies of these calls */
  readonly bytes: number;
  /** batches whose orders are written at the same time; the others queue */
  readonly batches: number;
}

/** The room that a call takes up until it is answered, or until it only waits. */
export interface Slot {
  /** while its handler runs, a closed connection does not end the work */
  isHandled: boolean;
  free(): void;
}

/**
 * Refuses a call with 9503 before its body is read, and so before anything is written, when this process
 * is at capacity; memory and the database's queue stay bounded that way. Waiting calls take up no
 * slot, so a connector that hangs cannot keep out the payments of others. The database works on a few
 * batches at a time, so that single payments always find a connection beside them.
 */
export function boundWork(app: App, limits: WorkLimits): void {
  const load = { calls: 0, bytes: 0 };
  const batchQueue = pLimit(limits.batches);
  app.decorateRequest('slot', null);
  app.decorateRequest('takeTurn', async function takeTurn(this: FastifyRequest, work) {
    try {
      return await (this.routeOptions.config.elementsIn !== undefined ? batchQueue(work) : work());
    } finally {
      this.slot?.free();
    }
  } satisfies TakeTurn);
  app.addHook('onRequest', async (request, reply) => {
    const bytes = announcedBytes(request);
    // A body larger than the whole budget is taken when it has the process for itself.
    const isTooMuch = bytes > 0 && load.bytes > 0 && load.bytes + bytes > limits.bytes;
    if (isTooMuch || load.calls >= limits.calls) {
      throw new RefusalError(shed(request.log, 'this process is at capacity'));
    }
    load.calls += 1;
    load.bytes += bytes;
    request.slot = hold(reply, () => {
      load.calls -= 1;
      load.bytes -= bytes;
    });
  });
  app.addHook('preHandler', async ({ slot }) => {
    if (slot !== null) slot.isHandled = true;
  });
  app.addHook('onSend', async ({ slot }, reply) => {
    if (slot === null) return;
    slot.isHandled = false;
    if (reply.raw.closed || reply.raw.destroyed) slot.free();
  });
}

/** What the body will take at most: its announced size, or all that the route allows. */
function announcedBytes({ headers, routeOptions }: FastifyRequest): number {
  if (headers['transfer-encoding'] !== undefined) return routeOptions.bodyLimit ?? 0;
  const length = Number(headers['content-length'] ?? 0);
  return Number.isSafeInteger(length) ? Math.min(length, routeOptions.bodyLimit ?? length) : 0;
}

/** A slot that is freed once: by `free`, or when the connection or the answer has ended. */
function hold(reply: FastifyReply, release: () => void): Slot {
  let isHeld = true;
  const slot: Slot = {
    isHandled: false,
    free: () => {
      if (isHeld) release();
      isHeld = false;
    },
  };
  reply.raw.once('close', () => {
    if (!slot.isHandled) slot.free();
  });
  return slot;
}

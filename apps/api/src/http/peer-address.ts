import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

const addresses = new WeakMap<Socket, string>();
/** Of a connection that was reset before it was accepted. */
const UNKNOWN = 'unknown';

/** Notes who is at the other end of each connection; once it is reset, nobody can say any more. */
export function notePeers(server: Server): void {
  server.on('connection', (socket) => addresses.set(socket, socket.remoteAddress ?? UNKNOWN));
}

/** The other end of this request's connection, also when that is gone by now. */
export function addressOf({ raw }: FastifyRequest): string {
  return addresses.get(raw.socket) ?? raw.socket.remoteAddress ?? UNKNOWN;
}

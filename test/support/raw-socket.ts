import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** Bytes for one connection, and how they are sent. */
export interface RawMessage {
  readonly pieces: readonly Buffer[];
  /** what the sender does after its last byte */
  readonly after: 'listen' | 'halfClose' | 'reset';
}

/** What became of it. */
export interface RawEnd {
  /** all that the server wrote */
  readonly bytes: Buffer;
  /** the server closed the connection, or the sender reset it; not: it was still open at the end of our patience */
  readonly isClosed: boolean;
}

/** A server that has said nothing for so long has said all it will, but for its closing. */
const QUIET_MS = 150;
/** Longer than a server gives a request to arrive, on a busy machine too. */
const PATIENCE_MS = 30_000;

/**
 * Sends these bytes on a connection of their own and listens until the server has closed it. A sender who
 * listens closes its half when the server falls silent: a keep-alive connection would stay for a minute.
 */
export async function converse(url: string, message: RawMessage): Promise<RawEnd> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  let heardAt = performance.now();
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    heardAt = performance.now();
  });
  // Its end is what counts; with how much noise is the server's own business.
  socket.on('error', () => undefined);
  const closed = new Promise<true>((resolve) => {
    socket.once('close', () => resolve(true));
    socket.once('end', () => socket.end());
  });
  await once(socket, 'connect').catch(() => undefined);
  await send(socket, message.pieces);
  heardAt = performance.now();
  if (message.after === 'reset') socket.resetAndDestroy();
  if (message.after === 'halfClose') socket.end();
  if (message.after === 'listen') void endWhenQuiet(socket, () => heardAt);
  const gaveUp = sleep(PATIENCE_MS, false as const, { ref: false });
  const isClosed = await Promise.race([closed, gaveUp]);
  socket.destroy();
  return { bytes: Buffer.concat(chunks), isClosed };
}

async function send(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    if (!socket.writable) return;
    socket.write(piece);
    if (pieces.length > 1) await nextTurn();
  }
}

async function endWhenQuiet(socket: Socket, heardAt: () => number): Promise<void> {
  for (;;) {
    const left = heardAt() + QUIET_MS - performance.now();
    if (left <= 0 || !socket.writable) break;
    await sleep(left);
  }
  socket.end();
}

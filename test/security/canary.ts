import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that nobody should ever come to. */
export interface Canary {
  readonly port: number;
  /** what each visitor said first */
  visits(): readonly string[];
  close(): Promise<void>;
}

/** Starts one on every address of this machine; it remembers connections even when nothing is said. */
export async function startCanary(): Promise<Canary> {
  const visits: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const at = visits.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (said) => {
      visits[at] = said.toString('latin1').slice(0, 200);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
  }).listen(0);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    visits: () => visits,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

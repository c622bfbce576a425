import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 that nobody listened on a moment ago. Another program may take it before it is
 * used: whoever uses it must be ready to ask again.
 */
export async function findFreePort(): Promise<number> {
  return await listenOnce({ host: '127.0.0.1', port: 0 });
}

/**
 * Listens for a moment, to learn that the address is free before anything else is started.
 *
 * @returns the port, also when 0 asked for any
 * @throws {Error} EADDRINUSE, EACCES, EADDRNOTAVAIL, as the system says
 */
export async function listenOnce(address: { host: string; port: number }): Promise<number> {
  const server = createServer();
  server.listen({ ...address, exclusive: true });
  await once(server, 'listening');
  const bound = server.address();
  server.close();
  await once(server, 'close');
  return typeof bound === 'object' && bound !== null ? bound.port : address.port;
}

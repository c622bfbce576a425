import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Gateway, type GatewayAddress, startGateway } from './gateway.ts';
import type { TestServers } from './servers.ts';

/** Gateways that test files ask for while they run, each started once for all who ask. */
export interface GatewayPool {
  /** Where to ask; a URL, so that it can be handed to other test processes. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens an empty pool: `GET /NAME` starts the gateway of that name if nobody has, and answers its address. */
export async function openGatewayPool(servers: TestServers): Promise<GatewayPool> {
  const gateways = new Map<string, Promise<Gateway>>();
  const open = async (name: string) => {
    const gateway = gateways.get(name) ?? startGateway(servers);
    gateways.set(name, gateway);
    return addressOf(await gateway);
  };
  const server = createServer((request, response) => {
    open(request.url ?? '').then(
      (address) => response.end(JSON.stringify(address)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      const started = await Promise.allSettled(gateways.values());
      await Promise.all(
        started.map(async (one) => (one.status === 'fulfilled' ? await one.value.stop() : null)),
      );
    },
  };
}

/** Only what is plain data. */
export function addressOf({ url, sandboxUrl, databaseUrl, redisUrl }: GatewayAddress) {
  return { url, sandboxUrl, databaseUrl, redisUrl };
}

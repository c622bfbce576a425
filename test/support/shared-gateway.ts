import { inject } from 'vitest';
import type { GatewayAddress } from './gateway.ts';
import type { TestServers } from './servers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    gateway: GatewayAddress;
    gatewayPool: string;
    servers: TestServers;
  }
}

/**
 * The gateway that all behaviour tests of one engine share. Tests keep out of each other's way by using
 * merchants of their own; a test that kills or reconfigures something starts its own gateway.
 */
export function sharedGateway(): GatewayAddress {
  return inject('gateway');
}

/**
 * A second one, for tests whose payments are not in the books of the sandbox, which the first is checked with:
 * their connectors are their own servers. It starts when the first of them asks.
 */
export async function gatewayOfOwnConnectors(): Promise<GatewayAddress> {
  const answer = await fetch(`${inject('gatewayPool')}/own-connectors`);
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as GatewayAddress;
}

/** What a test needs to start a gateway of its own on this engine. */
export function testServers(): TestServers {
  return inject('servers');
}

let merchants = 0;

/** A merchant that no other test uses. */
export function newMerchant(): string {
  merchants += 1;
  return `M${process.pid}x${Date.now().toString(36)}x${merchants}`;
}

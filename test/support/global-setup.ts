import type { TestProject } from 'vitest/node';
import { startGateway } from './gateway.ts';
import { addressOf, openGatewayPool } from './gateway-pool.ts';
import { shareTestPostgres } from './postgres.ts';
import type { EngineName, TestServers } from './servers.ts';

/**
 * Before the behaviour tests of one engine: a PostgreSQL (embedded, or the one that TEST_DATABASE_URL
 * names) with a migrated template database, one gateway that all of its tests share, and a pool of others.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = (project.config.env['TEST_ENGINE'] ?? 'postgres') as EngineName;
  const postgres = await shareTestPostgres();
  const servers: TestServers = { engine, adminUrl: postgres.adminUrl };
  const gateway = await startGateway(servers);
  project.provide('servers', servers);
  project.provide('gateway', addressOf(gateway));
  const pool = await openGatewayPool(servers);
  project.provide('gatewayPool', pool.url);
  return async () => {
    await Promise.all([gateway.stop(), pool.stop()]);
    await postgres.release();
  };
}

import { tmpdir } from 'node:os';
import { testEnvironment } from '../test/support/gateway.ts';
import { type EngineName, startRedis } from '../test/support/servers.ts';
import type { BenchPostgres } from './database.ts';
import { startHelper } from './helper-process.ts';
import { type Percentiles, percentiles } from './measure.ts';

/**
 * Measures H at this rate: what three one-row commits and two queue hops of one Node process take, one after the
 * other, on a database and a queue of their own.
 */
export async function measureHops(
  postgres: BenchPostgres,
  engine: EngineName,
  { ratePerSecond, seconds }: { readonly ratePerSecond: number; readonly seconds: number },
): Promise<Percentiles> {
  const redis = engine === 'redis' ? await startRedis() : null;
  const databaseUrl = await postgres.newDatabase();
  const address = { url: '', sandboxUrl: '', databaseUrl, redisUrl: redis?.url ?? '' };
  const env = testEnvironment(address, { dataDir: tmpdir(), apiPort: 1, sandboxPort: 2 });
  const rates = { RATE: String(ratePerSecond), SECONDS: String(seconds) };
  const floor = await startHelper<{ latencies: number[] }>('hops-process.ts', { ...env, ...rates });
  try {
    return percentiles((await floor.next()).latencies);
  } finally {
    await floor.stop();
    await redis?.stop();
    await postgres.dropDatabase(databaseUrl);
  }
}

import { freePort } from '../test/support/free-port.mjs';
import type { BenchPostgres } from './database.ts';
import { type BenchGateway, type GatewayOptions, startBenchGateway } from './gateway.ts';
import { startHelper } from './helper-process.ts';

/** The obvious chain (plain.ts) in the place of our API and worker, with all else the same. */
export async function startPlainGateway(
  postgres: BenchPostgres,
  options: GatewayOptions,
): Promise<BenchGateway> {
  const ours = await startBenchGateway(postgres, options);
  await ours.stopParts();
  const port = await freePort();
  const env = { ...ours.env, PORT: String(port), PAY_URL: ours.payUrl };
  const [api, worker] = await Promise.all([
    startHelper('plain.ts', { ...env, ROLE: 'api' }),
    startHelper('plain.ts', { ...env, ROLE: 'worker' }),
  ]);
  return {
    ...ours,
    url: `http://127.0.0.1:${port}`,
    path: '',
    pids: { ...ours.pids, api: api.pid, worker: worker.pid },
    stop: async () => {
      await Promise.all([api.stop(), worker.stop()]);
      await ours.stop();
    },
  };
}

// npm run bench:connectors -- [--few 5] [--many 300] [--engines redis,postgres] [--settle 30] [--seconds 60]
// What a worker costs at rest with few and with many connectors, each with a queue of its own. Linux only (/proc).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PART_FLAGS } from '@payserver/shared/runtime/start-part';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import { testEnvironment } from '../test/support/gateway.ts';
import { type EngineName, startRedis } from '../test/support/servers.ts';
import { spawnApp } from '../test/support/spawn-app.ts';
import { runSql } from '../test/support/sql.ts';
import { type BenchPostgres, startBenchPostgres } from './database.ts';
import { cpuOf } from './process-cost.ts';
import { pssOf } from './process-tree.ts';

const ENGINES: readonly EngineName[] = ['redis', 'postgres'];

interface Options {
  readonly engines: readonly EngineName[];
  readonly few: number;
  readonly many: number;
  readonly settle: number;
  readonly seconds: number;
}

const options = describeCommand(
  'bench:connectors',
  'A worker at rest, with few and many connectors.',
)
  .option('--engines <names>', `some of ${ENGINES.join(', ')}`, someOf(ENGINES), ENGINES)
  .option('--few <n>', 'connectors', wholeNumber(1), 5)
  .option('--many <n>', 'connectors', wholeNumber(1), 300)
  .option('--settle <n>', 'seconds after the start that do not count', wholeNumber(0), 30)
  .option('--seconds <n>', 'seconds that count', wholeNumber(1), 60)
  .parse()
  .opts<Options>();

/** A process at rest. */
interface Rest {
  /** MiB, pages shared with others in part */
  readonly memory: number;
  /** percent of a core */
  readonly cpu: number;
}

const CONNECTORS_SQL = `
INSERT INTO "PayModeTemplate" (uuid, "payTemplateId", name, "payUrl", "refundUrl", "isOnline")
SELECT 'T' || n, 'template' || n, 'any', 'http://127.0.0.1:1/' || n, 'http://127.0.0.1:1/refund' || n, 1
FROM generate_series(1, $1::int) n`;

const postgres = await startBenchPostgres();
try {
  console.log(
    '| engine | connectors | worker, MiB | worker, % of a core | server of the queue, % of a core |',
  );
  console.log('|---|---|---|---|---|');
  for (const engine of options.engines) {
    const few = await measure(postgres, engine, options.few);
    const many = await measure(postgres, engine, options.many);
    const ratio = (of: (rest: Measured) => number) => `${(of(many) / of(few)).toFixed(2)} times`;
    console.log(
      `| ${engine} | ${options.many} / ${options.few} | ${ratio(({ worker }) => worker.memory)} | ${ratio(({ worker }) => worker.cpu)} | ${ratio(({ server }) => server)} |`,
    );
  }
} finally {
  await postgres.stop();
}

interface Measured {
  readonly worker: Rest;
  /** percent of a core */
  readonly server: number;
}

async function measure(
  servers: BenchPostgres,
  engine: EngineName,
  connectors: number,
): Promise<Measured> {
  const databaseUrl = await servers.newDatabase();
  const redis = engine === 'redis' ? await startRedis() : null;
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-bench-'));
  await runSql(databaseUrl, CONNECTORS_SQL, [connectors]);
  const address = {
    url: 'http://127.0.0.1:1',
    sandboxUrl: '',
    databaseUrl,
    redisUrl: redis?.url ?? '',
  };
  const worker = await spawnApp('worker', {
    ...testEnvironment(address, { dataDir, apiPort: 1, sandboxPort: 2 }),
    NODE_ENV: 'production',
    NODE_OPTIONS: PART_FLAGS.join(' '),
    SWEEP_INTERVAL_MS: '1000',
    LOG_LEVEL: 'warn',
  });
  await sleep(options.settle * 1_000);
  const pids = { worker: worker.pid, server: redis?.pid ?? servers.pid };
  const [before, from] = [cpuOf(pids), performance.now()];
  await sleep(options.seconds * 1_000);
  const [after, ms] = [cpuOf(pids), performance.now() - from];
  const percent = (name: keyof typeof pids) =>
    (100 * ((after[name] ?? 0) - (before[name] ?? 0))) / ms;
  const found = {
    worker: { memory: pssOf(worker.pid) ?? 0, cpu: percent('worker') },
    server: percent('server'),
  };
  console.log(
    `| ${engine} | ${connectors} | ${found.worker.memory.toFixed(0)} | ${found.worker.cpu.toFixed(2)} | ${found.server.toFixed(2)} |`,
  );
  await worker.stop();
  await redis?.stop();
  await servers.dropDatabase(databaseUrl);
  await rm(dataDir, { recursive: true, force: true });
  return found;
}

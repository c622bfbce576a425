import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchPostgres } from './database.ts';
import { startHelper } from './helper-process.ts';
import { percentiles } from './measure.ts';
import { costPer, cpuOf } from './process-cost.ts';
import type { Sample } from './report.ts';

const VERSION = '2.21.2';
const PACKAGES = [`@medusajs/payment@${VERSION}`, `@medusajs/framework@${VERSION}`];
/** Where tools keep what can be made again. */
const CACHE = new URL('../node_modules/.cache/', import.meta.url);
/** Six hundred packages. */
const INSTALL_MS = 15 * 60_000;
const CLIENTS = 16;
const WARM_UP_MS = 10_000;

/** What its number says and what it does not; printed beside it. */
export const ABOUT_PEER = `peer: Medusa's payment module ${VERSION}, its calls "create collection, create session, authorise, capture"
  by ${CLIENTS} callers inside one process, on the same PostgreSQL with its own tables. It does less than a gateway: no HTTP,
  no token, no queue, no second process, no call of a connector, no repeat that is recognised. It also does what ours does
  not: sessions that can be authorised without being captured, and amounts of any precision. So read it as what a shop's
  own payment module costs on this machine, not as a gateway that is faster or slower than this one.`;

/**
 * Puts the peer into a folder of its own, where the next run finds it. It is no dependency of this project: with
 * all that it brings it is larger.
 *
 * @returns null, having said why, when npm cannot install it
 */
export async function installPeer(): Promise<string | null> {
  const folder = fileURLToPath(new URL(`payserver-bench-peer-${VERSION}`, CACHE));
  const isThere = join(folder, 'installed');
  if (existsSync(isThere)) return folder;
  mkdirSync(folder, { recursive: true });
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
  console.error(`installing ${PACKAGES.join(' and ')}, about 280 MB`);
  try {
    await promisify(execFile)('npm', [...args, ...PACKAGES], { cwd: folder, timeout: INSTALL_MS });
  } catch (error) {
    const { stderr = '', message = String(error) } = error as { stderr?: string; message?: string };
    console.error(`peer: SKIPPED, npm could not install it:\n${stderr.trim() || message}`);
    return null;
  }
  writeFileSync(isThere, '');
  return folder;
}

/** Lets the peer take payments for so many seconds after a warm-up, in a database of its own. */
export async function measurePeer(
  postgres: BenchPostgres,
  folder: string,
  seconds: number,
): Promise<Sample> {
  const databaseUrl = await postgres.newDatabase();
  const env = { PEER_FOLDER: folder, DATABASE_URL: databaseUrl, CLIENTS: String(CLIENTS) };
  const quiet = { NODE_ENV: 'production', LOG_LEVEL: 'error', MEDUSA_DISABLE_TELEMETRY: 'true' };
  try {
    const peer = await startHelper<{ latencies: number[] }>('peer-payments.mjs', {
      ...env,
      ...quiet,
    });
    try {
      const pids = { api: peer.pid, postgres: postgres.pid };
      await sleep(WARM_UP_MS);
      peer.tell({ type: 'measure' });
      const [startedAt, before] = [performance.now(), cpuOf(pids)];
      await sleep(seconds * 1_000);
      const [ms, after] = [performance.now() - startedAt, cpuOf(pids)];
      const reported = peer.next();
      peer.tell({ type: 'stop' });
      const { latencies } = await reported;
      return {
        name: 'peer',
        settledPerSecond: (latencies.length * 1_000) / ms,
        answer: percentiles(latencies),
        cpuMs: costPer(before, after, latencies.length),
      };
    } finally {
      await peer.stop();
    }
  } finally {
    await postgres.dropDatabase(databaseUrl);
  }
}

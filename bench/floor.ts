import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { runSql } from '../test/support/sql.ts';
import type { BenchPostgres } from './database.ts';

/** What the database alone does: payments per second as two transactions each. */
export type Floor = 'F' | 'F100';

const FLOORS = {
  F: { script: 'floor-two-transactions.sql', clients: 16, payments: 1 },
  F100: { script: 'floor-hundreds.sql', clients: 2, payments: 100 },
} as const;
const PLACES = ['pgbench', '/usr/lib/postgresql/{}/bin/pgbench'];
const WARM_UP_S = 2;

/**
 * Measures a floor with pgbench on our own tables with all of their indexes, in a database of its own.
 *
 * @returns payments per second
 */
export async function measureFloor(
  postgres: BenchPostgres,
  floor: Floor,
  seconds: number,
): Promise<number> {
  const url = await postgres.newDatabase();
  try {
    await pgbench(url, floor, WARM_UP_S);
    await runSql(url, 'ANALYZE');
    return await pgbench(url, floor, seconds);
  } finally {
    await postgres.dropDatabase(url);
  }
}

async function pgbench(url: string, floor: Floor, seconds: number): Promise<number> {
  const { script, clients, payments } = FLOORS[floor];
  const file = fileURLToPath(new URL(script, import.meta.url));
  const args = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', String(seconds)];
  const { stdout } = await promisify(execFile)(findPgbench(), [...args, '-f', file, url]);
  const perSecond = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
  if (perSecond === undefined) throw new Error(`pgbench says no tps:\n${stdout}`);
  return Number(perSecond) * payments;
}

/** On the PATH, or where Debian keeps it. */
function findPgbench(): string {
  const versions = [18, 17, 16, 15, 14];
  const places = PLACES.flatMap((place) => versions.map((no) => place.replace('{}', String(no))));
  const found = places.find((place) => {
    try {
      execFileSync(place, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  if (found === undefined) {
    throw new Error('pgbench is needed for F and F100 (Debian: apt install postgresql-contrib)');
  }
  return found;
}

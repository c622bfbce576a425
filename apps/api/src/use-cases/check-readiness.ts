import { unlessLate } from '@payserver/shared/runtime/deadline';
import type { Database } from '@payserver/shared/store/database';
import { pendingMigrations } from '@payserver/shared/store/migration-state';
import { isReadOnly, READ_ONLY, type WriteWatch } from '@payserver/shared/store/write-watch';

export interface ReadinessDeps {
  /** a connection that no call uses */
  readonly healthDb: Database;
  /** what real writes have shown */
  readonly writes: WriteWatch;
  /** null when the queue engine answers, otherwise what is wrong */
  readonly queueHealth: () => Promise<string | null>;
  /** of the keys that tokens are checked with */
  readonly keyHealth: () => { readonly isUsable: boolean; readonly said: string };
}

/** What each part says; 'ok' when it can serve. */
export interface Readiness {
  readonly isReady: boolean;
  readonly parts: {
    readonly database: string;
    readonly migrations: string;
    readonly queue: string;
    readonly keys: string;
  };
}

const DEADLINE_MS = 2_000;
const OK = 'ok';

/**
 * Whether this process can serve, and which part cannot: database reachable and writable, migrations applied,
 * queue engine reachable, keys for tokens at hand. Keys that are old and still count are said and make nothing
 * unready. Never throws and takes at most two seconds: whoever asks would rather know "no"
 * than wait.
 */
export async function checkReadiness({
  healthDb,
  queueHealth,
  keyHealth,
  writes,
}: ReadinessDeps): Promise<Readiness> {
  const [database, migrations, queue] = await Promise.all([
    within(async () => {
      if (await isServerReadOnly(healthDb)) writes.noticed(READ_ONLY);
      return writes.problem() ?? OK;
    }),
    within(async () => {
      const pending = await pendingMigrations(healthDb.pool);
      return pending.length === 0 ? OK : `${pending.length} pending`;
    }),
    within(async () => (await queueHealth()) ?? OK),
  ]);
  const keys = keyHealth();
  const isReady = [database, migrations, queue].every((part) => part === OK) && keys.isUsable;
  return { isReady, parts: { database, migrations, queue, keys: keys.said } };
}

/** The connection is dropped with a "yes": its session would say so for ever, a new one may say otherwise. */
async function isServerReadOnly({ pool }: Database): Promise<boolean> {
  const client = await pool.connect();
  let isDropped = true;
  try {
    isDropped = await isReadOnly(client);
    return isDropped;
  } finally {
    client.release(isDropped);
  }
}

async function within(check: () => Promise<string>): Promise<string> {
  try {
    return await unlessLate(check(), DEADLINE_MS, `no answer in ${DEADLINE_MS} ms`);
  } catch {
    return 'unreachable';
  }
}

import type { Database } from '@payserver/shared/store/database';
import { pendingMigrations } from '@payserver/shared/store/migrate';

export interface ReadinessDeps {
  /** a connection that no call uses */
  readonly healthDb: Database;
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
 * Whether this process can serve, and which part cannot: database reachable, migrations applied, queue
 * engine reachable, keys for tokens at hand. Keys that are old and still count are said and make nothing
 * unready. Never throws and takes at most two seconds: whoever asks would rather know "no"
 * than wait.
 */
export async function checkReadiness({
  healthDb,
  queueHealth,
  keyHealth,
}: ReadinessDeps): Promise<Readiness> {
  const [database, migrations, queue] = await Promise.all([
    within(async () => {
      await healthDb.pool.query('SELECT 1');
      return OK;
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

async function within(check: () => Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer in ${DEADLINE_MS} ms`), DEADLINE_MS);
  });
  try {
    return await Promise.race([check(), deadline]);
  } catch {
    return 'unreachable';
  } finally {
    clearTimeout(timer);
  }
}

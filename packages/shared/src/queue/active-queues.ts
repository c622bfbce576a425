import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Which queues have jobs that a worker has taken. */
export interface ActiveQueues {
  /** False only when it is certain that no worker has a job of this queue. */
  has(queue: string): Promise<boolean>;
}

/** All queues of a process ask within this time of each other: their timers began together. */
const GATHER_MS = 50;

/** By the index of BullMQ's on queue and state: one step for each queue, however many jobs there are. */
const ACTIVE_SQL = `
SELECT q.name FROM unnest($1::text[]) AS q(name)
WHERE EXISTS (SELECT 1 FROM job j WHERE j.queue = q.name AND j.state = 'active')`;

/**
 * Answers for all queues of a process with one statement, sent after each of them has asked: what it says is never
 * older than the question. Where it cannot be asked, every queue may have such jobs.
 */
export function createActiveQueues(pool: Pick<Pool, 'query'>): ActiveQueues {
  let gathering: { readonly names: Set<string>; readonly found: Promise<Set<string>> } | undefined;
  const ask = async (names: ReadonlySet<string>): Promise<Set<string>> => {
    await sleep(GATHER_MS);
    gathering = undefined;
    const all = [...names];
    return await pool.query<{ name: string }>(ACTIVE_SQL, [all]).then(
      ({ rows }) => new Set(rows.map(({ name }) => name)),
      () => new Set(all),
    );
  };
  return {
    async has(queue) {
      if (gathering === undefined) {
        const names = new Set<string>();
        gathering = { names, found: ask(names) };
      }
      gathering.names.add(queue);
      return (await gathering.found).has(queue);
    },
  };
}

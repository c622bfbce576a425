import type { Pool, PoolClient } from 'pg';

/** Runs the work in one transaction; when it throws, nothing of it stays. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const done = await work(client);
    await client.query('COMMIT');
    client.release();
    return done;
  } catch (error) {
    // The connection may be what failed: it is not used again.
    client.release(true);
    throw error;
  }
}

/** How long until the moment that this statement answers as `due`, ms, 0 when it is over; null: there is none. */
export async function msUntil(pool: Pool, sql: string): Promise<number | null> {
  const { rows } = await pool.query<{ ms: string | null }>(
    `SELECT round(1000 * extract(epoch FROM due - clock_timestamp())) AS ms FROM (${sql}) AS next`,
  );
  const ms = rows[0]?.ms ?? null;
  return ms === null ? null : Math.max(0, Number(ms));
}

import type { Pool } from 'pg';

const OPEN = [
  { table: '"PayOrder"', open: 'paying', times: ['orderStartAt', 'orderExpiredAt', 'payStartAt'] },
  { table: '"RefundOrder"', open: 'refunding', times: ['refundStartAt'] },
] as const;

/**
 * Lets `ms` pass for the open orders of a merchant, as if no worker had attempted them meanwhile: every
 * moment of theirs, also the end of a lease, lies that much further back; only their next attempt is not
 * overdue for longer than a moment, as the sweep would have seen to it. The epoch of an order that
 * nobody holds grows, because the delayed job of its next attempt would still wait its real time.
 */
export async function letTimePass(pool: Pool, merchantUUID: string, ms: number): Promise<void> {
  for (const { table, open, times } of OPEN) {
    const earlier = (column: string) => `"${column}" - make_interval(secs => $2::float8 / 1000)`;
    const shifted = [...times, 'sentAt', 'leaseUntil'].map(
      (column) => `"${column}" = ${earlier(column)}`,
    );
    await pool.query(
      `UPDATE ${table} SET ${shifted.join(', ')},
         "dueAt" = greatest(${earlier('dueAt')}, now() - interval '1 second'),
         epoch = epoch + CASE WHEN "leaseUntil" IS NULL THEN 1 ELSE 0 END
       WHERE "merchantUUID" = $1 AND status = '${open}'`,
      [merchantUUID, ms],
    );
  }
}

/** An order as it was read. */
export interface SeenOrder {
  readonly uuid: string;
  readonly epoch: number;
}

/**
 * Makes the next attempt of these orders due now, unless one is in progress or has ended since; they do
 * not get older. Once for each attempt: an order that is hurried again and again is never attempted.
 * Answers those that it hurried, with the epoch that it gave them.
 */
export async function hurry(pool: Pool, orders: readonly SeenOrder[]): Promise<SeenOrder[]> {
  const hurried: SeenOrder[] = [];
  if (orders.length === 0) return hurried;
  for (const { table, open } of OPEN) {
    const { rows } = await pool.query<SeenOrder>(
      `UPDATE ${table} o SET "dueAt" = now(), epoch = o.epoch + 1
       FROM unnest($1::text[], $2::int[]) AS seen(uuid, epoch)
       WHERE o.uuid = seen.uuid AND o.epoch = seen.epoch
         AND status = '${open}' AND "leaseUntil" IS NULL
       RETURNING o.uuid, o.epoch`,
      [orders.map(({ uuid }) => uuid), orders.map(({ epoch }) => epoch)],
    );
    hurried.push(...rows);
  }
  return hurried;
}

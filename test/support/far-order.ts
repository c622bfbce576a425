import { eventually } from './eventually.ts';
import type { GatewayAddress } from './gateway.ts';
import { runSql } from './sql.ts';

const OLD = {
  PayOrder: `"orderStartAt" = now() - interval '7 hours', "orderExpiredAt" = now() + interval '17 hours'`,
  RefundOrder: `"refundStartAt" = now() - interval '7 hours'`,
};

/**
 * Makes an open order seven hours old, as if it had been attempted all the time, and waits until its next attempt is about
 * an hour ahead: whatever is attempted before that was asked for.
 */
export async function makeFar(
  { databaseUrl }: Pick<GatewayAddress, 'databaseUrl'>,
  table: keyof typeof OLD,
  uuid: string,
): Promise<void> {
  await runSql(
    databaseUrl,
    `UPDATE "${table}" SET ${OLD[table]}, attempts = greatest(attempts, 20) WHERE uuid = $1`,
    [uuid],
  );
  await eventually(
    async () =>
      await runSql(
        databaseUrl,
        `SELECT uuid FROM "${table}" WHERE uuid = $1 AND "leaseUntil" IS NULL AND attempts > 20
         AND "dueAt" > now() + interval '30 minutes'`,
        [uuid],
      ),
    (rows) => rows.length === 1,
  );
}

import { Client } from 'pg';
import type { GatewayAddress } from './gateway.ts';

/** How many rows there are that only a request which should have been refused could have written. */
export async function countRows(gateway: GatewayAddress): Promise<unknown> {
  const client = new Client({ connectionString: gateway.databaseUrl });
  await client.connect();
  try {
    // Only the rows that these tests could have made: other tests work on the same database.
    const sql = `SELECT
      (SELECT count(*) FROM "PayOrder" WHERE "clientPayNo" = 'never') AS pays,
      (SELECT count(*) FROM "RefundOrder" WHERE "clientRefundNo" = 'never') AS refunds,
      (SELECT count(*) FROM "PayModeTemplate" WHERE "payTemplateId" = 'never') AS templates`;
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
}

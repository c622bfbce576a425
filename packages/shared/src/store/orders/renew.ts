import type { TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { ORDER_TABLES, type OrderRef } from './table.ts';

/**
 * Makes claims last another `leaseMs` from now; one that has passed on is left alone. Answers how many
 * still held.
 *
 * @param claim.refs with the epochs that the claims gave them
 */
export async function renewLeases(
  db: Database,
  kind: TradeKind,
  claim: { readonly refs: readonly OrderRef[]; readonly leaseMs: number },
): Promise<number> {
  const { name, open } = ORDER_TABLES[kind];
  const rows = await queryRows<object>(db, {
    name: `renew-${kind}`,
    text: `
UPDATE ${name} o SET "leaseUntil" = now() + make_interval(secs => $3::float8 / 1000)
FROM unnest($1::text[], $2::int[]) AS w(uuid, epoch)
WHERE o.uuid = w.uuid AND o.epoch = w.epoch AND o.status = '${open}' AND o."leaseUntil" IS NOT NULL
RETURNING 1`,
    values: [claim.refs.map((ref) => ref.uuid), claim.refs.map((ref) => ref.epoch), claim.leaseMs],
  });
  return rows.length;
}

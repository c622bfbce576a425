import type { TradeKind } from '../../domain/ids.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { ORDER_TABLES, type OrderRef } from './table.ts';

interface Renewal extends OrderRef {
  readonly leaseMs: number;
}

const RENEWALS = arrayColumns<Renewal>({
  uuid: ['text', (renewal) => renewal.uuid],
  epoch: ['int', (renewal) => renewal.epoch],
  lease_ms: ['float8', (renewal) => renewal.leaseMs],
});

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
  const { refs, leaseMs } = claim;
  const rows = await queryRows<object>(db, {
    name: `renew-${kind}`,
    text: `
UPDATE ${name} o SET "leaseUntil" = now() + make_interval(secs => w.lease_ms / 1000)
FROM ${RENEWALS.table('w')}
WHERE o.uuid = w.uuid AND o.epoch = w.epoch AND o.status = '${open}' AND o."leaseUntil" IS NOT NULL
RETURNING 1`,
    values: RENEWALS.values(refs.map(({ uuid, epoch }) => ({ uuid, epoch, leaseMs }))),
  });
  return rows.length;
}

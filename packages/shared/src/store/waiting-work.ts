import type { TradeKind } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { IS_CLAIMABLE } from './notify/claim.ts';
import { MAY_HAVE_RECORDS } from './notify/fanout.ts';
import { DUE_REPLAYS } from './notify/replay-run.ts';
import { missingWorkers } from './orders/dead-workers.ts';
import { ORDER_TABLES } from './orders/table.ts';
import { queryRows } from './sql.ts';

/** What a worker does without being asked, where there is any of it. */
export type WaitingWork =
  | `due ${TradeKind}`
  | 'missing worker'
  | 'unsealed audit'
  | 'new record'
  | 'due endpoint'
  | 'replay';

const isDue = (kind: TradeKind) => `SELECT FROM ${ORDER_TABLES[kind].name} WHERE "dueAt" <= now()`;

const EXISTS: Readonly<Record<WaitingWork, string>> = {
  'due pay': isDue('pay'),
  'due refund': isDue('refund'),
  'missing worker': `SELECT FROM ${missingWorkers('$1::int')}`,
  replay: DUE_REPLAYS,
  'unsealed audit': `SELECT FROM "AuditRecord" WHERE seal IS NULL`,
  'new record': MAY_HAVE_RECORDS,
  'due endpoint': `SELECT FROM "NotifyEndpoint" WHERE ${IS_CLAIMABLE}`,
};

const WAITING_SQL = Object.entries(EXISTS)
  .map(([work, sql]) => `SELECT '${work}' AS work WHERE EXISTS (${sql})`)
  .join(' UNION ALL ');

/**
 * Which work waits: one statement that writes nothing, because most of the time there is none.
 *
 * @param own the caller's number among the workers; null while it holds no lock, and then none is missing
 */
export async function findWaitingWork(
  db: Database,
  own: number | null,
): Promise<ReadonlySet<WaitingWork>> {
  const rows = await queryRows<{ readonly work: WaitingWork }>(db, {
    name: 'find-waiting-work',
    text: WAITING_SQL,
    values: [own],
  });
  return new Set(rows.map(({ work }) => work));
}

import { newUuid } from '../domain/ids.ts';
import type { Database } from './database.ts';
import type { ExceptionRow } from './exceptions.ts';
import type { ExceptionStatus } from './generated/client.ts';
import { RECORD_COLUMNS } from './orders/table.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toInt4,
  toPage,
  whereRows,
} from './page.ts';
import { queryRows } from './sql.ts';

export interface ExceptionFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly tractionNo?: string;
  readonly payOrderUUID?: string;
  readonly status?: ExceptionStatus;
  readonly reason?: string;
}

/** One page of exceptions, in the order they were opened. */
export async function listExceptions(
  db: Database,
  filter: ExceptionFilter,
  page: PageQuery,
): Promise<Page<ExceptionRow>> {
  const { within, ...args } = boundsById(page, toInt4);
  const rows = await (await db.prisma()).tradeException.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** The exception with this uuid, or null. */
export async function findException(db: Database, uuid: string): Promise<ExceptionRow | null> {
  return await (await db.prisma()).tradeException.findUnique({ where: { uuid } });
}

/** Locks the order first, so that the record begins where the one before it ended. */
const RESOLVE_SQL = `
WITH current AS (
  SELECT e.uuid, p.status::text, p.attempts FROM "TradeException" e
  JOIN "PayOrder" p ON p.uuid = e."payOrderUUID"
  WHERE e.uuid = $1 AND e.kind = 'pay' FOR UPDATE OF p
), "currentRefund" AS (
  SELECT e.uuid, r.status::text, r.attempts FROM "TradeException" e
  JOIN "RefundOrder" r ON r.uuid = e."refundOrderUUID"
  WHERE e.uuid = $1 AND e.kind = 'refund' FOR UPDATE OF r
), resolved AS (
  UPDATE "TradeException" e SET
    status = 'resolved', resolution = $2, "resolvedBy" = $3, "resolvedAt" = now()
  FROM (SELECT * FROM current UNION ALL SELECT * FROM "currentRefund") o
  WHERE e.uuid = o.uuid AND e.status = 'open'
  RETURNING e.*, o.status AS "orderNow", o.attempts
)
INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
SELECT $4, e."merchantUUID", e."payOrderUUID", e."refundOrderUUID", e."payModeUUID",
       e."payTemplateId", e."tractionNo", e.kind, 'resolve', 'operator', e."orderNow", e."orderNow",
       e.amount, e.attempts, NULL, NULL,
       jsonb_build_object('reason', $2::text, 'by', $3::text, 'exception', e.uuid)
FROM resolved e
RETURNING uuid`;

/**
 * Notes that a person has dealt with an exception, with a trade record in the same statement.
 *
 * @returns null when it was resolved before, or is being reversed: then the reversal resolves it
 */
export async function resolveException(
  db: Database,
  uuid: string,
  resolution: { readonly reason: string; readonly by: string },
): Promise<ExceptionRow | null> {
  const recorded = await queryRows(db, {
    name: 'resolve-exception',
    text: RESOLVE_SQL,
    values: [uuid, resolution.reason, resolution.by, newUuid()],
  });
  return recorded.length === 0 ? null : await findException(db, uuid);
}

import type { AuditRecordRow } from './audit-records.ts';
import type { Database } from './database.ts';
import {
  type CreatedRange,
  type Page,
  type PageQuery,
  takeOf,
  toPage,
  whereCreated,
} from './page.ts';

export interface AuditFilter extends CreatedRange {
  /** null: of everybody */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly result?: string;
}

/** One page of audit records, in the order they were written. */
export async function listAuditRecords(
  db: Database,
  filter: AuditFilter,
  page: PageQuery,
): Promise<Page<AuditRecordRow>> {
  const { merchantUUID, createdFrom, createdBefore, ...equal } = filter;
  const { direction } = page.order;
  const rows = await db.prisma.auditRecord.findMany({
    where: {
      ...equal,
      ...(merchantUUID !== null && { merchantUUID }),
      createdAt: whereCreated({ createdFrom, createdBefore }),
      ...(page.after !== null && {
        id: { [direction === 'asc' ? 'gt' : 'lt']: BigInt(page.after.id) },
      }),
    },
    orderBy: { id: direction },
    skip: page.offset,
    take: takeOf(page),
  });
  return toPage(rows, page.limit);
}

/** The audit record with this uuid, or null. */
export async function findAuditRecord(db: Database, uuid: string): Promise<AuditRecordRow | null> {
  return await db.prisma.auditRecord.findUnique({ where: { uuid } });
}

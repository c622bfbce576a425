import type { Database } from './database.ts';
import type { ExceptionRow } from './exceptions.ts';
import type { ExceptionStatus } from './generated/client.ts';
import {
  type CreatedRange,
  type Page,
  type PageRequest,
  takeOf,
  toInt4,
  toPage,
  whereCreated,
} from './page.ts';

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
  { after, order, ...page }: PageRequest,
): Promise<Page<ExceptionRow>> {
  const { merchantUUID, createdFrom, createdBefore, ...equal } = filter;
  const rows = await db.prisma.tradeException.findMany({
    where: {
      ...equal,
      ...(merchantUUID !== null && { merchantUUID }),
      createdAt: whereCreated({ createdFrom, createdBefore }),
      ...(after !== null && {
        id: { [order.direction === 'asc' ? 'gt' : 'lt']: toInt4(after.id) },
      }),
    },
    orderBy: { id: order.direction },
    skip: page.offset,
    take: takeOf({ ...page, after, order }),
  });
  return toPage(rows, page.limit);
}

/** The exception with this uuid, or null. */
export async function findException(db: Database, uuid: string): Promise<ExceptionRow | null> {
  return await db.prisma.tradeException.findUnique({ where: { uuid } });
}

/**
 * Notes that a person has dealt with an exception.
 *
 * @returns null when it was resolved before, or is being reversed: then the reversal resolves it
 */
export async function resolveException(
  db: Database,
  uuid: string,
  resolution: { readonly reason: string; readonly by: string; readonly at: Date },
): Promise<ExceptionRow | null> {
  const { count } = await db.prisma.tradeException.updateMany({
    where: { uuid, status: 'open' },
    data: {
      status: 'resolved',
      resolution: resolution.reason,
      resolvedBy: resolution.by,
      resolvedAt: resolution.at,
    },
  });
  return count === 0 ? null : await findException(db, uuid);
}

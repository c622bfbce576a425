import { idsWithin } from './created-ids.ts';
import type { Database } from './database.ts';
import type { Prisma } from './generated/client.ts';
import { type GrowingTable, type Owner, ownedIds } from './owned-ids.ts';
import { type CreatedRange, type PageQuery, takeOf } from './page.ts';

/** What the lists of payments, refunds and history have in common. */
export interface OwnedFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly payModeUUID?: string;
  readonly payTemplateId?: string;
}

/** A condition on ids, which says where a page is, and the rest of what Prisma needs to read it. */
interface PageBounds {
  readonly within: { readonly id: Prisma.BigIntFilter }[];
  readonly orderBy: { readonly id: 'asc' | 'desc' };
  readonly skip: number;
  readonly take: number;
}

/**
 * Where this page of the list is. The rows of one owner are found by the index on owner and id; where more is asked
 * of them, at least the first page begins where that owner's rows do.
 */
export async function findPageBounds(
  db: Database,
  {
    table,
    filter,
    page,
  }: {
    readonly table: GrowingTable;
    readonly filter: OwnedFilter;
    readonly page: PageQuery;
  },
): Promise<PageBounds> {
  const rest = { orderBy: { id: page.order.direction }, take: takeOf(page) };
  const owner = ownerOf(table, filter);
  if (owner !== null && isOwnerAlone(filter)) {
    const ids = await ownedIds(db, owner, page);
    return { within: [{ id: { in: ids } }], skip: 0, ...rest };
  }
  const [ids, start] = await Promise.all([idsWithin(db, table, filter), startOf(db, owner, page)]);
  return { within: [{ id: ids }, { id: start }], skip: page.offset, ...rest };
}

function ownerOf(table: GrowingTable, { merchantUUID, payModeUUID }: OwnedFilter): Owner | null {
  if (payModeUUID !== undefined) return { table, column: 'payModeUUID', uuid: payModeUUID };
  return merchantUUID === null ? null : { table, column: 'merchantUUID', uuid: merchantUUID };
}

/** Whether nothing else is asked of the rows. */
function isOwnerAlone({ merchantUUID: _merchant, payModeUUID: _mode, ...more }: OwnedFilter) {
  return Object.values(more).every((value) => value === null || value === undefined);
}

async function startOf(
  db: Database,
  owner: Owner | null,
  page: PageQuery,
): Promise<Prisma.BigIntFilter> {
  const isUp = page.order.direction === 'asc';
  if (page.after !== null) return { [isUp ? 'gt' : 'lt']: BigInt(page.after.id) };
  if (owner === null) return {};
  const [first] = await ownedIds(db, owner, { ...page, limit: 0, offset: 0 });
  return first === undefined ? { in: [] } : { [isUp ? 'gte' : 'lte']: first };
}

import type { TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { type GrowingTable, idsWithin } from '../page-bounds.ts';
import { queryRows } from '../sql.ts';
import type { Hits } from './numbers.ts';

/** Rows of one table that are read for one question, at most: some tenths of a second where they are in memory. */
const READ_ROWS = 200_000;

/** An amount, and when its orders were written. */
export interface AmountQuestion {
  /** fen */
  readonly amount: number;
  readonly createdFrom: Date;
  /** exclusive */
  readonly createdBefore: Date;
  /** null: of everybody */
  readonly merchantUUID: string | null;
  readonly limit: number;
}

interface SearchedTable {
  readonly table: GrowingTable;
  readonly amount: string;
}

const TABLES: Readonly<Record<TradeKind, SearchedTable>> = {
  pay: { table: 'PayOrder', amount: '"payAmount"' },
  refund: { table: 'RefundOrder', amount: '"refundAmount"' },
};

// Of one merchant: by both bounds of its own index, and in that order. By the merchant and an order by id alone, the
// planner may go through the rows of everybody (page-bounds.ts).
const OWN = `("merchantUUID", id) >= ($1, $2::bigint) AND ("merchantUUID", id) < ($1, $3::bigint)
  ORDER BY "merchantUUID" DESC, id DESC`;
const ALL = `$1::text IS NULL AND id >= $2::bigint AND id < $3::bigint ORDER BY id DESC`;

const rowsSql = ({ table, amount }: SearchedTable, which: string) => `
SELECT uuid, "createdAt" FROM (
  SELECT uuid, "createdAt", ${amount} AS amount FROM "${table}" WHERE ${which} LIMIT ${READ_ROWS}) o
WHERE amount = $4 AND "createdAt" >= $5 AND "createdAt" < $6 LIMIT $7`;

const edgeSql = ({ table }: SearchedTable) =>
  `SELECT id FROM "${table}" WHERE ${OWN} OFFSET ${READ_ROWS - 1} LIMIT 1`;

interface Found {
  readonly uuid: string;
  readonly createdAt: Date;
}

/**
 * The orders of this amount that were written within this time, the newest first. Of each table the newest 200,000
 * rows of that time are read, and no others: `more` says so where there are.
 */
export async function findByAmount(db: Database, question: AmountQuestion): Promise<Hits> {
  const { limit } = question;
  const [pays, refunds] = await Promise.all([
    readTable(db, 'pay', question),
    readTable(db, 'refund', question),
  ]);
  const found = [...pays.found, ...refunds.found].toSorted(newestFirst);
  const hits = found
    .slice(0, limit)
    .map(({ kind, uuid }) => ({ kind, uuid, by: 'amount' }) as const);
  return { hits, more: pays.isCut || refunds.isCut || found.length > limit };
}

const newestFirst = (a: Found, b: Found) => b.createdAt.getTime() - a.createdAt.getTime();

async function readTable(db: Database, kind: TradeKind, question: AmountQuestion) {
  const { merchantUUID, createdFrom, createdBefore, amount, limit } = question;
  const ids = await idsWithin(db, TABLES[kind].table, { createdFrom, createdBefore });
  const { gte: first = 0n, lt: end = 0n } = ids;
  const edge = await findEdge(db, kind, { merchantUUID, first, end });
  const scope = merchantUUID === null ? 'all' : 'one';
  const rows = await queryRows<Found>(db, {
    name: `search-amount-${kind}-${scope}`,
    text: rowsSql(TABLES[kind], merchantUUID === null ? ALL : OWN),
    values: [merchantUUID, edge, end, amount, createdFrom, createdBefore, limit + 1],
  });
  return { found: rows.map((row) => ({ ...row, kind })), isCut: edge > first };
}

interface IdScope {
  readonly merchantUUID: string | null;
  readonly first: bigint;
  readonly end: bigint;
}

/** The first id that is read; of all ids it is computed, of one merchant's the index knows it. */
async function findEdge(
  db: Database,
  kind: TradeKind,
  { merchantUUID, first, end }: IdScope,
): Promise<bigint> {
  const newest = end - BigInt(READ_ROWS);
  if (newest <= first) return first;
  if (merchantUUID === null) return newest;
  const [row] = await queryRows<{ id: bigint }>(db, {
    name: `search-edge-${kind}`,
    text: edgeSql(TABLES[kind]),
    values: [merchantUUID, first, end],
  });
  return row?.id ?? first;
}

import type { Database } from './database.ts';
import type { TradeRecordRow } from './order-lists.ts';
import { type Page, toPage } from './page.ts';
import { findPayModes, type PayModeRow } from './pay-modes.ts';
import { findPayOrders, type PayOrderRow } from './pay-orders/find.ts';
import { findRefundOrders, type RefundOrderRow } from './refund-orders/find.ts';
import { queryRows } from './sql.ts';
import { findTemplatesByIds, type PayModeTemplateRow } from './templates.ts';

/** What `expand` brings along; each map is keyed by the id that the parent row holds. */
export interface Linked {
  payMode?: ReadonlyMap<string, PayModeRow>;
  payModeTemplate?: ReadonlyMap<string, PayModeTemplateRow>;
  payOrder?: ReadonlyMap<string, PayOrderRow>;
  refundOrder?: ReadonlyMap<string, RefundOrderRow>;
  /** the first page of each parent's list, keyed by the parent's uuid; no page: it is empty */
  payOrders?: ReadonlyMap<string, Page<PayOrderRow>>;
  refundOrders?: ReadonlyMap<string, Page<RefundOrderRow>>;
  tradeRecords?: ReadonlyMap<string, Page<TradeRecordRow>>;
}

/** A row whose links are to be followed. */
export interface Parent {
  readonly uuid: string;
  readonly payModeUUID?: string;
  readonly payTemplateId?: string | null;
  readonly payOrderUUID?: string | null;
  readonly refundOrderUUID?: string | null;
}

export type ParentKind = 'payMode' | 'payOrder' | 'refundOrder' | 'tradeRecord';

/** What to follow from which rows. */
export interface LinkQuery {
  readonly kind: ParentKind;
  readonly names: ReadonlySet<string>;
  /** of each inlined list */
  readonly limit: number;
}

/**
 * Follows the named links of all these rows, with one statement for each name, however many rows there
 * are. A name that such rows have no link for is passed over.
 */
export async function findLinked(
  db: Database,
  { kind, names, limit }: LinkQuery,
  parents: readonly Parent[],
): Promise<Linked> {
  const singles = async (name: keyof typeof SINGLES) => ({
    [name]: await SINGLES[name](db, parents),
  });
  const lists = async (name: ListName) => {
    const key = `${kind}.${name}` as const;
    const text = STATEMENTS[key];
    if (text === undefined) return {};
    return { [name]: await listLinked(db, { name: `linked-${key}`, text, limit }, parents) };
  };
  const found = await Promise.all([
    ...SINGLE_NAMES.filter((name) => names.has(name)).map(singles),
    ...LIST_NAMES.filter((name) => names.has(name)).map(lists),
  ]);
  return Object.assign({}, ...found) as Linked;
}

const SINGLES = {
  payMode: (db: Database, parents: readonly Parent[]) =>
    findPayModes(db, idsOf(parents, 'payModeUUID')),
  payModeTemplate: (db: Database, parents: readonly Parent[]) =>
    findTemplatesByIds(db, idsOf(parents, 'payTemplateId')),
  payOrder: async (db: Database, parents: readonly Parent[]) =>
    byUuid(await findPayOrders(db, idsOf(parents, 'payOrderUUID'))),
  refundOrder: async (db: Database, parents: readonly Parent[]) =>
    byUuid(await findRefundOrders(db, idsOf(parents, 'refundOrderUUID'))),
};

const SINGLE_NAMES = ['payMode', 'payModeTemplate', 'payOrder', 'refundOrder'] as const;
const LIST_NAMES = ['payOrders', 'refundOrders', 'tradeRecords'] as const;
type ListName = (typeof LIST_NAMES)[number];

function byUuid<Row extends { readonly uuid: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.uuid, row]));
}

function idsOf(parents: readonly Parent[], key: keyof Parent): string[] {
  return [...new Set(parents.flatMap((parent) => parent[key] ?? []))];
}

/**
 * One statement for all parents, and for each of them the first rows of its list, in that list's own
 * order and from the index that the list itself uses.
 */
const STATEMENTS: Readonly<Partial<Record<`${ParentKind}.${ListName}`, string>>> = {
  'payMode.payOrders': childrenOf('PayOrder', '"payModeUUID" = parent.uuid', 'DESC'),
  'payMode.refundOrders': childrenOf('RefundOrder', '"payModeUUID" = parent.uuid', 'DESC'),
  'payMode.tradeRecords': childrenOf('TradeRecord', '"payModeUUID" = parent.uuid', 'ASC'),
  'payOrder.refundOrders': childrenOf('RefundOrder', '"payOrderUUID" = parent.uuid', 'DESC'),
  'payOrder.tradeRecords': childrenOf('TradeRecord', '"payOrderUUID" = parent.uuid', 'ASC'),
  // History is indexed by payment only, so the refund's payment has to be named too.
  'refundOrder.tradeRecords': childrenOf(
    'TradeRecord',
    `"refundOrderUUID" = parent.uuid AND "payOrderUUID" =
      (SELECT "payOrderUUID" FROM "RefundOrder" WHERE uuid = parent.uuid)`,
    'ASC',
  ),
};

function childrenOf(table: string, condition: string, direction: 'ASC' | 'DESC'): string {
  return `SELECT parent.uuid AS "parentUUID", child.*
    FROM unnest($1::text[]) AS parent(uuid)
    CROSS JOIN LATERAL (
      SELECT * FROM "${table}" WHERE ${condition} ORDER BY id ${direction} LIMIT $2
    ) AS child
    ORDER BY child.id ${direction}`;
}

interface ChildrenStatement {
  readonly name: string;
  readonly text: string;
  readonly limit: number;
}

async function listLinked(
  db: Database,
  { name, text, limit }: ChildrenStatement,
  parents: readonly Parent[],
): Promise<Map<string, Page<unknown>>> {
  const uuids = parents.map(({ uuid }) => uuid);
  const rows = await queryRows<{ parentUUID: string }>(db, {
    name: name,
    text: text,
    values: [uuids, limit + 1],
  });
  const groups = new Map<string, unknown[]>();
  for (const row of rows) {
    const group = groups.get(row.parentUUID);
    if (group === undefined) groups.set(row.parentUUID, [row]);
    else group.push(row);
  }
  return new Map([...groups].map(([uuid, group]) => [uuid, toPage(group, limit)]));
}

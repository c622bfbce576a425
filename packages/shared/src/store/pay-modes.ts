import type { JsonObject } from '../domain/pay-order.ts';
import type { Database } from './database.ts';
import type { PayMode, PayModeTemplate, Prisma } from './generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toInt4,
  toPage,
  whereRows,
} from './page.ts';
import type { ConnectorFields } from './templates.ts';

/** A pay mode as the database holds it, and what it shows of the template that it was opened from. */
export type PayModeRow = PayMode & {
  readonly payModeTemplate: Pick<PayModeTemplate, 'uuid' | 'connectorKind'> | null;
};

const WITH_TEMPLATE = { payModeTemplate: { select: { uuid: true, connectorKind: true } } } as const;

/**
 * What a merchant decides about one of its modes: what a mode has and a template has not, beside whose it is. Absent
 * fields stay as they are.
 */
export type PayModeChoice = {
  readonly [Field in Exclude<
    keyof PayMode,
    keyof PayModeTemplate | 'merchantUUID' | 'merchantHref' | 'connectorParams'
  >]?: PayMode[Field];
} & { readonly connectorParams?: JsonObject };

/** A mode to open. */
export interface NewPayMode {
  readonly uuid: string;
  readonly merchantUUID: string;
  /** '' when nobody knows it */
  readonly merchantHref: string;
  /** a mode that is there already keeps the link that it was opened with */
  readonly keepsHref: boolean;
  readonly payTemplateId: string | null;
  readonly name: string;
  readonly fields: ConnectorFields;
  readonly choice: PayModeChoice;
}

export interface PayModeFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly payTemplateId?: string;
  readonly isOpened?: number;
  readonly isFastPay?: number;
  readonly isOnline?: number;
}

/** One page of pay modes. */
export async function listPayModes(
  db: Database,
  filter: PayModeFilter,
  page: PageQuery,
): Promise<Page<PayModeRow>> {
  const { within, orderBy, ...args } = boundsById(page, toInt4);
  const { by, direction } = page.order;
  const rows = await (await db.prisma()).payMode.findMany({
    where: { ...whereRows(filter), AND: by === 'uiOrder' ? whereAfter(page) : within },
    include: WITH_TEMPLATE,
    orderBy: by === 'uiOrder' ? [{ uiOrder: direction }, orderBy] : orderBy,
    ...args,
  });
  return toPage(rows, page.limit);
}

/**
 * The rows after the last page, by uiOrder. The first condition says nothing that the second does not, but only it
 * lets the index on (merchantUUID, uiOrder, id) begin where the page does.
 */
function whereAfter({ after, order }: PageQuery): Prisma.PayModeWhereInput[] {
  if (after === null) return [];
  const beyond = order.direction === 'asc' ? 'gt' : 'lt';
  const id = { [beyond]: toInt4(after.id) };
  const { uiOrder } = after;
  if (uiOrder === null) return [{ id }];
  return [
    { uiOrder: { [`${beyond}e`]: uiOrder } },
    { OR: [{ uiOrder: { [beyond]: uiOrder } }, { uiOrder, id }] },
  ];
}

/** The mode with this uuid if it is this merchant's, otherwise null; `merchantUUID` null: anybody's. */
export async function findPayMode(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<PayModeRow | null> {
  return await (await db.prisma()).payMode.findUnique({
    where: { uuid, ...(merchantUUID !== null && { merchantUUID }) },
    include: WITH_TEMPLATE,
  });
}

/** The modes with these uuids, keyed by them. */
export async function findPayModes(
  db: Database,
  uuids: readonly string[],
): Promise<Map<string, PayModeRow>> {
  const rows = await (await db.prisma()).payMode.findMany({
    where: { uuid: { in: [...uuids] } },
    include: WITH_TEMPLATE,
  });
  return new Map(rows.map((row) => [row.uuid, row]));
}

/** The uuid of the mode that this merchant opened from this template, or null. */
export async function findOpenedFrom(
  db: Database,
  merchantUUID: string,
  payTemplateId: string,
): Promise<string | null> {
  const row = await (await db.prisma()).payMode.findUnique({
    where: { merchantUUID_payTemplateId: { merchantUUID, payTemplateId } },
    select: { uuid: true },
  });
  return row?.uuid ?? null;
}

/**
 * Opens a mode. One merchant has one mode for each template, also when two open it at once: the second
 * changes the first one's row, and `created` says which of the two this was.
 */
export async function savePayMode(
  db: Database,
  mode: NewPayMode,
  now: Date,
): Promise<{ row: PayModeRow; created: boolean }> {
  const { fields, choice, keepsHref, ...head } = mode;
  const changes = { ...fields, ...columnsOf(choice), modifiedAt: now };
  const data = { ...head, ...changes, createdAt: now };
  const [inserted] = await (await db.prisma()).payMode.createManyAndReturn({
    data: [data],
    skipDuplicates: true,
    include: WITH_TEMPLATE,
  });
  if (inserted !== undefined) return { row: inserted, created: true };
  const { merchantUUID, merchantHref, payTemplateId, name } = head;
  const row = await (await db.prisma()).payMode.update({
    where: {
      merchantUUID_payTemplateId: { merchantUUID, payTemplateId: payTemplateId ?? '' },
    },
    data: { ...(keepsHref ? {} : { merchantHref }), name, ...changes },
    include: WITH_TEMPLATE,
  });
  return { row, created: false };
}

/** It came as JSON: Prisma's own type of that lacks nothing but the promise. */
function columnsOf({ connectorParams, ...columns }: PayModeChoice) {
  const json = connectorParams as Prisma.InputJsonObject | undefined;
  return { ...columns, ...(json !== undefined && { connectorParams: json }) };
}

/** Changes what a merchant decides about a mode. */
export async function changePayMode(
  db: Database,
  change: { readonly uuid: string; readonly choice: PayModeChoice },
  now: Date,
): Promise<PayModeRow> {
  return await (await db.prisma()).payMode.update({
    where: { uuid: change.uuid },
    data: { ...columnsOf(change.choice), modifiedAt: now },
    include: WITH_TEMPLATE,
  });
}

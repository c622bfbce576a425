import type { Database } from './database.ts';
import type { PayModeTemplate } from './generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toInt4,
  toPage,
  whereRows,
} from './page.ts';

/** A template as the database holds it, its secret included. */
export type PayModeTemplateRow = PayModeTemplate;

/** What a template, or a merchant's own mode, may say of itself; absent fields stay as they are. */
export type ConnectorFields = {
  -readonly [Field in Exclude<
    keyof PayModeTemplate,
    'id' | 'uuid' | 'payTemplateId' | 'name' | 'status' | 'createdAt' | 'modifiedAt'
  >]?: PayModeTemplate[Field];
};

/** A template as an operator registers it. */
export interface TemplateInput {
  /** for a new row; an existing template keeps its own */
  readonly uuid: string;
  readonly payTemplateId: string;
  readonly name: string;
  readonly status?: PayModeTemplate['status'];
  readonly fields: ConnectorFields;
}

export interface TemplateFilter extends CreatedRange {
  readonly uuid?: string;
  readonly payTemplateId?: string;
  readonly status?: PayModeTemplate['status'];
  readonly isOnline?: number;
}

/** One page of templates, in the order they were registered. */
export async function listTemplates(
  db: Database,
  filter: TemplateFilter,
  page: PageQuery,
): Promise<Page<PayModeTemplateRow>> {
  const { within, ...args } = boundsById(page, toInt4);
  const rows = await (await db.prisma()).payModeTemplate.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** Templates that are enabled and that this merchant has not opened, oldest first, at most `limit`. */
export async function listUnopenedTemplates(
  db: Database,
  merchantUUID: string,
  limit: number,
): Promise<PayModeTemplateRow[]> {
  return await (await db.prisma()).payModeTemplate.findMany({
    where: { status: 'enabled', payModes: { none: { merchantUUID } } },
    orderBy: { id: 'asc' },
    take: limit,
  });
}

/** The template with this uuid, or null. */
export async function findTemplate(db: Database, uuid: string): Promise<PayModeTemplateRow | null> {
  return await (await db.prisma()).payModeTemplate.findUnique({ where: { uuid } });
}

/** The template with this payTemplateId, or null. */
export async function findTemplateById(
  db: Database,
  payTemplateId: string,
): Promise<PayModeTemplateRow | null> {
  return await (await db.prisma()).payModeTemplate.findUnique({ where: { payTemplateId } });
}

/** The templates with these payTemplateIds, keyed by them. */
export async function findTemplatesByIds(
  db: Database,
  payTemplateIds: readonly string[],
): Promise<Map<string, PayModeTemplateRow>> {
  const rows = await (await db.prisma()).payModeTemplate.findMany({
    where: { payTemplateId: { in: [...payTemplateIds] } },
  });
  return new Map(rows.map((row) => [row.payTemplateId, row]));
}

/**
 * Registers a template, or updates the one with this payTemplateId: absent fields stay as they are.
 * Null when the uuid of a new template already belongs to another.
 */
export async function upsertTemplate(
  db: Database,
  input: TemplateInput,
  now: Date,
): Promise<PayModeTemplateRow | null> {
  const { uuid, payTemplateId, fields, ...head } = input;
  const data = { ...head, ...fields, modifiedAt: now };
  try {
    return await (await db.prisma()).payModeTemplate.upsert({
      where: { payTemplateId },
      create: { uuid, payTemplateId, ...data, createdAt: now },
      update: data,
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** Prisma's own code; its class is not at hand before it was loaded. */
function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

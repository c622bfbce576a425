import type { PoolClient } from 'pg';
import { newUuid, type TradeKind } from '../domain/ids.ts';
import type { Database } from './database.ts';
import type { Selection } from './generated/client.ts';
import { type Asked, askNowStatement } from './orders/ask-now.ts';
import type { DueOrder } from './orders/reschedule.ts';
import { ORDER_TABLES } from './orders/table.ts';
import { inTransaction, queryRows, ROW_TYPES } from './sql.ts';
import { isStuck } from './stuck-orders.ts';

/** A selection of stuck orders as the database holds it. */
export type SelectionRow = Selection;

/** Which stuck orders. What is absent matches all; null matches those that have none. */
export interface SelectionFilter {
  readonly connectorKey?: string;
  readonly payModeUUID?: string;
  readonly lastOutcome?: string | null;
  readonly reviewReason?: string | null;
  readonly needsReview?: 0 | 1;
}

/** A selection that is about to be made. */
export interface NewSelection {
  readonly kind: TradeKind;
  readonly filter: SelectionFilter;
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly createdBy: string;
}

/** The most orders that one may hold. */
export const MOST_SELECTED = 10_000;
/** Of one person within the time that they live. */
export const MOST_SELECTIONS = 100;
const LIVES_HOURS = 24;
/** Those that have ended are deleted when another one is made, at most so many at once: each has its orders. */
const SWEEP_ROWS = 20;

const SWEEP_SQL = `
DELETE FROM "Selection" WHERE id IN (
  SELECT id FROM "Selection" WHERE "expiresAt" < now() ORDER BY "expiresAt" LIMIT ${SWEEP_ROWS} FOR UPDATE SKIP LOCKED)`;

// Chosen without an order, so that nothing but the small index of open orders is read; then the oldest comes first.
function insertSql(kind: TradeKind): string {
  return `
WITH chosen AS MATERIALIZED (
  SELECT o.id, o.uuid FROM ${ORDER_TABLES[kind].name} o
  WHERE o."dueAt" IS NOT NULL AND ${isStuck(kind)}
    AND ($2::text IS NULL OR o."merchantUUID" = $2)
    AND ($5::text IS NULL OR o."connectorKey" = $5)
    AND ($6::text IS NULL OR o."payModeUUID" = $6)
    AND (NOT $7::bool OR o."lastOutcome" IS NOT DISTINCT FROM $8::text)
    AND (NOT $9::bool OR o."reviewReason" IS NOT DISTINCT FROM $10::text)
    AND ($11::int IS NULL OR (o."reviewReason" IS NOT NULL) = ($11::int = 1))
  LIMIT ${MOST_SELECTED + 1}
), made AS (
  INSERT INTO "Selection" (uuid, "merchantUUID", "createdBy", kind, filter, total, "expiresAt")
  SELECT $1, $2, $3, '${kind}', $4::jsonb, (SELECT count(*) FROM chosen)::int, now() + interval '${LIVES_HOURS} hours'
  WHERE (SELECT count(*) FROM chosen) <= ${MOST_SELECTED}
    AND (SELECT count(*) FROM "Selection" WHERE "createdBy" = $3 AND "expiresAt" > now()) < ${MOST_SELECTIONS}
  RETURNING *
), items AS (
  INSERT INTO "SelectionItem" ("selectionId", position, "orderUUID")
  SELECT made.id, row_number() OVER (ORDER BY c.id), c.uuid FROM made CROSS JOIN chosen c
)
SELECT made.*, (SELECT count(*) FROM chosen)::int AS matches FROM (SELECT 1) one LEFT JOIN made ON true`;
}

const INSERT_SQL = { pay: insertSql('pay'), refund: insertSql('refund') };

/** Why a selection was not made: it matches more than one may hold, or its maker has as many as one person may. */
export type SelectionRefusal = 'tooManyOrders' | 'tooManySelections';

function valuesOf(filter: SelectionFilter): unknown[] {
  const { connectorKey = null, payModeUUID = null, needsReview = null } = filter;
  const { lastOutcome, reviewReason } = filter;
  const exact = [lastOutcome, reviewReason].flatMap((text) => [text !== undefined, text ?? null]);
  return [connectorKey, payModeUUID, ...exact, needsReview];
}

/** Makes a selection of the orders that match now; nothing is added to it afterwards. */
export async function insertSelection(
  db: Database,
  { kind, filter, merchantUUID, createdBy }: NewSelection,
): Promise<SelectionRow | SelectionRefusal> {
  await queryRows(db, { name: 'sweep-selections', text: SWEEP_SQL, values: [] });
  const [row] = await queryRows<SelectionRow & { uuid: string | null; matches: number }>(db, {
    name: `insert-selection-${kind}`,
    text: INSERT_SQL[kind],
    values: [...[newUuid(), merchantUUID, createdBy, JSON.stringify(filter)], ...valuesOf(filter)],
  });
  const { matches = 0, ...selection } = row ?? { uuid: null };
  if (selection.uuid !== null) return selection;
  return matches > MOST_SELECTED ? 'tooManyOrders' : 'tooManySelections';
}

/** The selection with this uuid while it lives, or null. */
export async function findSelection(db: Database, uuid: string): Promise<SelectionRow | null> {
  const [row] = await queryRows<SelectionRow>(db, {
    name: 'find-selection',
    text: 'SELECT * FROM "Selection" WHERE uuid = $1 AND "expiresAt" > now()',
    values: [uuid],
  });
  return row ?? null;
}

/** One of a selection's orders, to recognise it by. */
export interface SampledOrder {
  readonly uuid: string;
  readonly tractionNo: string;
  /** fen */
  readonly amount: number;
}

const SAMPLE = 20;

function sampleSql(kind: TradeKind): string {
  return `
SELECT o.uuid, o."tractionNo", ${ORDER_TABLES[kind].amount} AS amount
FROM "SelectionItem" i JOIN ${ORDER_TABLES[kind].name} o ON o.uuid = i."orderUUID"
WHERE i."selectionId" = $1 AND i.position <= ${SAMPLE} ORDER BY i.position`;
}

/** The first of a selection's orders. */
export async function sampleSelection(
  db: Database,
  { id, kind }: Pick<SelectionRow, 'id' | 'kind'>,
): Promise<SampledOrder[]> {
  const known = kindOf(kind);
  return await queryRows<SampledOrder>(db, {
    name: `sample-selection-${known}`,
    text: sampleSql(known),
    values: [id],
  });
}

/** What asking about the rest of a selection would come to, by counts. */
export interface SelectionForecast {
  readonly willAsk: number;
  /** it has become final */
  readonly final: number;
  /** a worker has it now */
  readonly isAsking: number;
  /** its attempt is due by now anyway */
  readonly due: number;
}

function forecastSql(kind: TradeKind): string {
  return `
SELECT count(*) FILTER (WHERE what = 'ask')::int AS "willAsk", count(*) FILTER (WHERE what = 'final')::int AS final,
       count(*) FILTER (WHERE what = 'isAsking')::int AS "isAsking", count(*) FILTER (WHERE what = 'due')::int AS due
FROM (
  SELECT CASE WHEN o.status <> '${ORDER_TABLES[kind].open}' THEN 'final' WHEN o."leaseUntil" >= now() THEN 'isAsking'
              WHEN o."dueAt" <= now() THEN 'due' ELSE 'ask' END AS what
  FROM "SelectionItem" i JOIN ${ORDER_TABLES[kind].name} o ON o.uuid = i."orderUUID"
  WHERE i."selectionId" = $1 AND i.position > $2) t`;
}

/** What asking about all that is left would come to now; changes nothing. */
export async function forecastSelection(
  db: Database,
  { id, kind, asked, skipped }: SelectionRow,
): Promise<SelectionForecast> {
  const known = kindOf(kind);
  const [row] = await queryRows<SelectionForecast>(db, {
    name: `forecast-selection-${known}`,
    text: forecastSql(known),
    values: [id, asked + skipped],
  });
  return row ?? { willAsk: 0, final: 0, isAsking: 0, due: 0 };
}

/** What one step came to. */
export interface SelectionStep {
  readonly selection: SelectionRow;
  /** for their wake-ups */
  readonly asked: readonly DueOrder[];
}

/** Who takes the step, and how many orders at most. */
export interface StepOptions extends Omit<Asked, 'uuid'> {
  readonly limit: number;
}

/**
 * Makes the next attempt of a selection's next orders due now, in one transaction with its counts: whoever dies in
 * between has asked about all of a step or none of it, and nobody asks about an order twice. Those that have become
 * final, that a worker has, or that are due by now are skipped, and counted.
 *
 * @returns null when there is no such selection any more
 */
export async function askSelectionStep(
  db: Database,
  uuid: string,
  options: StepOptions,
): Promise<SelectionStep | null> {
  return await inTransaction(db, async (client) => await takeStep(client, uuid, options));
}

async function takeStep(
  client: PoolClient,
  uuid: string,
  { limit, actor, by }: StepOptions,
): Promise<SelectionStep | null> {
  const locked = await client.query<SelectionRow>({
    types: ROW_TYPES,
    text: 'SELECT * FROM "Selection" WHERE uuid = $1 AND "expiresAt" > now() FOR UPDATE',
    values: [uuid],
  });
  const [selection] = locked.rows;
  if (selection === undefined) return null;
  const done = selection.asked + selection.skipped;
  const next = await client.query<{ orderUUID: string }>({
    text: `SELECT "orderUUID" FROM "SelectionItem"
      WHERE "selectionId" = $1 AND position > $2 AND position <= $2 + $3::int ORDER BY position`,
    values: [selection.id, done, limit],
  });
  const uuids = next.rows.map(({ orderUUID }) => orderUUID);
  const kind = kindOf(selection.kind);
  await lockInOrder(client, kind, uuids);
  const asking = uuids.map((order) => ({ uuid: order, actor, by }));
  const asked = await client.query<DueOrder>(askNowStatement(kind, asking));
  const counted = await client.query<SelectionRow>({
    types: ROW_TYPES,
    text: `UPDATE "Selection" SET asked = asked + $2, skipped = skipped + $3 WHERE id = $1 RETURNING *`,
    values: [selection.id, asked.rows.length, uuids.length - asked.rows.length],
  });
  return { selection: counted.rows[0] ?? selection, asked: asked.rows };
}

/** Two steps over the same orders wait for each other instead of deadlocking. */
async function lockInOrder(client: PoolClient, kind: TradeKind, uuids: readonly string[]) {
  await client.query({
    text: `SELECT 1 FROM ${ORDER_TABLES[kind].name} WHERE uuid = ANY($1::text[]) ORDER BY id FOR UPDATE`,
    values: [[...uuids]],
  });
}

function kindOf(kind: string): TradeKind {
  return kind === 'refund' ? 'refund' : 'pay';
}

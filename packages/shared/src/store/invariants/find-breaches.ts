import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { CURSOR_SQL, NOTIFY_SQL } from './notify-rules.ts';
import { KEYS_SQL, ORPHANS_SQL, PAGE_SQL, TAGS_SQL } from './rules.ts';
import { type TagKey, walkIds, walkTags } from './walk.ts';

/** Something that must never be: which rule an order breaks, and how. */
export interface Breach {
  readonly rule: string;
  /** of the payment or the refund; '' when it is about no order */
  readonly uuid: string;
  readonly payOrderUUID: string;
  readonly tractionNo: string;
  readonly detail: string;
}

/**
 * Checks every payment and refund in the database against the rules that must always hold (design,
 * section 9) and yields the breaches: none when all is well. Reads page by page, each page at one
 * moment, so a gateway may be at work meanwhile; `counted` receives how many payments and refunds a page
 * had.
 */
export async function* findBreaches(
  db: Database,
  counted: (orders: number) => void = () => {},
): AsyncGenerator<Breach> {
  yield* await ask(db, 'keys', { text: KEYS_SQL, values: [] });
  yield* await ask(db, 'cursor', { text: CURSOR_SQL, values: [] });
  for await (const { after, upTo, rows } of walkIds(db, 'PayOrder')) {
    counted(rows);
    yield* await ask(db, 'pays', { text: PAGE_SQL, values: [after, upTo, null] });
  }
  for (const table of ['RefundOrder', 'TradeRecord'] as const) {
    for await (const { after, upTo, rows } of walkIds(db, table)) {
      if (table === 'RefundOrder') counted(rows);
      yield* await ask(db, table, { text: ORPHANS_SQL[table], values: [after, upTo] });
      if (table === 'TradeRecord') {
        yield* await ask(db, 'notify', { text: NOTIFY_SQL, values: [after, upTo] });
      }
    }
  }
  for await (const { after, upTo } of walkTags(db)) {
    yield* await ask(db, 'tags', {
      text: TAGS_SQL,
      values: [...valuesOf(after), ...valuesOf(upTo)],
    });
  }
}

const valuesOf = ({ value, merchantUUID, orderId }: TagKey) => [value, merchantUUID, orderId];

/** The same for the payments of one merchant and all that belongs to them, at one moment. */
export async function findBreachesOf(db: Database, merchantUUID: string): Promise<Breach[]> {
  return await ask(db, 'pays', { text: PAGE_SQL, values: [0n, MAX_ID, merchantUUID] });
}

const MAX_ID = 2n ** 63n - 1n;

async function ask(db: Database, name: string, sql: { text: string; values: unknown[] }) {
  return await queryRows<Breach>(db, { name: `invariants-${name}`, ...sql });
}

/** One line of an order's history. */
export interface TimelineEntry {
  readonly createdAt: Date;
  readonly kind: string;
  readonly tractionNo: string;
  readonly event: string;
  readonly actor: string;
  readonly fromStatus: string | null;
  readonly toStatus: string;
  readonly amount: number;
  readonly attempt: number;
}

const MAX_ENTRIES = 200;

/** The history of a payment and its refunds, oldest first; at most 200 entries. */
export async function readTimeline(db: Database, payOrderUUID: string): Promise<TimelineEntry[]> {
  return await queryRows<TimelineEntry>(db, {
    name: 'timeline',
    text: `SELECT "createdAt", kind, "tractionNo", event, actor, "fromStatus", "toStatus", amount, attempt
      FROM "TradeRecord" WHERE "payOrderUUID" = $1 ORDER BY id LIMIT ${MAX_ENTRIES}`,
    values: [payOrderUUID],
  });
}

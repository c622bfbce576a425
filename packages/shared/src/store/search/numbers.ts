import type { TradeKind } from '../../domain/ids.ts';
import type { OrderTag } from '../../domain/order-tags.ts';
import { type MatchedBy, prefixRanges } from '../../domain/search.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { numbersSql, PROBE_ROWS } from './probes.ts';

/** An order that was found, and by what. */
export interface Hit {
  readonly kind: TradeKind;
  readonly uuid: string;
  readonly by: MatchedBy;
}

/** What was found, best first, and whether more may be there. */
export interface Hits {
  readonly hits: readonly Hit[];
  readonly more: boolean;
}

interface Found extends Hit {
  readonly isPrefix: boolean;
  readonly createdAt: Date;
}

/** A row of the statement; one without an order says that its probe ended early. */
type Answered = Found | { readonly uuid: null };

const SQL = { all: numbersSql(false), one: numbersSql(true) } as const;

/**
 * The orders with one of these numbers, of whatever kind: whole numbers first, then those that begin so; the newest of
 * each first, and each order once. Every number is looked up in an index of its own, all in one statement.
 *
 * @param question.merchantUUID null: of everybody
 */
export async function findByNumbers(
  db: Database,
  question: {
    readonly forms: readonly string[];
    readonly tags: readonly OrderTag[];
    readonly merchantUUID: string | null;
    readonly limit: number;
  },
): Promise<Hits> {
  const { forms, tags, merchantUUID, limit } = question;
  const ranges = prefixRanges(forms);
  const bounds = [ranges.map(({ low }) => low), ranges.map(({ high }) => high)];
  const scope = merchantUUID === null ? 'all' : 'one';
  const rows = await queryRows<Answered>(db, {
    name: `search-numbers-${scope}`,
    text: SQL[scope],
    values: [forms, ...bounds, tags, ...(merchantUUID === null ? [] : [merchantUUID])],
  });
  return rank(rows, limit);
}

function rank(rows: readonly Answered[], limit: number): Hits {
  const found = rows.filter((row): row is Found => row.uuid !== null);
  const best = new Map<string, Found>();
  for (const row of found.toSorted(byWorth)) {
    const key = `${row.kind} ${row.uuid}`;
    if (!best.has(key)) best.set(key, row);
  }
  const hits = [...best.values()];
  const isCut = found.length < rows.length || hasFullProbe(found);
  return { hits: hits.slice(0, limit), more: isCut || hits.length > limit };
}

function byWorth(a: Found, b: Found): number {
  return Number(a.isPrefix) - Number(b.isPrefix) || b.createdAt.getTime() - a.createdAt.getTime();
}

function hasFullProbe(found: readonly Found[]): boolean {
  const counts = new Map<string, number>();
  for (const { by, kind, isPrefix } of found) {
    const probe = `${by} ${kind} ${isPrefix}`;
    counts.set(probe, (counts.get(probe) ?? 0) + 1);
  }
  return [...counts.values()].some((count) => count > PROBE_ROWS);
}

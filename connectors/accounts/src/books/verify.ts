import type { Connection } from './connection.ts';
import { RULES } from './verify-rules.ts';

/** A rule that some rows break, with at most ten of them. */
export interface Breach {
  readonly rule: string;
  readonly meaning: string;
  readonly count: number;
  readonly examples: readonly string[];
}

const EXAMPLES = 10;

/**
 * Checks every rule that the books must keep, each as one statement over one snapshot. Nothing is written; payments may
 * go on meanwhile. Empty where the books are sound.
 */
export async function verifyBooks(connection: Pick<Connection, 'rows'>): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const { rule, meaning, sql } of RULES) {
    const found = await connection.rows(
      `SELECT count(*)::int AS count, coalesce(jsonb_agg(id) FILTER (WHERE at <= ${EXAMPLES}), '[]') AS examples
         FROM (SELECT id::text AS id, row_number() OVER () AS at FROM (${sql}) broken) numbered`,
    );
    const { count, examples } = found[0] as { count: number; examples: string[] };
    if (count > 0) breaches.push({ rule, meaning, count, examples });
  }
  return breaches;
}

/** What a shop owes its customers, by the month in which it expires; null: it does not. */
export interface Liability {
  readonly kind: 'principal' | 'bonus' | 'count';
  readonly asset: string;
  readonly expiresIn: string | null;
  /** fen, or pieces of the asset */
  readonly amount: number;
}

/** The liability of this merchant's prepaid cards: principal is owed to customers, bonus and counts are promises. */
export async function liabilities(
  connection: Pick<Connection, 'rows'>,
  merchantUUID: string,
): Promise<Liability[]> {
  const rows = await connection.rows(
    `SELECT l.kind, a.asset, to_char(l.expires_at, 'YYYY-MM') AS "expiresIn",
            sum(l.remaining)::text AS amount
       FROM lot l JOIN account a ON a.id = l.account_id WHERE l.remaining > 0 AND a.merchant_uuid = $1
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [merchantUUID],
  );
  return rows.map((row) => ({ ...row, amount: Number(row['amount']) })) as unknown as Liability[];
}

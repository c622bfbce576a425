/** A rule of the books: its statement answers the id of every row that breaks it. */
export interface Rule {
  readonly rule: string;
  readonly meaning: string;
  readonly sql: string;
}

const DONE = `o.state = 'done'`;

/** Each must answer no row at any time. */
export const RULES: readonly Rule[] = [
  {
    rule: 'entriesSumToZero',
    meaning: 'the entries of an operation sum to zero for each asset',
    sql: `SELECT operation_no AS id FROM entry GROUP BY operation_no, asset HAVING sum(amount) <> 0`,
  },
  {
    rule: 'balanceIsItsEntries',
    meaning: "an account's balance is the sum of its entries",
    sql: `SELECT a.id FROM account a LEFT JOIN entry e ON e.account_id = a.id WHERE a.balance IS NOT NULL
      GROUP BY a.id HAVING a.balance <> coalesce(sum(e.amount), 0)`,
  },
  {
    rule: 'balancesFollow',
    meaning: 'each entry goes on from the balance of the one before, without a gap',
    sql: `SELECT a.id FROM account a JOIN (SELECT account_id, version, balance_after,
        lag(balance_after, 1, 0::bigint) OVER w + amount AS expected, row_number() OVER w AS at
        FROM entry WINDOW w AS (PARTITION BY account_id ORDER BY version)) e ON e.account_id = a.id
      WHERE a.balance IS NOT NULL AND (e.version IS NULL OR e.version <> e.at OR e.balance_after IS DISTINCT FROM e.expected)
      UNION SELECT a.id FROM account a LEFT JOIN entry e ON e.account_id = a.id WHERE a.balance IS NOT NULL
        GROUP BY a.id HAVING a.version <> count(e.account_id)`,
  },
  {
    rule: 'entriesHaveTheirAsset',
    meaning: "an entry's asset is its account's",
    sql: `SELECT e.operation_no AS id FROM entry e JOIN account a ON a.id = e.account_id WHERE a.asset <> e.asset`,
  },
  {
    rule: 'prepaidNotBelowZero',
    meaning: 'stored value and counts are never below zero, nor below what is held',
    sql: `SELECT id FROM account WHERE kind IN ('principal', 'bonus', 'count') AND (balance - held < 0 OR balance IS NULL)`,
  },
  {
    rule: 'lotsAreTheBalance',
    meaning: 'what is left of the lots is the balance of their account',
    sql: `SELECT a.id FROM account a LEFT JOIN lot l ON l.account_id = a.id WHERE a.kind IN ('principal', 'bonus', 'count')
      GROUP BY a.id HAVING a.balance <> coalesce(sum(l.remaining), 0)`,
  },
  {
    rule: 'lotsAddUp',
    meaning: 'what is left of a lot is what it began with, less uses and ends, plus returns',
    sql: `SELECT l.id FROM lot l WHERE l.remaining NOT BETWEEN 0 AND l.original OR l.remaining <> l.original
      - coalesce((SELECT sum(used) FROM lot_use WHERE lot_id = l.id), 0)
      + coalesce((SELECT sum(amount) FROM lot_return WHERE lot_id = l.id), 0)
      - coalesce((SELECT sum(amount) FROM lot_end WHERE lot_id = l.id), 0)`,
  },
  {
    rule: 'returnsWithinUses',
    meaning: 'what a payment gave back to a lot is what its refunds say, and not more than it used',
    sql: `SELECT u.operation_no AS id FROM lot_use u LEFT JOIN lot_return r ON r.pay_no = u.operation_no AND r.lot_id = u.lot_id
      GROUP BY u.operation_no, u.lot_id HAVING u.returned <> coalesce(sum(r.amount), 0) OR u.returned NOT BETWEEN 0 AND u.used
      UNION SELECT r.refund_no FROM lot_return r JOIN operation o ON o.no = r.refund_no WHERE o.source_no <> r.pay_no`,
  },
  {
    rule: 'usesAreThePayment',
    meaning: 'what a payment used of lots is what it took from prepaid accounts',
    sql: `SELECT o.no AS id FROM operation o WHERE o.kind IN ('pay', 'adjust') AND ${DONE}
      AND coalesce((SELECT sum(used) FROM lot_use WHERE operation_no = o.no), 0) <> coalesce((SELECT -sum(e.amount)
        FROM entry e JOIN account a ON a.id = e.account_id WHERE e.operation_no = o.no AND e.amount < 0
        AND a.kind IN ('principal', 'bonus', 'count')), 0)`,
  },
  {
    rule: 'refundsWithinPayment',
    meaning: 'the refunds of a payment do not exceed it, and its top-up refunds not the top-up',
    sql: `SELECT p.no AS id FROM operation p JOIN operation o ON o.source_no = p.no AND ${DONE}
      GROUP BY p.no HAVING sum(o.amount) > p.amount`,
  },
  {
    rule: 'refundsHaveTheirPayment',
    meaning:
      'a refund that was done is of a payment, or a top-up, of the same holding that was done',
    sql: `SELECT o.no AS id FROM operation o LEFT JOIN operation p ON p.no = o.source_no
      WHERE o.kind IN ('refund', 'topUpRefund') AND ${DONE} AND (p.state IS DISTINCT FROM 'done'
        OR p.holding_id IS DISTINCT FROM o.holding_id
        OR NOT (CASE o.kind WHEN 'refund' THEN p.kind = 'pay' ELSE p.kind IN ('topUp', 'import') END))`,
  },
  {
    rule: 'amountsAreTheirEntries',
    meaning: 'revenue, repayments and write-offs are the amounts of their operations',
    sql: `SELECT o.no AS id FROM operation o LEFT JOIN (SELECT e.operation_no, sum(e.amount) AS amount FROM entry e
        JOIN account a ON a.id = e.account_id AND a.kind IN ('revenue', 'repayClearing', 'writeOff') GROUP BY 1) e
        ON e.operation_no = o.no
      WHERE ${DONE} AND o.kind IN ('pay', 'refund', 'repay', 'writeOff') AND o.book <> 'memberCount'
        AND e.amount IS DISTINCT FROM CASE o.kind WHEN 'pay' THEN o.amount ELSE -o.amount END`,
  },
  {
    rule: 'statementsFollow',
    meaning: 'a statement opens with what the one before closed with, on the day after it',
    sql: `SELECT id FROM (SELECT id, opening, from_date, lag(closing, 1, 0::bigint) OVER w AS before,
        lag(to_date) OVER w AS last_day FROM statement WINDOW w AS (PARTITION BY holding_id ORDER BY from_date)) s
      WHERE opening <> before OR from_date <> last_day + 1`,
  },
  {
    rule: 'statementsAddUp',
    meaning: 'a statement is the sum of its operations',
    sql: `SELECT s.id FROM statement s LEFT JOIN (SELECT o.statement_id, o.kind, e.amount FROM operation o
        JOIN entry e ON e.operation_no = o.no JOIN account a ON a.id = e.account_id AND a.kind = 'receivable') t
        ON t.statement_id = s.id
      GROUP BY s.id HAVING s.charges <> coalesce(-sum(t.amount) FILTER (WHERE kind = 'pay'), 0)
        OR s.refunds <> coalesce(sum(t.amount) FILTER (WHERE kind = 'refund'), 0)
        OR s.repayments <> coalesce(sum(t.amount) FILTER (WHERE kind = 'repay'), 0)
        OR s.write_offs <> coalesce(sum(t.amount) FILTER (WHERE kind = 'writeOff'), 0)
        OR s.adjustments <> coalesce(sum(t.amount) FILTER (WHERE kind = 'adjust'), 0)
        OR s.closing <> s.opening + s.charges - s.refunds - s.repayments - s.write_offs - s.adjustments`,
  },
  {
    rule: 'statementsAreTheBalance',
    meaning: 'what is owed is the last statement and the operations that none has',
    sql: `SELECT a.id FROM account a WHERE a.kind = 'receivable' AND -a.balance <>
      coalesce((SELECT closing FROM statement s WHERE s.holding_id = a.holding_id ORDER BY from_date DESC LIMIT 1), 0)
      - coalesce((SELECT sum(e.amount) FROM entry e JOIN operation o ON o.no = e.operation_no
          WHERE e.account_id = a.id AND o.statement_id IS NULL), 0)`,
  },
  {
    rule: 'allocationsWithinBoth',
    meaning:
      'no repayment is allocated beyond its amount, and no statement beyond what it waits for',
    sql: `SELECT o.no AS id FROM operation o JOIN allocation x ON x.credit_no = o.no GROUP BY o.no
        HAVING sum(x.amount) > o.amount OR o.kind NOT IN ('repay', 'writeOff') OR o.state <> 'done'
      UNION SELECT s.id::text FROM statement s LEFT JOIN allocation x ON x.statement_id = s.id GROUP BY s.id
        HAVING coalesce(sum(x.amount), 0) > greatest(0, s.charges - s.refunds - s.adjustments)
          OR (s.status = 'paid') <> (coalesce(sum(x.amount), 0) >= s.charges - s.refunds - s.adjustments)
      UNION SELECT s.id::text FROM statement s JOIN allocation x ON x.credit_statement_id = s.id GROUP BY s.id
        HAVING sum(x.amount) > greatest(0, -(s.charges - s.refunds - s.adjustments))`,
  },
  {
    rule: 'entriesHaveAnOperation',
    meaning: 'no entry without an operation that was done',
    sql: `SELECT e.operation_no AS id FROM entry e LEFT JOIN operation o ON o.no = e.operation_no
      WHERE o.state IS DISTINCT FROM 'done'`,
  },
  {
    rule: 'operationsHaveEntries',
    meaning: 'no operation that was done without entries',
    sql: `SELECT o.no AS id FROM operation o WHERE ${DONE} AND NOT EXISTS (SELECT FROM entry WHERE operation_no = o.no)`,
  },
  {
    rule: 'merchantsDoNotMix',
    meaning: 'an operation touches accounts of its own merchant and holding only',
    sql: `SELECT o.no AS id FROM operation o JOIN entry e ON e.operation_no = o.no JOIN account a ON a.id = e.account_id
      WHERE a.merchant_uuid <> o.merchant_uuid OR (a.holding_id IS NOT NULL AND a.holding_id IS DISTINCT FROM o.holding_id)`,
  },
  {
    rule: 'signersAddUp',
    meaning:
      "what a person signed on a day is the day's bills, less those that were refunded on it",
    sql: `SELECT coalesce(u.signer_id, t.signer_id) AS id FROM signer_use u FULL JOIN (
        SELECT g.signer_id, p.business_date AS day, sum(p.amount - coalesce((SELECT sum(r.amount) FROM operation r
            WHERE r.source_no = p.no AND r.state = 'done' AND r.business_date = p.business_date), 0)) AS used
          FROM signed g JOIN operation p ON p.no = g.operation_no GROUP BY 1, 2) t
        ON t.signer_id = u.signer_id AND t.day = u.day
      WHERE u.used IS DISTINCT FROM t.used
      UNION SELECT o.holding_id FROM operation o LEFT JOIN signed g ON g.operation_no = o.no
        WHERE o.book = 'signAccount' AND o.kind = 'pay' AND (g.operation_no IS NOT NULL) <> (${DONE})`,
  },
  {
    rule: 'itemsAddUp',
    meaning:
      'the pieces of a payment are what it took, and those that came back what its refunds say',
    sql: `SELECT i.pay_no AS id FROM pay_item i WHERE i.returned NOT BETWEEN 0 AND i.count
        OR i.returned <> coalesce((SELECT sum(r.count) FROM refund_item r JOIN operation o ON o.no = r.refund_no
          WHERE o.source_no = i.pay_no AND r.account_id = i.account_id), 0)
        OR -i.count IS DISTINCT FROM (SELECT sum(amount) FROM entry WHERE operation_no = i.pay_no AND account_id = i.account_id)
      UNION SELECT o.no FROM operation o WHERE o.kind = 'pay' AND o.book = 'memberCount' AND ${DONE}
        AND NOT EXISTS (SELECT FROM pay_item WHERE pay_no = o.no)`,
  },
];

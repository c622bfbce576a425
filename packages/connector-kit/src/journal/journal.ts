import { randomUUID } from 'node:crypto';
import type { Pool, QueryResultRow } from 'pg';
import { type Changes, columnOf, type RawRow, type Row, readRow, SELECTED } from './row.ts';
import { inTransaction, msUntil } from './sql.ts';
import { EDGES, type State } from './states.ts';

/** A payment or refund that comes in. */
export interface Arrival {
  readonly tractionNo: string;
  readonly kind: 'pay' | 'refund';
  readonly merchantUUID: string;
  /** fen */
  readonly amount: number;
  readonly payTractionNo: string | null;
  readonly memo: Readonly<Record<string, unknown>>;
  readonly expiresAt: Date | null;
  readonly notifyUrl: string | null;
  /**
   * Of a refund, judged while no other refund of its payment can come in: why nothing may be sent, or null. What is
   * refused is written as `failed`.
   *
   * @param payment null: the journal does not have it
   */
  refuse?(payment: RefundedPayment | null): string | null;
}

/** A payment that is to be refunded. */
export interface RefundedPayment {
  readonly state: State;
  /** fen */
  readonly amount: number;
  /** fen, of its refunds that did not fail */
  readonly refunded: number;
}

/** Another flow has the operation now: what this one wanted to write is not written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** How long things last, ms. */
export interface JournalTimes {
  readonly leaseMs: number;
  readonly unsentMs: number;
}

/**
 * The durable record of every operation. An operation belongs to one flow at a time, which holds its lease; only that
 * flow moves it, and only along {@link EDGES}.
 */
export interface Journal {
  find(tractionNo: string): Promise<Row | null>;
  /** Writes it as `new` and leased, or finds the one that is there. `isNew` says which. */
  insert(arrival: Arrival): Promise<{ readonly row: Row; readonly isNew: boolean }>;
  /** Takes the lease, unless another flow has it. */
  claim(tractionNo: string): Promise<Row | null>;
  /** Takes the leases of up to `limit` operations whose time has come. */
  claimDue(limit: number): Promise<Row[]>;
  /** When the next one is due, counted from now, ms; null: none. */
  nextDueMs(): Promise<number | null>;
  /** Moves it and keeps the lease, with a new end. @throws {LeaseLost} */
  move(row: Row, to: State, change: Write): Promise<Row>;
  /** Moves it, or leaves its state, and gives the lease back. @throws {LeaseLost} */
  release(row: Row, to: State, change: Write): Promise<Row>;
  /**
   * Writes that the refund is being sent now, unless another refund of its payment was sent less than `gapMs` ago. False:
   * nothing is written.
   */
  reserve(refund: Row, gapMs: number): Promise<boolean>;
  /** Makes it due at once, and asked about however short ago it was. Null: no such number, or another flow has it. */
  hasten(tractionNo: string): Promise<Row | null>;
  /** A cancellation was asked for. An unknown number becomes a tombstone; what was not sent yet is cancelled. */
  wantCancel(tractionNo: string): Promise<{ readonly row: Row; readonly isNew: boolean }>;
}

/** What is written beside the state, and why. */
export interface Write {
  readonly cause: string;
  readonly changes?: Changes;
}

/** Opens the journal of these tables; they must be there, see {@link migrateJournal}. */
export function openJournal(pool: Pool, times: JournalTimes): Journal {
  const rows = async (sql: string, values: readonly unknown[]) =>
    (await pool.query<RawRow & QueryResultRow>(sql, [...values])).rows.map(readRow);
  const first = async (sql: string, values: readonly unknown[]) =>
    (await rows(sql, values))[0] ?? null;
  const find = async (tractionNo: string) => await first(FIND, [tractionNo]);
  const write = async (row: Row, to: State, options: Write & { keeps: boolean }) => {
    assertEdge(row.state, to);
    const { sql, values } = writeOf(row, to, { ...options, leaseMs: times.leaseMs });
    const written = await first(sql, values);
    if (written === null) throw new LeaseLost(`${row.tractionNo} is in other hands`);
    return written;
  };
  return {
    find,
    insert: async (arrival) => {
      const row =
        arrival.kind === 'pay'
          ? await first(INSERT, insertValues(arrival, times))
          : await insertRefund(pool, arrival, times);
      if (row !== null) return { row, isNew: true };
      return { row: await found(find, arrival.tractionNo), isNew: false };
    },
    claim: async (tractionNo) => await first(CLAIM, [tractionNo, randomUUID(), times.leaseMs]),
    claimDue: async (limit) => await rows(CLAIM_DUE, [limit, randomUUID(), times.leaseMs]),
    nextDueMs: async () => await msUntil(pool, NEXT_DUE),
    move: async (row, to, change) => await write(row, to, { ...change, keeps: true }),
    release: async (row, to, change) => await write(row, to, { ...change, keeps: false }),
    reserve: async (refund, gapMs) => await reserve(pool, refund, gapMs),
    hasten: async (tractionNo) => await first(HASTEN, [tractionNo]),
    wantCancel: async (tractionNo) => {
      const tombstone = await first(TOMBSTONE, [tractionNo]);
      if (tombstone !== null) return { row: tombstone, isNew: true };
      const row = (await first(WANT_CANCEL, [tractionNo])) ?? (await found(find, tractionNo));
      return { row, isNew: false };
    },
  };
}

/** Rows are never deleted while a program that may ask for them runs. */
async function found(find: Journal['find'], tractionNo: string): Promise<Row> {
  const row = await find(tractionNo);
  if (row === null) throw new Error(`operation ${tractionNo} is gone from the journal`);
  return row;
}

function assertEdge(from: State, to: State): void {
  if (from === to || EDGES[from].includes(to)) return;
  throw new Error(`an operation may not go from ${from} to ${to}`);
}

const NOTE = `INSERT INTO operation_event (traction_no, from_state, to_state, cause)`;
const LEASE_IS_FREE = '(lease_until IS NULL OR lease_until < clock_timestamp())';
const ms = (place: string) => `${place} * interval '1 millisecond'`;

const FIND = `SELECT ${SELECTED} FROM operation WHERE traction_no = $1`;

const INSERT = `WITH operation AS (
  INSERT INTO operation (traction_no, kind, state, merchant_uuid, amount, pay_traction_no, memo, expires_at,
    notify_url, reason, finished_at, next_at, lease_id, lease_until)
  VALUES ($1, $2, CASE WHEN $9::text IS NULL THEN 'new' ELSE 'failed' END, $3, $4, $5, $6, $7, $8, $9,
    CASE WHEN $9::text IS NOT NULL THEN now() END,
    CASE WHEN $9::text IS NULL THEN now() + ${ms('$10')} END,
    CASE WHEN $9::text IS NULL THEN $11::uuid END,
    CASE WHEN $9::text IS NULL THEN now() + ${ms('$12')} END)
  ON CONFLICT (traction_no) DO NOTHING RETURNING *
), noted AS (${NOTE} SELECT traction_no, NULL, state, 'post' FROM operation)
SELECT ${SELECTED} FROM operation`;

/** @param refusal certain already: it is written and nothing is sent */
function insertValues(arrival: Arrival, times: JournalTimes, refusal: string | null = null) {
  const { tractionNo, kind, merchantUUID, amount, payTractionNo, memo, expiresAt } = arrival;
  const about = [tractionNo, kind, merchantUUID, amount, payTractionNo, JSON.stringify(memo)];
  const { unsentMs, leaseMs } = times;
  return [...about, expiresAt, arrival.notifyUrl, refusal, unsentMs, randomUUID(), leaseMs];
}

/** One after the other for each payment: two that fit alone may be too much together. */
async function insertRefund(pool: Pool, arrival: Arrival, times: JournalTimes) {
  return await inTransaction(pool, async (client) => {
    const { rows: payments } = await client.query<RawRow>(LOCK_PAYMENT, [arrival.payTractionNo]);
    const { rows: sums } = await client.query<{ refunded: string }>(REFUNDED, [
      arrival.payTractionNo,
      arrival.tractionNo,
    ]);
    const payment = payments[0] && { ...readRow(payments[0]), refunded: Number(sums[0]?.refunded) };
    const refusal = arrival.refuse?.(payment ?? null) ?? null;
    const { rows } = await client.query<RawRow>(INSERT, insertValues(arrival, times, refusal));
    return rows[0] === undefined ? null : readRow(rows[0]);
  });
}

const LOCK_PAYMENT = `SELECT ${SELECTED} FROM operation WHERE traction_no = $1 AND kind = 'pay' FOR UPDATE`;
const REFUNDED = `SELECT coalesce(sum(amount), 0) AS refunded FROM operation
  WHERE pay_traction_no = $1 AND traction_no <> $2 AND state <> 'failed'`;

/** One after the other for each payment, as {@link insertRefund}. */
async function reserve(pool: Pool, refund: Row, gapMs: number): Promise<boolean> {
  const { payTractionNo, tractionNo, leaseId } = refund;
  return await inTransaction(pool, async (client) => {
    await client.query(LOCK_REFUNDS, [payTractionNo]);
    const { rowCount } = await client.query(RESERVE, [payTractionNo, tractionNo, leaseId, gapMs]);
    return rowCount === 1;
  });
}

const LOCK_REFUNDS = "SELECT pg_advisory_xact_lock(hashtext('refunds of ' || $1))";
const RESERVE = `UPDATE operation SET sent_at = clock_timestamp()
  WHERE traction_no = $2 AND lease_id = $3 AND NOT EXISTS (
    SELECT FROM operation AS other WHERE other.pay_traction_no = $1 AND other.traction_no <> $2
      AND other.sent_at > clock_timestamp() - ${ms('$4')})`;

/** What is being closed is asked about by its cancellation. */
const HASTEN = `UPDATE operation SET next_at = clock_timestamp(), asked_at = NULL
  WHERE traction_no = $1 AND state IN ('sending', 'running', 'failed', 'closed') AND sent_at IS NOT NULL
    AND ${LEASE_IS_FREE}
  RETURNING ${SELECTED}`;

const CLAIM = `UPDATE operation SET lease_id = $2, lease_until = clock_timestamp() + ${ms('$3')}
  WHERE traction_no = $1 AND ${LEASE_IS_FREE} RETURNING ${SELECTED}`;

const CLAIM_DUE = `UPDATE operation SET lease_id = $2, lease_until = clock_timestamp() + ${ms('$3')}
  WHERE traction_no IN (
    SELECT traction_no FROM operation WHERE next_at <= clock_timestamp() AND ${LEASE_IS_FREE}
    ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${SELECTED}`;

const NEXT_DUE = `SELECT min(greatest(next_at, coalesce(lease_until, next_at))) AS due
  FROM operation WHERE next_at IS NOT NULL`;

const TOMBSTONE = `WITH operation AS (
  INSERT INTO operation (traction_no, kind, state, is_cancel_wanted, finished_at, reason)
  VALUES ($1, 'pay', 'cancelled', true, now(), 'cancelled') ON CONFLICT (traction_no) DO NOTHING RETURNING *
), noted AS (${NOTE} SELECT traction_no, NULL, state, 'cancel' FROM operation)
SELECT ${SELECTED} FROM operation`;

/** Whoever holds the lease of a new one finds at its next write that it may not send any more. */
const WANT_CANCEL = `WITH operation AS (
  UPDATE operation SET is_cancel_wanted = true,
    state = CASE WHEN state = 'new' THEN 'cancelled' ELSE state END,
    reason = CASE WHEN state = 'new' THEN 'cancelled' ELSE reason END,
    finished_at = CASE WHEN state = 'new' THEN clock_timestamp() ELSE finished_at END,
    next_at = CASE WHEN state = 'new' THEN NULL WHEN state IN ('sending', 'running') THEN clock_timestamp()
      ELSE next_at END
  WHERE traction_no = $1 AND kind = 'pay' AND NOT is_cancel_wanted AND state IN ('new', 'sending', 'running', 'closing')
  RETURNING *
), noted AS (${NOTE} SELECT traction_no, NULL, state, 'cancel' FROM operation)
SELECT ${SELECTED} FROM operation`;

interface WriteOptions extends Write {
  readonly keeps: boolean;
  readonly leaseMs: number;
}

/** One statement: the row where it is still ours and as we know it, and a line of its history when its state changes. */
function writeOf(row: Row, to: State, { cause, changes = {}, keeps, leaseMs }: WriteOptions) {
  const values: unknown[] = [row.tractionNo, row.state, row.leaseId, to, cause];
  const place = (value: unknown) => `$${values.push(value)}`;
  const lease = keeps
    ? `lease_until = clock_timestamp() + ${ms(place(leaseMs))}`
    : 'lease_id = NULL, lease_until = NULL';
  const sets = (Object.keys(changes) as (keyof Changes)[]).map((field) => {
    const value = field === 'payData' ? JSON.stringify(changes[field]) : changes[field];
    return `, ${columnOf(field)} = ${place(value)}`;
  });
  const sql = `WITH operation AS (
    UPDATE operation SET state = $4, ${lease}${sets.join('')}
    WHERE traction_no = $1 AND state = $2 AND lease_id = $3 RETURNING *
  ), noted AS (${NOTE} SELECT traction_no, $2, $4, $5 FROM operation WHERE $2 <> $4)
  SELECT ${SELECTED} FROM operation`;
  return { sql, values };
}

import type { Pool, QueryResultRow } from 'pg';
import { type RawRow, type Row, readRow, SELECTED } from './row.ts';
import { msUntil } from './sql.ts';

/** The notices that are to be sent. Each is a part of its operation's row, written together with the outcome. */
export interface NoticeBox {
  /** Takes up to `limit` that are due. One that is neither `taken` nor `again` comes back when its lease is over. */
  take(limit: number, leaseMs: number): Promise<Row[]>;
  /** The gateway has it. Another one of this operation, with another id, stays. */
  taken(row: Row): Promise<void>;
  again(row: Row, afterMs: number): Promise<void>;
  /** ms until the next one is due; null: there is none */
  nextDueMs(): Promise<number | null>;
}

const TAKE = `UPDATE operation SET notice_at = clock_timestamp() + $2 * interval '1 millisecond', notice_tries = notice_tries + 1
  WHERE traction_no IN (SELECT traction_no FROM operation WHERE notice_at <= clock_timestamp()
    ORDER BY notice_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  RETURNING ${SELECTED}`;
const TAKEN =
  'UPDATE operation SET notice_at = NULL, notice_tries = 0 WHERE traction_no = $1 AND notice_id = $2';
const AGAIN = `UPDATE operation SET notice_at = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE traction_no = $1 AND notice_id = $2`;
const NEXT = 'SELECT min(notice_at) AS due FROM operation WHERE notice_at IS NOT NULL';

export function openNoticeBox(pool: Pool): NoticeBox {
  return {
    take: async (limit, leaseMs) =>
      (await pool.query<RawRow & QueryResultRow>(TAKE, [limit, leaseMs])).rows.map(readRow),
    taken: async ({ tractionNo, noticeId }) =>
      void (await pool.query(TAKEN, [tractionNo, noticeId])),
    again: async ({ tractionNo, noticeId }, afterMs) =>
      void (await pool.query(AGAIN, [tractionNo, noticeId, afterMs])),
    nextDueMs: async () => await msUntil(pool, NEXT),
  };
}

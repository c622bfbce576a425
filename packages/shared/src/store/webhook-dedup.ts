import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/** A notice by the id that its sender gave it. Other senders may use the same id for theirs. */
export interface NoticeId {
  /** whose secret signed it: a template, or a mode of a merchant's own */
  readonly sender: string;
  readonly webhookId: string;
}

/** Whether this sender's notice with this id was taken before. */
export async function wasNoticeSeen(db: Database, notice: NoticeId): Promise<boolean> {
  const rows = await queryRows(db, {
    name: 'find-notice-seen',
    text: 'SELECT FROM "NoticeSeen" WHERE sender = $1 AND "webhookId" = $2',
    values: [notice.sender, notice.webhookId],
  });
  return rows.length > 0;
}

/**
 * Remembers a notice. Call it after it was settled: remembered before, a notice that was interrupted
 * would be taken for a replay when its sender repeats it, and lost.
 */
export async function rememberNotice(db: Database, notice: NoticeId): Promise<void> {
  await queryRows(db, {
    name: 'remember-notice',
    text: 'INSERT INTO "NoticeSeen" (sender, "webhookId") VALUES ($1, $2) ON CONFLICT DO NOTHING',
    values: [notice.sender, notice.webhookId],
  });
}

/** Forgets ids whose signatures are too old to be accepted anyway. */
export async function forgetNoticesBefore(db: Database, moment: Date): Promise<void> {
  await queryRows(db, {
    name: 'forget-notices',
    text: 'DELETE FROM "NoticeSeen" WHERE "createdAt" < $1',
    values: [moment],
  });
}

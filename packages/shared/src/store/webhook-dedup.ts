import type { Database } from './database.ts';

/** A notice by the id that its sender gave it. Other senders may use the same id for theirs. */
export interface NoticeId {
  /** whose secret signed it: a template, or a mode of a merchant's own */
  readonly sender: string;
  readonly webhookId: string;
}

/** Whether this sender's notice with this id was taken before. */
export async function wasNoticeSeen(db: Database, notice: NoticeId): Promise<boolean> {
  const { sender, webhookId } = notice;
  return (await db.prisma.noticeSeen.count({ where: { sender, webhookId } })) > 0;
}

/**
 * Remembers a notice. Call it after it was settled: remembered before, a notice that was interrupted
 * would be taken for a replay when its sender repeats it, and lost.
 */
export async function rememberNotice(db: Database, notice: NoticeId): Promise<void> {
  const { sender, webhookId } = notice;
  await db.prisma.noticeSeen.createMany({ data: { sender, webhookId }, skipDuplicates: true });
}

/** Forgets ids whose signatures are too old to be accepted anyway. */
export async function forgetNoticesBefore(db: Database, moment: Date): Promise<void> {
  await db.prisma.noticeSeen.deleteMany({ where: { createdAt: { lt: moment } } });
}

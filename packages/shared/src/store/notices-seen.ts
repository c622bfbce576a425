import type { Database } from './database.ts';

/** Whether a notice with this webhook-id was taken before. */
export async function wasNoticeSeen(db: Database, webhookId: string): Promise<boolean> {
  return (await db.prisma.noticeSeen.count({ where: { webhookId } })) > 0;
}

/**
 * Remembers a webhook-id. Call it after the notice was settled: remembered before, a notice that was
 * interrupted would be taken for a replay when its sender repeats it, and lost.
 */
export async function rememberNotice(db: Database, webhookId: string): Promise<void> {
  await db.prisma.noticeSeen.createMany({ data: { webhookId }, skipDuplicates: true });
}

/** Forgets ids whose signatures are too old to be accepted anyway. */
export async function forgetNoticesBefore(db: Database, moment: Date): Promise<void> {
  await db.prisma.noticeSeen.deleteMany({ where: { createdAt: { lt: moment } } });
}

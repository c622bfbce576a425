import type { FastifyInstance } from 'fastify';
import { AuditRecords, Operations } from './answers.ts';
import { type AdminDeps, limitOf, onRead } from './route.ts';
import { AuditQuery, OperationQuery } from './schemas.ts';

/** What happened in the books, and who did it. */
export function listRoutes(app: FastifyInstance, { admin, connection }: AdminDeps): void {
  onRead(app, {
    url: '/operations',
    summary: 'Operations by orderNo; `after` is the last one of the page before',
    query: OperationQuery,
    answer: Operations,
    run: async (query) => ({ items: await admin.operations({ ...query, limit: limitOf(query) }) }),
  });
  onRead(app, {
    url: '/audit',
    summary: 'Who changed what, newest first; `after` is the id of the last one of the page before',
    query: AuditQuery,
    answer: AuditRecords,
    run: async ({ merchantUUID: merchant, ...page }) => ({
      items: await connection.call('list_audit', {
        merchant,
        after: page.after,
        limit: limitOf(page),
      }),
    }),
  });
}

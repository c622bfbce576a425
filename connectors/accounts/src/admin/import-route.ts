import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { importMembers } from '../books/import-members.ts';
import { ImportReport } from './answers.ts';
import { merchantOf } from './caller.ts';
import { type AdminDeps, answersOf } from './route.ts';
import { ImportQuery } from './schemas.ts';

const MAX_FILE_BYTES = 32 * 1024 * 1024;

/** Members with balances and counts. The file itself is the body: whatever a spreadsheet saved. */
export function importRoute(app: FastifyInstance, { connection }: AdminDeps): void {
  app.addContentTypeParser(
    ['text/csv', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: MAX_FILE_BYTES },
    (_request, body, done) => done(null, body),
  );
  const schema = {
    summary: 'Members with balances and counts from CSV (UTF-8, GB18030); dryRun=1 only says',
    consumes: ['text/csv'],
    querystring: ImportQuery,
    response: answersOf(ImportReport),
  };
  app.post<{ Querystring: Static<typeof ImportQuery> }>(
    '/imports',
    { schema, bodyLimit: MAX_FILE_BYTES },
    async (request) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return await importMembers(connection, {
        merchantUUID: merchantOf(request),
        bytes,
        isDryRun: request.query.dryRun === '1',
      });
    },
  );
}

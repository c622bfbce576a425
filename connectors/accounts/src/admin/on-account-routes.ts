import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { statementCsv } from '../books/statement-csv.ts';
import { Ageing, Done, Statement, Statements, StatementWithLines } from './answers.ts';
import { merchantOf } from './caller.ts';
import { type AdminDeps, answersOf, onRead, onWrite } from './route.ts';
import {
  Closing,
  ClosingOfAll,
  Credit,
  MerchantQuery,
  PartyQuery,
  StatementParams,
} from './schemas.ts';

/** On account outside of payments: money that comes in, and statements. */
export function onAccountRoutes(app: FastifyInstance, deps: AdminDeps): void {
  const { admin } = deps;
  onWrite(app, {
    url: '/repayments',
    summary: 'Money that a company has paid; the key is the number of its transfer',
    body: Credit,
    answer: Done,
    run: admin.repay,
  });
  onWrite(app, {
    url: '/writeOffs',
    summary: 'A debt that is given up',
    body: Credit,
    answer: Done,
    run: admin.writeOff,
  });
  onRead(app, {
    url: '/ageing',
    summary: 'What is owed, by days past the due date',
    query: PartyQuery,
    answer: Ageing,
    run: async ({ merchantUUID, partyUUID }) => admin.ageing(merchantUUID, partyUUID),
  });
  statementRoutes(app, deps);
  statementRoute(app, deps);
}

function statementRoutes(app: FastifyInstance, { admin }: AdminDeps): void {
  onWrite(app, {
    url: '/statements',
    summary: 'Close a period of one account; the same day again answers its statement',
    body: Closing,
    answer: Statement,
    run: admin.closeStatement,
  });
  onWrite(app, {
    url: '/statementRuns',
    summary: 'Close a period of every account that has one to close',
    body: ClosingOfAll,
    answer: Statements,
    run: async (input) => ({ items: await admin.closeStatements(input) }),
  });
  onRead(app, {
    url: '/statements',
    summary: 'The statements of an account',
    query: PartyQuery,
    answer: Statements,
    run: async ({ merchantUUID, partyUUID }) => ({
      items: await admin.statements(merchantUUID, partyUUID),
    }),
  });
}

function statementRoute(app: FastifyInstance, { admin }: AdminDeps): void {
  type One = { Params: Static<typeof StatementParams> };
  const linesOf = async (request: FastifyRequest<One>) =>
    admin.statementLines(merchantOf(request), Number(request.params.id));
  const common = { params: StatementParams, querystring: MerchantQuery };
  const schema = { ...common, summary: 'A statement with its lines' };
  const response = answersOf(StatementWithLines);
  app.get<One>('/statements/:id', { schema: { ...schema, response } }, linesOf);
  const forSheet = { ...common, summary: 'The same as CSV, which opens in a spreadsheet' };
  app.get<One>('/statements/:id/csv', { schema: forSheet }, async (request, reply) => {
    const { statement, lines } = await linesOf(request);
    const name = `statement-${statement.toDate}.csv`;
    return reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(statementCsv(statement, lines));
  });
}

import type { Connection } from './connection.ts';
import { needDay } from './days.ts';
import { type Keyed, ofKeyed, runKeyed } from './keyed.ts';
import type { Ageing, Statement, StatementLine } from './views.ts';

/** Money that lowers what a company owes. */
export interface Credit extends Omit<Keyed, 'book'> {
  /** fen */
  readonly amount: number;
}

/** A period that ends: everything up to this business date that no statement has. Dates as YYYY-MM-DD. */
export interface Closing extends ClosingOfAll {
  readonly partyUUID: string;
}

/** The same of every account of a merchant. */
export interface ClosingOfAll {
  readonly merchantUUID: string;
  readonly toDate: string;
  /** default 30 days after toDate */
  readonly dueDate?: string;
}

/** On account outside of payments. Refusals throw RefusedError and write nothing. */
export function onAccountOf(connection: Connection) {
  const credit = async (kind: 'repay' | 'writeOff', input: Credit) => {
    const content = { ...ofKeyed({ ...input, book: 'signAccount' }), kind, amount: input.amount };
    return await runKeyed(connection, ['book_credit', kind], content);
  };
  const closeStatement = async ({ merchantUUID, partyUUID, toDate, dueDate }: Closing) => {
    const days = { toDate: needDay(toDate), dueDate: needDay(dueDate) };
    const request = { merchant: merchantUUID, party: partyUUID, ...days };
    return (await connection.call('close_statement', request)) as Statement;
  };
  return {
    /** The key is the number of the bank transfer. What is beyond the debt stays to the company's good. */
    repay: async (input: Credit) => await credit('repay', input),
    /** At most what is owed. */
    writeOff: async (input: Credit) => await credit('writeOff', input),
    /** Closing the same day again answers the statement that there is. */
    closeStatement,
    /** Each account is a transaction; a call that ends in the middle is finished by the same call. */
    closeStatements: async (closing: ClosingOfAll) => {
      const { merchantUUID: merchant } = closing;
      const toDate = needDay(closing.toDate);
      const parties = await connection.call('due_accounts', { merchant, toDate });
      const statements: Statement[] = [];
      for (const partyUUID of parties as string[])
        statements.push(await closeStatement({ ...closing, partyUUID }));
      return statements;
    },
    statements: async (merchantUUID: string, partyUUID: string) => {
      const request = { merchant: merchantUUID, party: partyUUID };
      return (await connection.call('list_statements', request)) as Statement[];
    },
    statementLines: async (merchantUUID: string, statementId: number) => {
      const request = { merchant: merchantUUID, statementId };
      const answer = await connection.call('statement_lines', request);
      return answer as { statement: Statement; lines: StatementLine[] };
    },
    ageing: async (merchantUUID: string, partyUUID: string) => {
      const request = { merchant: merchantUUID, party: partyUUID };
      return (await connection.call('ageing', request)) as Ageing;
    },
  };
}

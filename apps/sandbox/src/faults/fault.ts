import type { FastifyReply } from 'fastify';
import type { ConnectorAnswer } from '../answer.ts';
import type { Transaction } from '../ledger/transaction.ts';

/** An answer about to be spoilt. */
export interface Answering {
  readonly reply: FastifyReply;
  /** what an honest connector would say */
  readonly answer: ConnectorAnswer;
  /** null when the call is not about one transaction (checkEnv, or a query of an unknown number) */
  readonly tx: Transaction | null;
  /** the behaviour's number: ms between two bytes of `drip` */
  readonly argument: number;
}

/** Sends something else than the honest answer, or nothing; takes over the reply for good. */
export type Fault = (answering: Answering) => FastifyReply;

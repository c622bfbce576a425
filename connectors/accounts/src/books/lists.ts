import type { Book } from './calls.ts';
import type { Connection } from './connection.ts';
import { needDay } from './days.ts';
import type { HoldingView } from './views.ts';

/** A page of a merchant's list: what comes behind `after`, at most `limit`. */
interface Page {
  readonly merchantUUID: string;
  /** the key of the last one of the page before */
  readonly after?: string;
  readonly limit: number;
}

/** Holdings of one book by partyUUID. */
export interface HoldingQuery extends Page {
  readonly book: Book;
  /** a part of the party's name */
  readonly name?: string;
}

/** Operations by orderNo, business dates. One that still runs may come with a smaller number: compare days that are over. */
export interface OperationQuery extends Page {
  readonly book?: Book;
  readonly partyUUID?: string;
  readonly kind?: OperationView['kind'];
  readonly fromDate?: string;
  readonly toDate?: string;
}

/** An operation as it was written. */
export interface OperationView {
  readonly operationNo: string;
  readonly orderNo: string;
  readonly kind:
    | 'pay'
    | 'refund'
    | 'topUp'
    | 'topUpRefund'
    | 'import'
    | 'repay'
    | 'writeOff'
    | 'adjust'
    | 'expire'
    | 'cancelMark';
  readonly book: Book | null;
  readonly partyUUID: string | null;
  /** fen; of an expiry of counts pieces */
  readonly amount: number;
  readonly state: 'done' | 'declined' | 'cancelled';
  readonly reason: string | null;
  /** the payment of a refund, the top-up of its refund */
  readonly sourceNo: string | null;
  readonly note: string;
  readonly businessDate: string;
  readonly createdAt: string;
}

/** A person who may sign, as it is stored; null: no limit, no last day. */
export interface SignerView {
  readonly personUUID: string;
  readonly name: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly perOpLimit: number | null;
  readonly dayLimit: number | null;
  readonly monthLimit: number | null;
}

/** What screens, and comparisons with the gateway, read. */
export function listsOf(connection: Connection) {
  return {
    holdings: async ({ merchantUUID: merchant, ...page }: HoldingQuery) =>
      (await connection.call('list_holdings', { merchant, ...page })) as HoldingView[],
    operations: async ({ merchantUUID: merchant, partyUUID: party, ...page }: OperationQuery) => {
      const days = { fromDate: needDay(page.fromDate), toDate: needDay(page.toDate) };
      const request = { merchant, party, ...page, ...days };
      return (await connection.call('list_operations', request)) as OperationView[];
    },
    signers: async (merchantUUID: string, partyUUID: string) => {
      const request = { merchant: merchantUUID, party: partyUUID };
      return (await connection.call('list_signers', request)) as SignerView[];
    },
  };
}

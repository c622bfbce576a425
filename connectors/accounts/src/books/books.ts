import {
  type Book,
  type BookCall,
  type PayCall,
  type RefundCall,
  readPay,
  readRefund,
} from './calls.ts';
import { type BooksOptions, type Connection, openConnection } from './connection.ts';
import { BooksUnavailableError } from './errors.ts';
import { createLanes } from './lanes.ts';
import { isReason, REASONS, type Reason } from './reasons.ts';

/** What became of a payment or refund, for ever. */
export interface Outcome {
  readonly ret: 'success' | 'failed';
  /** the books' own number */
  readonly thirdOrderNo: string;
  /** for the cashier; empty when it succeeded */
  readonly thirdErrorReason: string;
  /** the name of the reason, for programs; null when it succeeded */
  readonly reason: Reason | null;
  /** `YYYY-MM-DD HH:mm:ss` in the books' zone */
  readonly tradeFinishedAt: string;
}

/** The number was used for another request before: nothing was done, and nothing may be answered about it. */
export interface Conflict {
  readonly ret: 'conflict';
}

/** What the gateway's calls come to. Each throws {@link BooksUnavailableError} when that is not known. */
export interface Books {
  /** Takes the money once for a number, however often it comes. */
  pay(book: Book, call: PayCall): Promise<Outcome | Conflict>;
  /** Gives back at most what is left of the payment, to where it came from. */
  refund(book: Book, call: RefundCall): Promise<Outcome | Conflict>;
  query(tractionNo: string): Promise<Outcome | { readonly ret: 'notFound' }>;
  /** `success` and `notFound`: no money was taken and never will be under this number; `failed`: it was taken. */
  cancel(
    tractionNo: string,
  ): Promise<{ readonly ret: 'success' | 'notFound' | 'failed' | 'conflict' }>;
  /** for the shop's own operations */
  readonly connection: Connection;
  close(): Promise<void>;
}

/** Fewer than the pool has connections: the shop's own operations find one. */
const LANES = 6;

/** Opens the books of a migrated schema. */
export function openBooks(options: BooksOptions): Books {
  const connection = openConnection(options);
  const inLane = createLanes<BookCall, unknown>({
    keyOf: ({ lane }) => lane,
    run: async (calls) =>
      (await connection.call('book_calls', {
        calls: calls.map(({ call, request }) => ({ call, request })),
      })) as unknown[],
    lanes: LANES,
    isOfKey: (error) => error instanceof BooksUnavailableError,
  });
  return {
    pay: async (book, call) => outcomeOf(await inLane(readPay(book, call))),
    refund: async (book, call) => outcomeOf(await inLane(readRefund(book, call))),
    query: async (tractionNo) => {
      const answer = await connection.call('book_query', { no: tractionNo });
      return isNotFound(answer) ? { ret: 'notFound' } : (outcomeOf(answer) as Outcome);
    },
    cancel: async (tractionNo) => {
      const answer = await connection.call('book_cancel', { no: tractionNo });
      return answer as { ret: 'success' | 'notFound' | 'failed' | 'conflict' };
    },
    connection,
    close: async () => await connection.close(),
  };
}

/** What the functions answer about an operation. */
interface Answer {
  readonly ret: 'success' | 'failed' | 'conflict';
  readonly orderNo: string;
  readonly reason: string | null;
  readonly finishedAt: string;
}

function outcomeOf(answer: unknown): Outcome | Conflict {
  const { ret, orderNo, reason, finishedAt } = answer as Answer;
  if (ret === 'conflict') return { ret };
  const known = reason !== null && isReason(reason) ? reason : null;
  return {
    ret,
    thirdOrderNo: orderNo,
    thirdErrorReason: known === null ? '' : REASONS[known].zh,
    reason: known,
    tradeFinishedAt: finishedAt,
  };
}

function isNotFound(answer: unknown): boolean {
  return (answer as { ret: string }).ret === 'notFound';
}

import type { Answer } from '@payserver/connector-kit/http/answer';
import type { Way } from '@payserver/connector-kit/http/way';
import { Conflict } from '@payserver/connector-kit/work/take-call';
import type { Books, Conflict as OtherContent, Outcome } from './books/books.ts';
import type { Book } from './books/calls.ts';

/** The books, each with its path: one for each built-in template (API document, payModeTemplate). */
export const PATHS: Readonly<Record<Book, string>> = {
  signAccount: '/signAccount',
  memberBalance: '/memberBalance',
  memberCount: '/memberCount',
};

/**
 * One book behind the connector's URLs. Its operations are its journal: an answer is on disk before it is given, and
 * the same number is answered alike for ever.
 */
export function wayOf(books: Books, book: Book): Way {
  return {
    pay: async ({ tractionNo, merchantUUID, amount: payAmount, payParams }) =>
      answerOf(
        tractionNo,
        await books.pay(book, { tractionNo, merchantUUID, payAmount, payParams }),
      ),
    refund: async (call) => {
      const { tractionNo, merchantUUID, payTractionNo, clientExtraParams } = call;
      const about = { tractionNo, merchantUUID, payTractionNo, clientExtraParams };
      return answerOf(
        tractionNo,
        await books.refund(book, { ...about, refundAmount: call.amount }),
      );
    },
    query: async (tractionNo) => {
      const outcome = await books.query(tractionNo);
      return outcome.ret === 'notFound'
        ? { tractionNo, ret: 'notFound' }
        : answerOf(tractionNo, outcome);
    },
    cancel: async (tractionNo) => {
      const { ret } = await books.cancel(tractionNo);
      if (ret === 'conflict') throw new Conflict(`${tractionNo} is no payment`);
      return { tractionNo, ret };
    },
    // A merchant needs nothing: its first account, member or card is its opening.
    checkEnv: async () => true,
  };
}

function answerOf(tractionNo: string, outcome: Outcome | OtherContent): Answer {
  if (outcome.ret === 'conflict')
    throw new Conflict(`${tractionNo} came before with other content`);
  const { ret, thirdOrderNo, thirdErrorReason, tradeFinishedAt } = outcome;
  return { tractionNo, ret, thirdOrderNo, thirdErrorReason, tradeFinishedAt };
}

import type { FastifyInstance } from 'fastify';
import { liabilities } from '../books/verify.ts';
import { Done, Liabilities } from './answers.ts';
import { type AdminDeps, onRead, onWrite } from './route.ts';
import { Adjustment, CountTopUp, MerchantQuery, TopUp, TopUpRefund } from './schemas.ts';

/** Stored value and count cards outside of payments. Amounts are fen; a `key` makes a repeat the same operation. */
export function prepaidRoutes(app: FastifyInstance, { admin, connection }: AdminDeps): void {
  onWrite(app, {
    url: '/topUps',
    summary: 'Stored value that was bought, with its bonus',
    body: TopUp,
    answer: Done,
    run: async (input) => admin.topUp({ ...input, book: 'memberBalance' }),
  });
  onWrite(app, {
    url: '/countTopUps',
    summary: 'Pieces that were bought',
    body: CountTopUp,
    answer: Done,
    run: async (input) => admin.topUpCounts({ ...input, book: 'memberCount' }),
  });
  onWrite(app, {
    url: '/topUpRefunds',
    summary: 'What is left of a top-up goes back',
    body: TopUpRefund,
    answer: Done,
    run: admin.refundTopUp,
  });
  onWrite(app, {
    url: '/adjustments',
    summary: 'A correction, with its reason in `note`',
    body: Adjustment,
    answer: Done,
    run: admin.adjust,
  });
  onRead(app, {
    url: '/liabilities',
    summary: 'What the shop owes its members, by month of expiry',
    query: MerchantQuery,
    answer: Liabilities,
    run: async ({ merchantUUID }) => ({ items: await liabilities(connection, merchantUUID) }),
  });
}

import type { Result } from '@payserver/shared/domain/errors';
import type { RefundRequest } from '@payserver/shared/domain/refund-order';
import { REFUND_OPEN } from '@payserver/shared/domain/statuses';
import { findRefundOrders, type RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { acceptRefunds } from './accept-refunds.ts';
import { awaitFinal, type TakeTurn } from './await-final.ts';
import type { PayDeps } from './pay.ts';

/**
 * Refunds (API document, Refund 1 and 3): accepts the requests, waits until all of their refunds are
 * final or the shared waiting time is over, and answers each as it is then. For the refusals see
 * {@link acceptRefunds}.
 *
 * @param options.waitMs 0 answers at once
 */
export async function refund(
  deps: PayDeps,
  requests: readonly RefundRequest[],
  options: {
    readonly merchantUUID: string;
    readonly waitMs: number;
    readonly takeTurn: TakeTurn;
  },
): Promise<readonly Result<RefundOrderRow>[]> {
  const accepted = await options.takeTurn(() =>
    acceptRefunds(deps, options.merchantUUID, requests),
  );
  return await awaitFinal(deps.waiter, accepted, {
    open: REFUND_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findRefundOrders(deps.db, uuids),
    // A refund's end depends on what the database knows of its payment.
    after: () => null,
  });
}

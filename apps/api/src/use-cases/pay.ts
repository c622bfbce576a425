import type { Result } from '@payserver/shared/domain/errors';
import type { PayRequest } from '@payserver/shared/domain/pay-order';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import { findPayOrders, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import type { PayOutcome } from '@payserver/shared/store/pay-orders/settle';
import { type AcceptPaysDeps, acceptPays, type PayPolicy } from './accept-pays.ts';
import { awaitFinal, type TakeTurn } from './await-final.ts';
import type { OutcomeWaiter } from './outcome-waiter.ts';

export interface PayDeps extends AcceptPaysDeps {
  readonly waiter: OutcomeWaiter;
}

/**
 * Pays (API document, Pay 1 and 4): accepts the requests, waits until all of their orders are final or
 * the shared waiting time is over, and answers each order as it is then. For the refusals see
 * {@link acceptPays}.
 *
 * @param options.waitMs 0 answers at once
 */
export async function pay(
  deps: PayDeps,
  requests: readonly PayRequest[],
  options: PayPolicy & { readonly waitMs: number; readonly takeTurn: TakeTurn },
): Promise<readonly Result<PayOrderRow>[]> {
  const accepted = await options.takeTurn(() => acceptPays(deps, options, requests));
  return await awaitFinal(deps.waiter, accepted, {
    open: PAY_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findPayOrders(deps.db, uuids),
    after: (order, outcome) => ('status' in outcome ? finished(order, outcome) : null),
  });
}

/** What settling wrote, as the row has it. */
function finished(order: PayOrderRow, outcome: PayOutcome): PayOrderRow {
  return {
    ...order,
    status: outcome.status,
    thirdPayNo: outcome.thirdPayNo,
    resultCode: outcome.resultCode,
    payFinishAt: outcome.payFinishAt,
    modifiedAt: outcome.payFinishAt ?? order.modifiedAt,
    paySecrets: null,
    dueAt: null,
    leaseUntil: null,
    lastOutcome: null,
    reviewReason: null,
  };
}

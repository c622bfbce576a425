import { type Result, refused } from '@payserver/shared/domain/errors';
import type { PayRequest } from '@payserver/shared/domain/pay-order';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import type { OutcomeSignal } from '@payserver/shared/store/outcome-signal';
import {
  findPayOrders,
  type PayOrderRow,
  syncPayOrders,
} from '@payserver/shared/store/pay-orders/find';
import { isOnDisk } from '@payserver/shared/store/pay-orders/insert';
import { acceptPays, type PayPolicy } from './accept-pays.ts';
import { awaitFinal, type TakeTurn } from './await-final.ts';
import type { PayDeps } from './pay-deps.ts';

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
  options: PayPolicy & { readonly takeTurn: TakeTurn },
): Promise<readonly Result<PayOrderRow>[]> {
  const accepted = await options.takeTurn(() => acceptPays(deps, options, requests));
  const answers = await awaitFinal(deps.waiter, accepted, {
    open: PAY_OPEN,
    waitMs: options.waitMs,
    reread: async (uuids) => await findPayOrders(deps.db, uuids),
    after: finished,
  });
  return await onDisk(deps, answers);
}

/** The same answers once a crash of the database would leave all of them. Refusal: 9503 one was lost with a crash. */
async function onDisk(
  deps: PayDeps,
  answers: readonly Result<PayOrderRow>[],
): Promise<readonly Result<PayOrderRow>[]> {
  const unsure = answers.flatMap((one) => (one.ok && !isOnDisk(one.value) ? one.value.uuid : []));
  if (unsure.length === 0) return answers;
  const there = await syncPayOrders(deps.db, unsure);
  return answers.map((one) =>
    !one.ok || isOnDisk(one.value) || there.has(one.value.uuid)
      ? one
      : refused(9503, 'the database has lost this payment before it was sent: send it again'),
  );
}

/** What settling wrote, as the row has it; null when the signal does not tell all of it. */
export function finished(order: PayOrderRow, outcome: OutcomeSignal): PayOrderRow | null {
  if (!('status' in outcome) || outcome.hasPayData) return null;
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

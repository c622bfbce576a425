import { PAY_OPEN } from '../domain/statuses.ts';
import { type CancelRef, endCancel } from '../store/pay-orders/cancelling.ts';
import { findPayOrders } from '../store/pay-orders/find.ts';
import type { SettlementDeps } from './evidence.ts';
import { settlePays } from './settle.ts';

/**
 * Ends a cancellation that its connector has refused, or that never left: a success that was held meanwhile settles
 * the payment, one that comes later does so too. Changes nothing when there has been another cancellation since.
 */
export async function endRefusedCancel(deps: SettlementDeps, cancel: CancelRef): Promise<void> {
  for (;;) {
    const [order] = await findPayOrders(deps.db, [cancel.uuid]);
    if (order?.status !== PAY_OPEN || order.cancelCall !== cancel.call) return;
    if (order.successHeld) {
      await settlePays(deps, [
        {
          uuid: order.uuid,
          event: 'succeed',
          actor: 'connector',
          epoch: null,
          thirdNo: null,
          resultCode: '',
          refusedCancel: cancel.call,
          httpStatus: null,
          durationMs: null,
          detail: { reason: 'it had succeeded, and could not be cancelled' },
        },
      ]);
      return;
    }
    // Not when a success was held between the two: then it is settled.
    if (await endCancel(deps.db, cancel)) return;
  }
}

import { settleRefunds } from '@payserver/shared/settlement/settle';
import type { Claimed } from '@payserver/shared/store/orders/claim';
import { findPayOrders } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import {
  callRefundQueryUrl,
  callRefundUrl,
  type RefundCall,
} from '../connectors/refund-connector.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import type { TradeFlow } from './trade-flow.ts';

/** How refunds are sent and settled. */
export const refundFlow: TradeFlow<Claimed<RefundOrderRow>> = {
  kind: 'refund',
  startedAt: (order) => order.refundStartAt,
  expiresAt: () => null,
  sendUrl: (connector) => connector.refundUrl,
  sendUrlName: 'refundUrl',
  submit: async (deps, connector, order) =>
    await callRefundUrl(deps, connector, await withPayment(deps, order)),
  query: async (deps, connector, order) =>
    await callRefundQueryUrl(deps, connector, await withPayment(deps, order)),
  cancel: async () => {
    throw new Error('a refund cannot be cancelled');
  },
  settle: async (deps, evidence) => (await settleRefunds(deps, evidence)).length,
};

async function withPayment(deps: AttemptDeps, refund: RefundOrderRow): Promise<RefundCall> {
  const [pay] = await findPayOrders(deps.db, [refund.payOrderUUID]);
  // Rows are never deleted, so its payment is there; without it nothing may be sent.
  if (pay === undefined) throw new Error(`refund ${refund.uuid} has no payment`);
  return { ...refund, pay };
}

import { settlePays } from '@payserver/shared/settlement/settle';
import type { ClaimedPay } from '@payserver/shared/store/orders/claim';
import { callCancelUrl, callPayQueryUrl, callPayUrl } from '../connectors/pay-connector.ts';
import type { TradeFlow } from './trade-flow.ts';

/** How payments are sent and settled. */
export const payFlow: TradeFlow<ClaimedPay> = {
  kind: 'pay',
  startedAt: (order) => order.orderStartAt,
  expiresAt: (order) => order.orderExpiredAt,
  sendUrl: (connector) => connector.payUrl,
  sendUrlName: 'payUrl',
  submit: callPayUrl,
  query: callPayQueryUrl,
  cancel: callCancelUrl,
  settle: async (deps, evidence) => (await settlePays(deps, evidence)).length,
};

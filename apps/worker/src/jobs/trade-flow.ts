import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Evidence } from '@payserver/shared/settlement/evidence';
import { settlePays, settleRefunds } from '@payserver/shared/settlement/settle';
import type { Claimed, ClaimedPay } from '@payserver/shared/store/orders/claim';
import { findPayOrders } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { callCancelUrl, callPayQueryUrl, callPayUrl } from '../connectors/pay-connector.ts';
import {
  callRefundQueryUrl,
  callRefundUrl,
  type RefundCall,
} from '../connectors/refund-connector.ts';
import type { AttemptDeps } from './attempt-deps.ts';

/** What every claimed order has, payment or refund. */
export type ClaimedOrder = Claimed<{
  readonly uuid: string;
  readonly epoch: number;
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly lastOutcome: string | null;
}>;

/** How one kind of order is claimed, sent, asked about and settled. The steps around it are the same. */
export interface TradeFlow<Order extends ClaimedOrder> {
  readonly kind: TradeKind;
  startedAt(order: Order): Date;
  /** null for orders that never expire */
  expiresAt(order: Order): Date | null;
  /** where its POST goes, and what that URL is called */
  sendUrl(connector: ConnectorConfig): string | null;
  readonly sendUrlName: 'payUrl' | 'refundUrl';
  submit(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  query(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  /** Only of kinds that can be cancelled. */
  cancel(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  /** Answers how many orders moved. */
  settle(deps: AttemptDeps, evidence: readonly Evidence[]): Promise<number>;
}

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

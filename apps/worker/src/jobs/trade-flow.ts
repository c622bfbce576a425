import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Evidence } from '@payserver/shared/settlement/evidence';
import { settlePays, settleRefunds } from '@payserver/shared/settlement/settle';
import type { Claimed, ClaimedPay } from '@payserver/shared/store/orders/claim';
import { findPayOrders } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { callPayQueryUrl, callPayUrl } from '../connectors/pay-connector.ts';
import {
  callRefundQueryUrl,
  callRefundUrl,
  type RefundCall,
} from '../connectors/refund-connector.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import { askAndCancel } from './cancel-pay.ts';

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
  /** since when it is attempted, the more rarely the longer */
  startedAt(order: Order): Date;
  /** what its till shows by now */
  shown(order: Order): unknown;
  /** why nothing of it was sent, when it expired before that */
  unsentReason(order: Order): string;
  /** null for orders that never expire */
  expiresAt(order: Order): Date | null;
  /** how long it may be carried out, ms; null for orders that never expire */
  lifeMs(order: Order): number | null;
  /** where its POST goes, and what that URL is called */
  sendUrl(connector: ConnectorConfig): string | null;
  readonly sendUrlName: 'payUrl' | 'refundUrl';
  submit(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  query(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  /** Asks and then cancels. Only of kinds that can be cancelled. */
  close(deps: AttemptDeps, connector: ConnectorConfig, order: Order): Promise<ConnectorReply>;
  /** Answers how many orders moved. */
  settle(deps: AttemptDeps, evidence: readonly Evidence[]): Promise<number>;
}

/** How payments are sent and settled. */
export const payFlow: TradeFlow<ClaimedPay> = {
  kind: 'pay',
  // Whoever called it off waits for the end.
  startedAt: (order) => order.closeAskedAt ?? order.orderStartAt,
  shown: (order) => order.payData,
  unsentReason: (order) =>
    order.closeAskedAt === null ? 'expired before it was sent' : 'called off before it was sent',
  expiresAt: (order) => order.orderExpiredAt,
  lifeMs: (order) => order.orderExpiredAt.getTime() - order.orderStartAt.getTime(),
  sendUrl: (connector) => connector.payUrl,
  sendUrlName: 'payUrl',
  submit: callPayUrl,
  query: callPayQueryUrl,
  close: askAndCancel,
  settle: async (deps, evidence) => (await settlePays(deps, evidence)).length,
};

/** How refunds are sent and settled. */
export const refundFlow: TradeFlow<Claimed<RefundOrderRow>> = {
  kind: 'refund',
  startedAt: (order) => order.refundStartAt,
  shown: () => null,
  unsentReason: () => 'expired before it was sent',
  expiresAt: () => null,
  lifeMs: () => null,
  sendUrl: (connector) => connector.refundUrl,
  sendUrlName: 'refundUrl',
  submit: async (deps, connector, order) =>
    await callRefundUrl(deps, connector, await withPayment(deps, order)),
  query: async (deps, connector, order) =>
    await callRefundQueryUrl(deps, connector, await withPayment(deps, order)),
  close: async () => {
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

import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Evidence } from '@payserver/shared/settlement/evidence';
import type { Claimed } from '@payserver/shared/store/orders/claim';
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

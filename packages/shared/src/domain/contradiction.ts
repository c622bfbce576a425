import type { LateSuccessPolicy } from './connector-config.ts';
import type { TradeKind } from './ids.ts';
import type { PayStatus, RefundStatus, SettleEvent } from './statuses.ts';

/** How evidence can disagree with an order that is final: money moved after all, or did not after all. */
export type ContradictionReason = 'lateSuccess' | 'lateFailure';

/** Whether money has moved in an order of this status; null: nobody knows yet. */
export const MONEY_MOVED: Readonly<Record<PayStatus | RefundStatus, boolean | null>> = {
  payed: true,
  partRefunded: true,
  refunded: true,
  payFailed: false,
  unpay: false,
  refundFailed: false,
  unRefunded: false,
  paying: null,
  refunding: null,
};

/**
 * Whether evidence contradicts the status that an order has by now.
 *
 * @returns null when the two agree, or when the order is still open
 */
export function contradictionOf(
  status: PayStatus | RefundStatus,
  event: SettleEvent,
): ContradictionReason | null {
  const moved = MONEY_MOVED[status];
  if (moved === null) return null;
  if (event === 'succeed') return moved ? null : 'lateSuccess';
  return moved ? 'lateFailure' : null;
}

/**
 * What is done about a contradiction. Only money that came late has a policy; that a paid order is said
 * to have failed, or anything about a refund, is for a person.
 */
export function policyFor(
  kind: TradeKind,
  reason: ContradictionReason,
  connector: { lateSuccessPolicy: LateSuccessPolicy; refundUrl: string | null } | undefined,
): LateSuccessPolicy {
  if (kind === 'refund' || reason === 'lateFailure' || connector === undefined) return 'review';
  if (connector.lateSuccessPolicy === 'reverse' && !connector.refundUrl) return 'review';
  return connector.lateSuccessPolicy;
}

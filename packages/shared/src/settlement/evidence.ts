import type { ConnectorOutcome } from '../domain/connector-outcome.ts';
import type { TractionNoSource } from '../domain/ids.ts';
import type { PayData } from '../domain/pay-data.ts';
import type { SettleEvent } from '../domain/statuses.ts';
import type { Database } from '../store/database.ts';
import type { Actor } from '../store/orders/table.ts';
import type { OutcomePublisher } from '../store/outcome-signal.ts';

export interface SettlementDeps {
  readonly db: Database;
  readonly outcomes: OutcomePublisher;
  /** numbers for refunds that the gateway makes itself */
  readonly tractionNo: TractionNoSource;
}

/** Something that is known about an order for certain, and who says so. */
export interface Evidence {
  readonly uuid: string;
  readonly event: SettleEvent;
  readonly actor: Actor;
  /**
   * The claim this evidence was found under, when it only counts while that claim holds; null when it
   * is true whoever holds the lease by now.
   */
  readonly epoch: number | null;
  /** the connector's own number */
  readonly thirdNo: string | null;
  /** the connector's reason; empty for a success */
  readonly resultCode: string;
  /** what the till shall show; none: what it showed before */
  readonly payData?: PayData | null;
  /** the cancellation whose refusal lets the success of a payment count */
  readonly refusedCancel?: string;
  readonly httpStatus: number | null;
  /** ms */
  readonly durationMs: number | null;
  readonly detail: object;
}

/** How evidence was come by. */
export type EvidenceSource = Pick<
  Evidence,
  'uuid' | 'actor' | 'epoch' | 'httpStatus' | 'durationMs'
>;

/** The evidence whose order did not move. */
export function unmoved(
  evidence: readonly Evidence[],
  moved: ReadonlyArray<{ readonly uuid: string }>,
): Evidence[] {
  const uuids = new Set(moved.map((order) => order.uuid));
  return evidence.filter((one) => !uuids.has(one.uuid));
}

/**
 * What a connector's answer, notice or query result proves.
 *
 * @returns null when it proves nothing: running, unknown, not found (it may still arrive), not sent
 */
export function evidenceOf(outcome: ConnectorOutcome, source: EvidenceSource): Evidence | null {
  switch (outcome.kind) {
    case 'succeeded':
      return {
        ...source,
        event: 'succeed',
        thirdNo: outcome.thirdOrderNo,
        resultCode: '',
        payData: outcome.payData,
        detail: { tradeFinishedAt: outcome.finishedAt },
      };
    case 'failed':
      return {
        ...source,
        event: 'fail',
        thirdNo: outcome.thirdOrderNo,
        resultCode: outcome.reason,
        detail: { reason: outcome.reason },
      };
    case 'closed':
      return {
        ...source,
        event: 'close',
        thirdNo: null,
        resultCode: outcome.reason,
        detail: { reason: outcome.reason },
      };
    case 'running':
    case 'notFound':
    case 'unknown':
    case 'notSent':
      return null;
  }
}

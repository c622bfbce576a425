import type { ConnectorConfig } from './connector-config.ts';
import type { OutcomeKind } from './connector-outcome.ts';
import type { TradeKind } from './ids.ts';

/** What decides whether an order that stays open is one for a person. */
export interface ReviewFacts {
  readonly kind: TradeKind;
  /** of the attempt that has just ended without a final answer */
  readonly outcome: OutcomeKind;
  /** a payment that has expired, a refund that is older than a day */
  readonly overdue: boolean;
  /** the connector that was called is not the template's any more */
  readonly isLeft: boolean;
  readonly hasSendUrl: boolean;
  readonly connector: Pick<
    ConnectorConfig,
    'isAsyncNotify' | 'isIdempotent' | 'queryUrl' | 'cancelUrl'
  >;
}

/** A refund never expires; open for longer than this it is one for a person. */
export const REFUND_OVERDUE_S = 86_400;

const OVERDUE: Readonly<Record<TradeKind, string>> = {
  pay: 'after it expired',
  refund: 'a day after it began',
};

const LEFT = 'its template has left the connector that has it, and that one does not answer';

/**
 * Why a person should review an order that is still open: it takes longer than it ever should, or
 * nothing that the gateway can do will tell what became of it. Null while it can find out by itself. The
 * order stays open and is attempted again either way: time alone proves nothing.
 */
export function reviewReasonOf(facts: ReviewFacts): string | null {
  if (facts.isLeft && (facts.outcome === 'notSent' || facts.outcome === 'unknown')) return LEFT;
  if (facts.overdue) return `still ${facts.outcome} ${OVERDUE[facts.kind]}`;
  const { queryUrl } = facts.connector;
  if (facts.outcome === 'notSent') {
    return facts.hasSendUrl || queryUrl ? null : 'the connector has lost its URL';
  }
  return canTell(facts) ? null : 'its answer is lost, and nothing can be asked or repeated';
}

function canTell({ kind, connector }: ReviewFacts): boolean {
  const canCancel = kind === 'pay' && Boolean(connector.cancelUrl);
  const canAsk = Boolean(connector.queryUrl) || canCancel;
  return canAsk || connector.isIdempotent || connector.isAsyncNotify;
}

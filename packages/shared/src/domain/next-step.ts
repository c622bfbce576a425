/** What a worker does with an order it has claimed; `close` asks first and then cancels. */
export type NextStep = 'post' | 'query' | 'close' | 'wait' | 'closeUnsent';

/** The facts the choice rests on; all of them were read by the claim itself. */
export interface StepFacts {
  /** this claim is the first whose bytes may leave */
  readonly firstSend: boolean;
  /** bytes may have left, now or before; false only for an order that expired before its first POST */
  readonly sent: boolean;
  /** its time is over, or it was called off */
  readonly expired: boolean;
  /** the last attempt was a query, and the connector did not know the order */
  readonly notFound: boolean;
  /** the connector has the URL that a first POST goes to */
  readonly hasSendUrl: boolean;
  readonly hasQueryUrl: boolean;
  readonly hasCancelUrl: boolean;
  readonly isIdempotent: boolean;
}

/**
 * The one next step that cannot charge twice: an order that was never sent is posted, or closed when it
 * expired first or its connector has lost the URL to post to; one that may have been charged is queried, and cancelled once it has expired. It is
 * posted again only where the connector treats the repeated tractionNo as the same payment, and not
 * after expiry, since that POST could be the first to arrive; and where there is a query, only after it
 * has said that nothing arrived so far. Otherwise it waits for a notice.
 */
export function nextStep(facts: StepFacts): NextStep {
  if (!facts.sent) return 'closeUnsent';
  if (facts.firstSend) return facts.hasSendUrl ? 'post' : 'closeUnsent';
  if (facts.expired && facts.hasCancelUrl) return 'close';
  return stepAgain(facts);
}

/** What is done about an order whose bytes may have arrived, while it cannot be cancelled. */
function stepAgain(facts: StepFacts): NextStep {
  const mayRepeat = facts.isIdempotent && !facts.expired;
  if (!facts.hasQueryUrl) return mayRepeat ? 'post' : 'wait';
  return mayRepeat && facts.notFound ? 'post' : 'query';
}

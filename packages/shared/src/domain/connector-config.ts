/** What happens to money that arrives after its order was closed: it goes back, it counts, or a person decides. */
export type LateSuccessPolicy = 'reverse' | 'accept' | 'review';

/** Where and how a pay mode's connector is called (API document, Pay 3 and Refund 2). */
export interface ConnectorConfig {
  /** who it is: a description with another identity is another connector; null: nobody is named */
  readonly identity: string | null;
  readonly payUrl: string | null;
  readonly refundUrl: string | null;
  readonly queryUrl: string | null;
  readonly cancelUrl: string | null;
  readonly isAsyncNotify: boolean;
  readonly isIdempotent: boolean;
  /** the budget of one call, ms */
  readonly timeoutMs: number;
  readonly notifySecret: string | null;
  readonly lateSuccessPolicy: LateSuccessPolicy;
}

/** The connector that has an order. No other connector is ever called for it. */
export interface OrderConnector extends ConnectorConfig {
  /** the template names another one by now */
  readonly hasMoved: boolean;
}

/**
 * Which queue, concurrency limit and circuit a connector has: one for each template; modes with a
 * connector of their own share one per origin, so that a thousand shops behind one service do not need
 * a thousand queues. Different connectors never share a key, and a key holds only characters that a
 * queue's name may have.
 */
export function connectorKeyOf(mode: {
  payTemplateId: string | null;
  payUrl: string | null;
}): string {
  if (mode.payTemplateId !== null) return `t-${escapeKey(mode.payTemplateId)}`;
  const hasUrl = mode.payUrl !== null && URL.canParse(mode.payUrl);
  return `o-${escapeKey(hasUrl ? new URL(mode.payUrl ?? '').origin : '')}`;
}

/** Every other character becomes `_` and its code, so that different texts give different keys. */
function escapeKey(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (char) => `_${char.charCodeAt(0).toString(16)}_`);
}

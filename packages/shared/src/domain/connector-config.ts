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

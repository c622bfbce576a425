/** The orders that the load process takes. */
export interface LoadOrder {
  readonly type: 'run';
  /** origin of the gateway */
  readonly url: string;
  /** what its routes begin with */
  readonly path: string;
  readonly tills: ReadonlyArray<{
    readonly token: string;
    readonly merchantUUID: string;
    readonly payModeUUID: string;
  }>;
  /** payments in a call of batchPay; 0: single payments */
  readonly batch: number;
  /** closed loop: this many at once */
  readonly clients: number;
  /** open loop: calls that leave per second; 0: closed loop */
  readonly ratePerSecond: number;
}

/** What it has measured between `measure` and `stop`. */
export interface LoadReport {
  readonly type: 'done';
  /** ms from sending (open loop: from when it should have been sent) to the answer's end */
  readonly latencies: number[];
  readonly errors: number;
  readonly firstError: string;
}

/** Fields of clientExtraParams that a template may name as search keys; every payment has them. */
export const SEARCH_KEYS = ['orderNo', 'tableNo', 'memberNo'] as const;

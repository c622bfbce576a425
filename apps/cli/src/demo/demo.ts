import type { GatewayClient } from '../gateway-client.ts';

/** What every part of the demo needs. */
export interface Demo {
  readonly gateway: GatewayClient;
  readonly merchantUUID: string;
  /** a number that no other demo uses, for clientPayNo and clientRefundNo */
  readonly nextNo: () => string;
  /** says something to the person at the terminal */
  readonly say: (line: string) => void;
}

/** One thing that the demo did and what came of it. */
export interface DemoStep {
  readonly what: string;
  readonly mode: string;
  /** fen */
  readonly amount: number;
  /** the status of the first answer */
  readonly answered: string;
  readonly answeredMs: number;
  readonly finally: string;
  readonly finallyMs: number;
  /** who brought the end: api, connector, query, notice */
  readonly settledBy: string;
}

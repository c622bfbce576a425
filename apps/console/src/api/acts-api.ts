import type { PayOrder, RefundOrder } from '@payserver/client';
import createClient, { type Client } from 'openapi-fetch';
import { apiBase } from '../app/page-meta.ts';

/** Orders that were chosen at one moment, so that an act on them acts on what was seen. */
export interface Selection {
  readonly uuid: string;
  readonly kind: 'pay' | 'refund';
  readonly filter: Readonly<Record<string, unknown>>;
  readonly total: number;
  /** that were neither asked about nor skipped yet */
  readonly left: number;
  readonly asked: number;
  readonly skipped: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  /** up to 20 of them */
  readonly sample: {
    readonly uuid: string;
    readonly tractionNo: string;
    /** fen */
    readonly amount: number;
  }[];
}

/** What a step of a selection would do. */
export interface DryRun {
  readonly willAsk: number;
  readonly willSkip: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** Open orders of one connector that wait for the same reason. */
export interface StuckGroup {
  readonly kind: 'pay' | 'refund';
  readonly payModeUUID: string;
  readonly payModeName: string;
  readonly payTemplateId: string | null;
  readonly connectorKey: string;
  readonly lastOutcome: string | null;
  readonly reviewReason: string | null;
  readonly count: number;
  readonly isCapped: boolean;
  readonly oldestAt: string;
  /** fen */
  readonly amount: number;
}

export interface StuckOrders {
  readonly items: StuckGroup[];
  readonly isCapped: boolean;
}

/** Which orders a selection takes. */
export interface SelectionFilter {
  readonly kind: 'pay' | 'refund';
  readonly connectorKey?: string;
  readonly payModeUUID?: string;
  readonly lastOutcome?: string;
  readonly reviewReason?: string;
}

interface Answers<T, Status extends 200 | 201 = 200> {
  responses: { [S in Status]: { headers: never; content: { 'application/json': T } } };
}
interface Params<Path = never> {
  parameters: { query?: never; header?: never; path: Path; cookie?: never };
}
interface Plain {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
}
interface Sends<Body> {
  requestBody: { content: { 'application/json': Body } };
}
type One = Params<{ uuid: string }>;

/** Routes that the API's description does not have yet. */
interface ActsPaths {
  '/payOrders/{uuid}/ask': One & { post: One & Sends<Record<string, never>> & Answers<PayOrder> };
  '/refundOrders/{uuid}/ask': One & {
    post: One & Sends<Record<string, never>> & Answers<RefundOrder>;
  };
  '/stuckOrders': Plain & { get: Plain & { requestBody?: never } & Answers<StuckOrders> };
  '/selections': Plain & { post: Plain & Sends<SelectionFilter> & Answers<Selection, 201> };
  '/selections/{uuid}': One & { get: One & { requestBody?: never } & Answers<Selection> };
  '/selections/{uuid}/ask': One & {
    post: One & Sends<{ dryRun?: 1; limit?: number }> & Answers<Selection | DryRun>;
  };
}

/** Those routes, by the session's cookie. */
export const actsApi: Client<ActsPaths> = createClient<ActsPaths>({
  baseUrl: new URL(apiBase(), document.baseURI).href,
  headers: { 'x-payserver-console': '1' },
});

import type { RefundOrder } from '../generated/client.ts';

/** A refund as the database holds it. */
export type RefundOrderRow = RefundOrder;

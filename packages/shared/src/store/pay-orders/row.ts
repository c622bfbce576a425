import type { PayOrder } from '../generated/client.ts';

/** A payment as the database holds it. */
export type PayOrderRow = PayOrder;

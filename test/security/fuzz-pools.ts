import type { BusyShop } from '../support/busy-shop.ts';

/**
 * Ids that stand in generated requests as `~own.payOrders.17~` until they are sent: what is generated follows from
 * the seed alone, and which row it names is known when it is sent.
 */
export type Pool = Readonly<Record<string, readonly string[]>>;

/** Whose ids: the cashier's, or the merchant's whom nobody else may see. */
export interface Pools {
  readonly own: Pool;
  readonly foreign: Pool;
}

const PLACEHOLDER = /~(own|foreign)\.(\w+)\.(\d+)~|~new~/g;

/** The text with every placeholder replaced; `fresh` is a number that nothing has yet. */
export function fillIn(text: string, pools: Pools, fresh: () => string): string {
  return text.replace(PLACEHOLDER, (placeholder) => {
    const [whose = '', name = '', at] = placeholder.slice(1, -1).split('.');
    if (whose === 'new') return fresh();
    const ids = (whose === 'own' ? pools.own : pools.foreign)[name] ?? [];
    return ids[Number(at) % ids.length] ?? 'none';
  });
}

/** A busy shop's ids, by the name of the field or the list that they are of. */
export function poolOf({ merchantUUID, rows }: BusyShop): Pool {
  const column = (list: keyof typeof rows, field: string) =>
    rows[list].flatMap((row) => (typeof row[field] === 'string' ? [row[field]] : []));
  const payments = column('payOrders', 'tractionNo');
  const shopHref = [`http://shops.example/shops/${merchantUUID}`];
  return {
    payModes: column('payModes', 'uuid'),
    payOrders: column('payOrders', 'uuid'),
    refundOrders: column('refundOrders', 'uuid'),
    tradeRecords: column('tradeRecords', 'uuid'),
    payModeUUID: column('payModes', 'uuid'),
    payOrderUUID: column('payOrders', 'uuid'),
    refundOrderUUID: column('refundOrders', 'uuid'),
    payTractionNo: payments,
    tractionNo: [...payments, ...column('refundOrders', 'tractionNo')],
    clientPayNo: column('payOrders', 'clientPayNo'),
    clientRefundNo: column('refundOrders', 'clientRefundNo'),
    merchantUUID: [merchantUUID],
    merchantHref: shopHref,
    payee: shopHref,
  };
}

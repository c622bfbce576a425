import type { FoundOrder, PayOrder } from '@payserver/client';

/** What a search result shows, of payments and refunds alike. */
export interface FoundFacts {
  readonly kind: 'pay' | 'refund';
  readonly clientNo: string;
  readonly thirdNo: string | null;
  /** fen */
  readonly amount: number;
  /** what the payment was paid in, and of a refund whose it is */
  readonly where: string;
}

/** The facts of a found order, whichever it is. */
export function foundFacts({ order }: FoundOrder): FoundFacts {
  if (isPayment(order)) {
    const { clientPayNo, thirdPayNo, payAmount, payModeName } = order;
    return {
      kind: 'pay',
      clientNo: clientPayNo,
      thirdNo: thirdPayNo,
      amount: payAmount,
      where: payModeName,
    };
  }
  const { clientRefundNo, thirdRefundNo, refundAmount, merchantUUID } = order;
  return {
    kind: 'refund',
    clientNo: clientRefundNo,
    thirdNo: thirdRefundNo,
    amount: refundAmount,
    where: merchantUUID,
  };
}

function isPayment(order: FoundOrder['order']): order is PayOrder {
  return 'clientPayNo' in order;
}

import { isOpenPayment, isOpenRefund } from '../guards.ts';
import { type PayOrder, pendingOf, type RefundOrder } from '../payment-types.ts';

/** Something that will happen to an open order, or is happening now. */
export interface FutureRow {
  readonly key: string;
  readonly what: 'asking' | 'attempt' | 'expires' | 'review';
  /** null for what is happening now */
  readonly at: string | null;
  /** which attempt it will be */
  readonly attempt: number | null;
  /** attempts until then, an estimate */
  readonly attemptsLeft: number | null;
  /** of a refund the shop's number, of the payment itself null */
  readonly refundNo: string | null;
}

/**
 * What will happen to a payment and its refunds, what comes first first; nothing once all of them are final. Where a
 * person was asked already, only the attempts go on.
 *
 * @param isPast whether a moment has come
 */
export function futureOf(
  order: Pick<PayOrder, 'status' | 'pending' | 'orderExpiredAt'>,
  refunds: ReadonlyArray<Pick<RefundOrder, 'status' | 'pending' | 'clientRefundNo'>>,
  isPast: (at: string) => boolean,
): FutureRow[] {
  const rows: FutureRow[] = isOpenPayment(order) ? rowsOf(order, null) : [];
  if (isOpenPayment(order) && !isPast(order.orderExpiredAt)) {
    const plain = { attempt: null, attemptsLeft: null, refundNo: null };
    rows.push({ key: 'expires', what: 'expires', at: order.orderExpiredAt, ...plain });
  }
  for (const refund of refunds) {
    if (isOpenRefund(refund)) rows.push(...rowsOf(refund, refund.clientRefundNo));
  }
  return rows.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
}

function rowsOf(order: Pick<PayOrder, 'pending'>, refundNo: string | null): FutureRow[] {
  const pending = pendingOf(order);
  if (pending === null) return [];
  const { isAsking, attempts, nextLookAt, reviewAt, attemptsLeft } = pending;
  const key = refundNo ?? 'payment';
  const rows: FutureRow[] = [];
  if (isAsking) {
    const attempt = attempts > 0 ? attempts : 1;
    rows.push({
      key: `${key}-now`,
      what: 'asking',
      at: null,
      attempt,
      attemptsLeft: null,
      refundNo,
    });
  } else if (nextLookAt !== null) {
    const next = { what: 'attempt', at: nextLookAt, attempt: attempts + 1 } as const;
    rows.push({ key: `${key}-next`, ...next, attemptsLeft: null, refundNo });
  }
  if (reviewAt !== null) {
    const review = { what: 'review', at: reviewAt, attempt: null } as const;
    rows.push({ key: `${key}-review`, ...review, attemptsLeft, refundNo });
  }
  return rows;
}

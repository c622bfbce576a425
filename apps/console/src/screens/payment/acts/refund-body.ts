/** A refund as it is sent; the same again after a lost answer, character by character. */
export interface RefundBody {
  readonly payTractionNo: string;
  readonly clientRefundNo: string;
  /** fen */
  readonly refundAmount: number;
  readonly isCancel?: 1;
  readonly clientExtraParams: { readonly reason: string };
}

/** Whether something that was stored in this tab is a refund that was sent. */
export function isRefundBody(body: unknown): body is RefundBody {
  if (typeof body !== 'object' || body === null) return false;
  const { payTractionNo, clientRefundNo, refundAmount } = body as Partial<RefundBody>;
  return (
    typeof payTractionNo === 'string' &&
    typeof clientRefundNo === 'string' &&
    Number.isSafeInteger(refundAmount)
  );
}

/** The longest that the API takes. */
export const MOST_NUMBER = 64;
const NUMBER = /^\S(.*\S)?$/s;

/** Whether the API takes this as a number of a refund, as far as a person can see it. */
export function isRefundNo(number: string): boolean {
  return NUMBER.test(number) && number.length <= MOST_NUMBER;
}

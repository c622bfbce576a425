import { type Behaviour, ofGroup } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import type { Bank, NewRefund } from './bank.ts';
import type { Order, Refund, RefundState } from './types.ts';

/** How the provider answers a refund. */
export type RefundAnswer =
  | {
      readonly says: 'accepted' | 'repeated';
      readonly refund: Refund;
      readonly because?: Behaviour;
    }
  | {
      readonly says:
        | 'mismatch'
        | 'aboveRest'
        | 'tooMany'
        | 'tooSoon'
        | 'notPaid'
        | 'noBalance'
        | 'overdue'
        | 'error'
        | 'busy';
    };

/** What a call says. */
export interface RefundCall {
  readonly requestNo: string;
  readonly amount: number;
  readonly notifyUrl: string | null;
  readonly isOld?: boolean;
  readonly behaviours: readonly Behaviour[];
}

/** Rules of the provider. */
export interface RefundRules {
  /** partial refunds of one payment */
  readonly most: number;
  /** ms between two refunds of one payment */
  readonly gapMs: () => number;
  /** ms after the payment in which it can be refunded */
  readonly periodMs: number;
}

const MS = 1_000;
/** Variants of group 13. */
const BUSY = 5;
const NO_BALANCE = 6;
const ENDS: readonly RefundState[] = ['success', 'closed', 'abnormal'];

/** Refunds payments by the provider's rules; the same number is the same refund, once. */
export interface Refunds {
  refund(order: Order, call: RefundCall): RefundAnswer;
}

/** Refunds of the bank's orders. */
export function createRefunds(
  { bank, clock }: { bank: Bank; clock: Clock },
  rules: RefundRules,
): Refunds {
  const refusals = new Map<string, number>();
  const countRefusal = (key: string) => {
    const count = (refusals.get(key) ?? 0) + 1;
    refusals.set(key, count);
    return count;
  };
  return {
    refund(order, call) {
      const known = bank.refund(order.account, call.requestNo);
      if (known !== undefined) return repeated(known, call, order);
      const because = ofGroup(call.behaviours, 13);
      const wrong = breach(order, call) ?? (because && refused(because, call, order)) ?? null;
      if (wrong !== null) return { says: wrong };
      const refund = bank.addRefund(order, planned(call, because, clock.now()));
      if (because?.variant === BUSY) return { says: 'busy' };
      return { says: 'accepted', refund, ...(because !== undefined && { because }) };
    },
  };

  function refused({ variant, param }: Behaviour, { requestNo }: RefundCall, order: Order) {
    if (variant === 7) return 'overdue';
    if (variant === 8) return 'error';
    if (variant !== NO_BALANCE) return null;
    return countRefusal(`${order.account}/${requestNo}`) <= param ? 'noBalance' : null;
  }

  function breach(order: Order, { amount }: RefundCall) {
    const before = bank.store.refundsOf(order);
    const last = before.at(-1)?.createdAt ?? Number.NEGATIVE_INFINITY;
    if (order.state !== 'paid') return 'notPaid';
    if (clock.now() - (order.paidAt ?? 0) > rules.periodMs) return 'overdue';
    if (amount > bank.refundable(order)) return 'aboveRest';
    if (before.length >= rules.most) return 'tooMany';
    return clock.now() - last < rules.gapMs() ? 'tooSoon' : null;
  }
}

function repeated(refund: Refund, { amount }: RefundCall, order: Order): RefundAnswer {
  const isSame = refund.amount === amount && refund.outTradeNo === order.outTradeNo;
  return isSame ? { says: 'repeated', refund } : { says: 'mismatch' };
}

function planned(call: RefundCall, because: Behaviour | undefined, now: number): NewRefund {
  const ends = because === undefined ? undefined : ENDS[because.variant];
  const isPlanned = because !== undefined && ends !== undefined;
  return { ...call, plan: isPlanned ? { endsAt: now + because.param * MS, ends } : null };
}

import type { Behaviour } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import type { Bank } from './bank.ts';
import type { Order } from './types.ts';

/** How the provider answers a barcode payment. */
export interface PayAnswer {
  readonly says: 'paid' | 'paying' | 'error' | 'refused';
  /** what made it so; the provider has a code for it */
  readonly because: Behaviour | null;
}

/** What happens to an order that a barcode made. */
interface Plan extends PayAnswer {
  readonly isPaid?: boolean;
  /** no order is left behind */
  readonly isForgotten?: boolean;
  readonly set?: Partial<Order>;
}

const MS = 1_000;
const BANK_DELAY_S = 120;
const PAYS: Plan = { says: 'paid', because: null, isPaid: true };

/**
 * Decides a barcode payment and does it. Amounts above `passwordAbove` fen want the customer's password, as the provider
 * does above 1,000 yuan.
 */
export function decidePayment(
  { bank, clock, passwordAbove }: { bank: Bank; clock: Clock; passwordAbove: number },
  make: () => Order,
  behaviours: readonly Behaviour[],
): { readonly answer: PayAnswer; readonly order: Order | null } {
  const now = clock.now();
  const plan = planOf(behaviours, now);
  if (plan.isForgotten === true) return { answer: plan, order: null };
  const order = make();
  if (plan === PAYS && order.amount > passwordAbove) {
    const waiting = bank.change(order, { isWithPayer: true });
    return { answer: { says: 'paying', because: null }, order: waiting };
  }
  const planned = plan.set === undefined ? order : bank.change(order, plan.set);
  return { answer: plan, order: plan.isPaid === true ? bank.pay(planned) : planned };
}

type Decide = (behaviour: Behaviour, now: number) => Plan;

const BY_GROUP: Readonly<Record<number, Decide>> = {
  1: (because, now) => {
    const at = now + because.param * MS;
    const acts = [{ payAt: at }, { refuseAt: at }][because.variant] ?? {};
    return { says: 'paying', because, set: { isWithPayer: true, ...acts } };
  },
  8: (because) => ({ says: 'error', because, isPaid: true }),
  9: (because, now) => {
    const seconds = because.param === 0 ? BANK_DELAY_S : because.param;
    return because.variant === 3
      ? { says: 'error', because, set: { payAt: now + seconds * MS, isForced: true } }
      : { says: 'paying', because, set: { isWithPayer: true } };
  },
  10: (because) =>
    because.variant === 5
      ? { says: 'error', because, isPaid: true }
      : { says: 'paying', because, set: { isWithPayer: true } },
  11: (because) => ({
    ...{ says: 'refused', because },
    ...(because.variant < 3
      ? { isForgotten: true }
      : { set: because.variant === 7 ? {} : { state: 'failed' } }),
  }),
  12: byLimit,
};

function byLimit(because: Behaviour): Plan {
  const { variant } = because;
  if (variant === 2) return { says: 'paying', because, set: { isWithPayer: true } };
  if (variant === 1) return { says: 'refused', because, set: { state: 'failed' } };
  const isPaid = variant === 3 || variant === 5 || variant === 6;
  return { says: 'error', because, ...(isPaid ? { isPaid } : { isForgotten: true }) };
}

function planOf(behaviours: readonly Behaviour[], now: number): Plan {
  for (const behaviour of behaviours) {
    const decide = BY_GROUP[behaviour.group];
    if (decide !== undefined) return decide(behaviour, now);
  }
  return PAYS;
}

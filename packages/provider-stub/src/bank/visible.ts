import { ofGroup } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import type { Bank } from './bank.ts';
import { keyOf, type Order, type Visible } from './types.ts';

/** What queries say; counts them, because some lies end with the third. */
export interface Views {
  see(order: Order | undefined): Visible;
}

/** Views over the bank's orders; the counts are in memory. */
export function createViews(bank: Bank, clock: Clock): Views {
  const counts = new Map<string, number>();
  const countOf = ({ account, outTradeNo }: Order) => {
    const key = keyOf(account, outTradeNo);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
  return {
    see(order) {
      if (order === undefined || !order.exists) return 'none';
      return lie(order, countOf(order), clock.now()) ?? truth(bank, order);
    },
  };
}

function truth(bank: Bank, order: Order): Visible {
  const bySelf: Readonly<Record<Order['state'], Visible>> = {
    waiting: order.isWithPayer ? 'paying' : 'unpaid',
    paid: bank.store.refundsOf(order).some(isGiven) ? 'refunded' : 'paid',
    closed: 'closed',
    revoked: 'revoked',
    failed: 'failed',
  };
  return bySelf[order.state];
}

const isGiven = ({ state }: { readonly state: string }) =>
  state === 'success' || state === 'processing';

/** Group 8. */
function lie(order: Order, count: number, now: number): Visible | null {
  const behaviour = ofGroup(order.behaviours, 8);
  if (behaviour === undefined || order.state !== 'paid') return null;
  const isEarly = now < (order.paidAt ?? now) + behaviour.param * 1_000;
  const lies: ReadonlyArray<Visible | null> = [
    isEarly ? 'unpaid' : null,
    isEarly ? 'none' : null,
    count < 3 ? 'paying' : null,
    isEarly && count % 2 === 1 ? 'unpaid' : null,
  ];
  return lies[behaviour.variant] ?? null;
}

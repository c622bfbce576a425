import type { Clock } from '../clock.ts';
import { feeOf } from './ledger.ts';
import type { Change, Store } from './store.ts';
import { type Booking, keyOf, type Order, type Refund } from './types.ts';

/** Who hears of money that moved. */
export interface BankEvents {
  paid(order: Order): void;
  refunded(refund: Refund, order: Order): void;
}

/** What a step needs. */
export interface Steps {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: BankEvents;
  commit(changes: readonly Change[]): void;
}

/** Charges the customer: the booking and the state are one write. */
export function bookPayment({ commit, store, events }: Steps, order: Order, at: number): void {
  const { account, outTradeNo, providerNo, amount } = order;
  const key = keyOf(account, outTradeNo);
  commit([
    {
      t: 'booking',
      booking: {
        ...{ at, kind: 'charge', account, outTradeNo, providerNo, requestNo: null },
        ...{ amount, fee: feeOf(amount) },
      },
    },
    {
      t: 'orderSet',
      key,
      set: {
        ...{ state: 'paid', paidAt: at, endedAt: null, payAt: null, refuseAt: null },
        ...{ isForced: false, isWithPayer: false },
      },
    },
  ]);
  events.paid(store.orders.get(key) ?? order);
}

/** The booking of money that goes back; fees go back so that their sum is exact. */
export function returnOf(
  { store, clock }: Steps,
  order: Order,
  { kind, amount, requestNo }: Pick<Booking, 'kind' | 'amount' | 'requestNo'>,
): Booking {
  const { account, outTradeNo, providerNo } = order;
  const back = store.ledger.of(account, outTradeNo).filter((booking) => booking.kind === 'refund');
  const before = back.reduce((sum, booking) => sum + booking.amount, 0);
  const fee = feeOf(before + amount) - feeOf(before);
  return {
    at: clock.now(),
    ...{ kind, account, outTradeNo, providerNo, requestNo, amount, fee },
  };
}

/** Gives money back; an amount of 0 moves nothing. */
export function bookReturn(
  steps: Steps,
  order: Order,
  what: Pick<Booking, 'kind' | 'amount' | 'requestNo'>,
): void {
  if (what.amount > 0) steps.commit([{ t: 'booking', booking: returnOf(steps, order, what) }]);
}

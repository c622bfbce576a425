import { type Booking, keyOf } from './types.ts';

/** Who owns money, fen. */
export interface Balances {
  readonly customer: number;
  readonly merchant: number;
  readonly fee: number;
}

/** The provider's fee: 0.38 % */
const FEE_PER_10000 = 38;

/** Every booking, and sums of them. */
export interface Ledger {
  readonly bookings: readonly Booking[];
  /** Of one order, in order of time. */
  of(account: string, outTradeNo: string): readonly Booking[];
  /** Their sum is always 0. */
  balances(): Balances;
  /** fen: what the customer has paid for the order and not got back */
  net(account: string, outTradeNo: string): number;
  add(booking: Booking): void;
  clear(): void;
}

/** fen, half a fen rounded up: the fee of an amount */
export function feeOf(amount: number): number {
  return Math.floor((amount * FEE_PER_10000 + 5_000) / 10_000);
}

/** An empty ledger in memory; the journal fills it. */
export function createLedger(): Ledger {
  const bookings: Booking[] = [];
  const byOrder = new Map<string, Booking[]>();
  const sums = { customer: 0, merchant: 0, fee: 0 };
  const of = (account: string, outTradeNo: string) => byOrder.get(keyOf(account, outTradeNo)) ?? [];
  return {
    bookings,
    of,
    balances: () => ({ ...sums }),
    net: (account, outTradeNo) =>
      of(account, outTradeNo).reduce((sum, booking) => sum + signed(booking), 0),
    add(booking) {
      const key = keyOf(booking.account, booking.outTradeNo);
      bookings.push(booking);
      byOrder.set(key, [...(byOrder.get(key) ?? []), booking]);
      const sign = booking.kind === 'charge' ? 1 : -1;
      sums.customer -= sign * booking.amount;
      sums.merchant += sign * (booking.amount - booking.fee);
      sums.fee += sign * booking.fee;
    },
    clear() {
      bookings.length = 0;
      byOrder.clear();
      Object.assign(sums, { customer: 0, merchant: 0, fee: 0 });
    },
  };
}

/** fen: above 0 for a charge, below 0 for what goes back */
export function signed({ kind, amount }: Booking): number {
  return kind === 'charge' ? amount : -amount;
}

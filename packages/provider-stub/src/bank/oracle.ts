import { signed } from './ledger.ts';
import type { Store } from './store.ts';
import type { Order } from './types.ts';

/** What the gateway says of an order, for a comparison. */
export interface Claim {
  readonly outTradeNo: string;
  readonly status: 'payed' | 'payFailed' | 'unpay' | 'paying';
  /** fen */
  readonly amount: number;
  /** fen, of refunds that succeeded */
  readonly refunded?: number;
}

/** The rules of research part 2, I2; nothing but the ledger and the journal decides. */
export interface Verdict {
  /** money without an order, an order without its money, money twice */
  readonly violations: readonly string[];
  /** a rule of the provider's that was not obeyed, without harm so far */
  readonly remarks: readonly string[];
}

/**
 * Judges all that the provider knows. With claims it also compares both ways: an order of the provider that no claim
 * names may have no money.
 *
 * @param staleBefore epoch ms: an order that waits since before is a violation; null: none is
 */
export function judge(
  store: Store,
  staleBefore: number | null,
  claims: readonly Claim[] | null = null,
): Verdict {
  return {
    violations: [
      ...[...store.orders.values()].flatMap((order) => ofOrder(store, order, staleBefore)),
      ...ofBalances(store),
      ...ofPosts(store),
      ...(claims === null ? [] : ofClaims(store, claims)),
    ],
    remarks: store.remarks,
  };
}

function ofOrder(store: Store, order: Order, staleBefore: number | null): readonly string[] {
  const { account, outTradeNo } = order;
  const bookings = store.ledger.of(account, outTradeNo);
  const found: string[] = [];
  let net = 0;
  for (const booking of bookings) {
    if (booking.kind === 'charge' && net > 0) found.push(`${outTradeNo}: charged twice`);
    net += signed(booking);
    if (net < 0) found.push(`${outTradeNo}: more went back than was paid`);
  }
  const numbers = bookings.flatMap(({ requestNo }) => requestNo ?? []);
  if (new Set(numbers).size < numbers.length)
    found.push(`${outTradeNo}: one refund went out twice`);
  const isStale = staleBefore !== null && order.state === 'waiting' && order.exists;
  if (isStale && order.createdAt < staleBefore) found.push(`${outTradeNo}: left waiting`);
  return found;
}

function ofBalances({ ledger }: Store): readonly string[] {
  const { customer, merchant, fee } = ledger.balances();
  return customer + merchant + fee === 0 ? [] : ['the balances do not add up to 0'];
}

function ofPosts({ posts }: Store): readonly string[] {
  return [...posts]
    .filter(([, count]) => count > 1)
    .map(([key, count]) => `${key}: ${count} pay calls`);
}

function ofClaims(store: Store, claims: readonly Claim[]): readonly string[] {
  const named = new Set(claims.map(({ outTradeNo }) => outTradeNo));
  const strangers = [...store.orders.values()]
    .filter(({ outTradeNo }) => !named.has(outTradeNo))
    .filter(({ account, outTradeNo }) => store.ledger.net(account, outTradeNo) !== 0)
    .map(({ outTradeNo }) => `${outTradeNo}: money without an order`);
  return [...claims.flatMap((claim) => ofClaim(store, claim)), ...strangers];
}

function ofClaim(store: Store, claim: Claim): readonly string[] {
  const { outTradeNo, status, amount, refunded = 0 } = claim;
  const order = store.find(outTradeNo);
  const net = order === undefined ? 0 : store.ledger.net(order.account, outTradeNo);
  const expected = status === 'payed' ? amount - refunded : 0;
  if (status === 'paying' || net === expected) return [];
  return [`${outTradeNo}: ${status} should leave ${expected} fen, the ledger has ${net}`];
}

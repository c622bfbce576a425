import { type Behaviour, ofGroup } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import type { Bank } from './bank.ts';
import type { Order } from './types.ts';

/** How the provider answers a reverse. */
export interface ReverseAnswer {
  readonly says: 'done' | 'again' | 'paying' | 'late' | 'noBalance';
  /** `none`: there was no such order */
  readonly action: 'close' | 'refund' | 'none';
  /** it is done, and its answer does not arrive */
  readonly isLost: boolean;
}

const said = (says: ReverseAnswer['says'], action: ReverseAnswer['action'] = 'close') => ({
  ...{ says, action },
  isLost: false,
});
const MS = 1_000;

/** Reverses orders (撤销): unpaid ones are closed for ever, paid ones given back in full. */
export interface Reversals {
  reverse(order: Order | undefined, behaviours: readonly Behaviour[]): ReverseAnswer;
}

/** @param state what a reversed order is called at the provider */
export function createReversals(
  { bank, clock }: { bank: Bank; clock: Clock },
  state: 'closed' | 'revoked',
): Reversals {
  const tries = new Map<string, { count: number; since: number }>();
  const tryOf = ({ account, outTradeNo }: Order) => {
    const key = `${account}/${outTradeNo}`;
    const before = tries.get(key) ?? { count: 0, since: clock.now() };
    const now = { ...before, count: before.count + 1 };
    tries.set(key, now);
    return now;
  };
  const finish = (order: Order): ReverseAnswer => {
    if (order.state === 'closed' || order.state === 'revoked') return said('done');
    const action = order.state === 'paid' ? 'refund' : 'close';
    bank.reverse(order, state);
    return said('done', action);
  };
  return {
    reverse(order, behaviours) {
      if (order === undefined || !order.exists) return said('done', 'none');
      const late = ofGroup(behaviours, 9);
      if (late !== undefined) return reverseLate({ bank, clock, finish }, order, late);
      const behaviour = ofGroup(behaviours, 10);
      if (behaviour === undefined) return finish(order);
      const refusal = refuse(behaviour, tryOf(order), clock.now());
      if (refusal !== null) return refusal;
      return { ...finish(order), isLost: behaviour.variant === 2 && isFirst(tries, order) };
    },
  };
}

function isFirst(tries: ReadonlyMap<string, { count: number }>, order: Order): boolean {
  return tries.get(`${order.account}/${order.outTradeNo}`)?.count === 1;
}

/** Group 10. */
function refuse(
  { variant, param }: Behaviour,
  { count, since }: { count: number; since: number },
  now: number,
): ReverseAnswer | null {
  if (variant === 0) return count <= param ? said('again') : null;
  if (variant === 1) return now < since + param * MS ? said('paying') : null;
  if (variant === 3) return count === 1 ? said('done') : null;
  if (variant === 4) return said('late');
  if (variant === 5) return count <= param ? said('noBalance') : null;
  return null;
}

/** Group 9. A reverse after the late payment finds it paid, and gives it back. */
function reverseLate(
  { bank, clock, finish }: { bank: Bank; clock: Clock; finish: (order: Order) => ReverseAnswer },
  order: Order,
  { variant, param }: Behaviour,
): ReverseAnswer {
  if (order.state !== 'waiting') return finish(order);
  if (variant === 0) return finish(bank.pay(order));
  const answer = finish(order);
  const closed = bank.order(order.account, order.outTradeNo) ?? order;
  if (variant === 1) bank.pay(closed);
  if (variant === 2) bank.change(closed, { payAt: clock.now() + param * MS, isForced: true });
  return answer;
}

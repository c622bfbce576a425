import { bookPayment, returnOf, type Steps } from './steps.ts';
import { type Change, refundKey, type Store } from './store.ts';
import { keyOf, type Order, type Refund } from './types.ts';

/** Orders and refunds that change by themselves. */
export interface DueList {
  note(changes: readonly Change[]): void;
  /** Does everything whose time has come. */
  settle(steps: Steps): void;
  endRefund(steps: Steps, refund: Refund): void;
  clear(): void;
}

const isPlanned = ({ payAt, refuseAt, closesItself, state }: Order) =>
  payAt !== null || (state === 'waiting' && (refuseAt !== null || closesItself));

/** A list of what is planned, so that a tick does not read every order. */
export function createDueList(store: Store): DueList {
  const orders = new Set<string>();
  const refunds = new Set<string>();
  for (const [key, order] of store.orders) if (isPlanned(order)) orders.add(key);
  for (const [key, refund] of store.refunds) if (refund.endsAt !== null) refunds.add(key);

  const noteOrder = (key: string) => {
    const order = store.orders.get(key);
    if (order !== undefined && isPlanned(order)) orders.add(key);
    else orders.delete(key);
  };
  return {
    note(changes) {
      for (const change of changes) {
        if (change.t === 'order') noteOrder(keyOf(change.order.account, change.order.outTradeNo));
        if (change.t === 'orderSet') noteOrder(change.key);
        if (change.t === 'refund') {
          refunds.add(refundKey(change.refund.account, change.refund.requestNo));
        }
      }
    },
    settle(steps) {
      const now = steps.clock.now();
      for (const key of [...orders]) {
        const order = store.orders.get(key);
        if (order !== undefined) settleOrder(steps, order, now);
      }
      for (const key of [...refunds]) {
        const refund = store.refunds.get(key);
        if (refund !== undefined && refund.endsAt !== null && refund.endsAt <= now) {
          endRefund(steps, refund);
          refunds.delete(key);
        }
      }
    },
    endRefund(steps, refund) {
      endRefund(steps, refund);
      refunds.delete(refundKey(refund.account, refund.requestNo));
    },
    clear() {
      orders.clear();
      refunds.clear();
    },
  };
}

function settleOrder(steps: Steps, order: Order, now: number): void {
  const isDue = (at: number | null) => at !== null && at <= now;
  const set = (change: Partial<Order>) =>
    steps.commit([{ t: 'orderSet', key: keyOf(order.account, order.outTradeNo), set: change }]);
  const { payAt, refuseAt, expiresAt } = order;
  if (payAt !== null && payAt <= now) {
    if (order.state === 'waiting' || order.isForced) bookPayment(steps, order, payAt);
    else set({ payAt: null });
  } else if (isDue(refuseAt)) {
    set({ state: 'failed', endedAt: refuseAt, refuseAt: null, isWithPayer: false });
  } else if (order.closesItself && isDue(expiresAt)) {
    set({ state: 'closed', endedAt: expiresAt, closesItself: false, isWithPayer: false });
  }
}

/** The booking and the state are one write. */
function endRefund(steps: Steps, refund: Refund): void {
  const key = refundKey(refund.account, refund.requestNo);
  const order = steps.store.orders.get(keyOf(refund.account, refund.outTradeNo));
  if (order === undefined) return;
  const { amount, requestNo, ends } = refund;
  const set = { state: ends, endsAt: null, endedAt: steps.clock.now() };
  const booking = returnOf(steps, order, { kind: 'refund', amount, requestNo });
  steps.commit([
    ...(ends === 'success' ? [{ t: 'booking' as const, booking }] : []),
    { t: 'refundSet', key, set },
  ]);
  steps.events.refunded(steps.store.refunds.get(key) ?? refund, order);
}

import type { Behaviour } from '../behaviour/table.ts';
import type { Clock } from '../clock.ts';
import { digits } from '../random.ts';
import { createDueList } from './due.ts';
import { type BankEvents, bookPayment, bookReturn, type Steps } from './steps.ts';
import { type Change, refundKey, type Store } from './store.ts';
import { keyOf, type Order, type OrderState, type Refund, type RefundState } from './types.ts';

/** What a call says of a new order. */
export type NewOrder = Pick<
  Order,
  | 'account'
  | 'outTradeNo'
  | 'kind'
  | 'amount'
  | 'subject'
  | 'notifyUrl'
  | 'fingerprint'
  | 'echo'
  | 'behaviours'
> &
  Partial<Order>;

/** What a call says of a new refund. */
export interface NewRefund {
  readonly requestNo: string;
  readonly amount: number;
  readonly notifyUrl: string | null;
  readonly isOld?: boolean;
  readonly behaviours: readonly Behaviour[];
  /** when and how it ends; null: at once, with success */
  readonly plan: { readonly endsAt: number; readonly ends: RefundState } | null;
}

/** Orders and refunds of all accounts. Money moves here and nowhere else. */
export interface Bank {
  readonly store: Store;
  order(account: string, outTradeNo: string): Order | undefined;
  refund(account: string, requestNo: string): Refund | undefined;
  /** Counts a pay call, before anything else is done with it. */
  countPost(account: string, outTradeNo: string, call: 'pay' | 'qr'): void;
  create(order: NewOrder): Order;
  change(order: Order, set: Partial<Order>): Order;
  /** Charges the customer, once; an order that is paid stays as it is. */
  pay(order: Order): Order;
  /** Ends an order that is not paid. */
  end(order: Order, state: OrderState): Order;
  /** Gives back all that is left, or closes it: no money afterwards. */
  reverse(order: Order, state: 'closed' | 'revoked'): Order;
  addRefund(order: Order, refund: NewRefund): Refund;
  /** fen that can still be given back */
  refundable(order: Order): number;
  /** Does everything whose time has come. */
  settleDue(): void;
  remark(text: string): void;
  clear(): void;
}

/** A bank over the store; each change is written before it returns, and then announced. */
export function openBank(
  { store, clock, seed }: { store: Store; clock: Clock; seed: string },
  events: BankEvents,
): Bank {
  const due = createDueList(store);
  const commit = (changes: readonly Change[]) => {
    store.commit(changes);
    due.note(changes);
  };
  const steps: Steps = { store, clock, commit, events };
  return {
    ...{ store, ...createReads(store), ...createMoves(steps) },
    countPost: (account, outTradeNo, call) =>
      commit([{ t: 'post', key: keyOf(account, outTradeNo), call, at: clock.now() }]),
    create(input) {
      const order = newOrder(input, clock.now(), seed);
      commit([{ t: 'order', order }]);
      return order;
    },
    addRefund(order, input) {
      const refund = newRefund(order, input, clock.now());
      commit([{ t: 'refund', refund }]);
      if (input.plan === null) due.endRefund(steps, refund);
      return store.refunds.get(refundKey(refund.account, refund.requestNo)) ?? refund;
    },
    settleDue: () => due.settle(steps),
    remark: (text) => commit([{ t: 'remark', text }]),
    clear() {
      store.clear();
      due.clear();
    },
  };
}

function createReads(store: Store): Pick<Bank, 'order' | 'refund' | 'refundable'> {
  return {
    order: (account, outTradeNo) => store.orders.get(keyOf(account, outTradeNo)),
    refund: (account, requestNo) => store.refunds.get(refundKey(account, requestNo)),
    refundable: (order) => refundableOf(store, order),
  };
}

function refundableOf(store: Store, order: Order): number {
  return store
    .refundsOf(order)
    .filter(({ state }) => state !== 'closed')
    .reduce((rest, { amount }) => rest - amount, order.amount);
}

function createMoves(steps: Steps): Pick<Bank, 'change' | 'pay' | 'end' | 'reverse'> {
  const { store, clock, commit } = steps;
  const now = (order: Order) => store.orders.get(keyOf(order.account, order.outTradeNo)) ?? order;
  const change = (order: Order, set: Partial<Order>) => {
    commit([{ t: 'orderSet', key: keyOf(order.account, order.outTradeNo), set }]);
    return now(order);
  };
  const end = (order: Order, state: OrderState) =>
    change(order, { state, endedAt: clock.now(), isWithPayer: false });
  return {
    ...{ change, end },
    pay(order) {
      if (order.state !== 'paid') bookPayment(steps, order, clock.now());
      return now(order);
    },
    reverse(order, state) {
      if (order.state !== 'paid') return end(order, state);
      const amount = refundableOf(store, order);
      bookReturn(steps, order, { kind: 'reverse', amount, requestNo: null });
      return change(now(order), { state, endedAt: clock.now() });
    },
  };
}

function newOrder(input: NewOrder, now: number, seed: string): Order {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  return {
    providerNo: `42${day}${digits(18, seed, input.account, input.outTradeNo)}`,
    buyer: `o${digits(27, seed, 'buyer', input.outTradeNo)}`,
    createdAt: now,
    state: 'waiting',
    ...{ paidAt: null, endedAt: null, payAt: null, isForced: false, refuseAt: null },
    ...{ isWithPayer: false, exists: true, codeUrl: null, expiresAt: null, closesItself: false },
    ...input,
  };
}

function newRefund(order: Order, input: NewRefund, now: number): Refund {
  const { plan, ...rest } = input;
  return {
    isOld: false,
    ...rest,
    account: order.account,
    outTradeNo: order.outTradeNo,
    providerNo: `50${order.providerNo.slice(2, 10)}${digits(18, order.account, input.requestNo)}`,
    createdAt: now,
    state: 'processing',
    endsAt: plan?.endsAt ?? now,
    ends: plan?.ends ?? 'success',
    endedAt: null,
  };
}

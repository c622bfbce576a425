import { type Entry, openJournal } from '../journal.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type Booking, keyOf, type Order, type Refund } from './types.ts';

/** A change of what the provider knows; several of them are written as one. */
export type Change =
  | { readonly t: 'order'; readonly order: Order }
  | { readonly t: 'orderSet'; readonly key: string; readonly set: Partial<Order> }
  | { readonly t: 'refund'; readonly refund: Refund }
  | { readonly t: 'refundSet'; readonly key: string; readonly set: Partial<Refund> }
  | { readonly t: 'booking'; readonly booking: Booking }
  | { readonly t: 'post'; readonly key: string; readonly call: 'pay' | 'qr'; readonly at: number }
  | { readonly t: 'remark'; readonly text: string };

/** What the provider knows, folded from the journal. */
export interface Store {
  readonly orders: ReadonlyMap<string, Order>;
  readonly refunds: ReadonlyMap<string, Refund>;
  readonly ledger: Ledger;
  /** how many pay calls came for a number */
  readonly posts: ReadonlyMap<string, number>;
  /** what a rule of the provider's asks otherwise */
  readonly remarks: readonly string[];
  /** Of an order, the oldest first. */
  refundsOf(order: Order): readonly Refund[];
  /** The order of a number in whatever account. */
  find(outTradeNo: string): Order | undefined;
  findByProviderNo(providerNo: string): Order | undefined;
  findByCode(codeUrl: string): Order | undefined;
  /** Written before it returns. */
  commit(changes: readonly Change[]): void;
  clear(): void;
  close(): void;
}

/** Unique in an account. */
export const refundKey = (account: string, requestNo: string): string => `${account}/${requestNo}`;

/** Reads the journal of a folder and goes on with it. */
export function openStore(file: string): Store {
  const journal = openJournal(file);
  const state = createState();
  for (const entry of journal.past) state.apply(entry as Entry & Change);
  return {
    ...state.shown,
    commit(changes) {
      journal.append(changes);
      for (const change of changes) state.apply(change);
    },
    clear() {
      journal.clear();
      state.clear();
    },
    close: journal.close,
  };
}

function createState() {
  const orders = new Map<string, Order>();
  const refunds = new Map<string, Refund>();
  const refundsByOrder = new Map<string, string[]>();
  const posts = new Map<string, number>();
  const keysBy = new Map<string, string>();
  const remarks: string[] = [];
  const ledger = createLedger();
  const lookUp = (name: string) => orders.get(keysBy.get(name) ?? '');
  const takeOrder = (order: Order) => {
    const key = keyOf(order.account, order.outTradeNo);
    orders.set(key, order);
    for (const name of namesOf(order)) keysBy.set(name, key);
  };
  const apply = (change: Change): void => {
    switch (change.t) {
      case 'order':
        return takeOrder(change.order);
      case 'orderSet':
        return takeOrder({ ...known(orders, change.key), ...change.set });
      case 'refund': {
        const { account, outTradeNo, requestNo } = change.refund;
        const key = refundKey(account, requestNo);
        const of = keyOf(account, outTradeNo);
        refunds.set(key, change.refund);
        refundsByOrder.set(of, [...(refundsByOrder.get(of) ?? []), key]);
        return undefined;
      }
      case 'refundSet':
        refunds.set(change.key, { ...known(refunds, change.key), ...change.set });
        return undefined;
      case 'booking':
        return ledger.add(change.booking);
      case 'post':
        posts.set(change.key, (posts.get(change.key) ?? 0) + 1);
        return undefined;
      case 'remark':
        remarks.push(change.text);
        return undefined;
      default:
        return undefined;
    }
  };
  const shown = {
    ...{ orders, refunds, ledger, posts, remarks },
    refundsOf: ({ account, outTradeNo }: Order) =>
      (refundsByOrder.get(keyOf(account, outTradeNo)) ?? []).map((key) => known(refunds, key)),
    find: (outTradeNo: string) => lookUp(`out ${outTradeNo}`),
    findByProviderNo: (no: string) => lookUp(`provider ${no}`),
    findByCode: (codeUrl: string) => lookUp(`code ${codeUrl}`),
  };
  const clear = () => {
    for (const map of [orders, refunds, refundsByOrder, posts, keysBy]) map.clear();
    remarks.length = 0;
    ledger.clear();
  };
  return { shown, apply, clear };
}

function known<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the journal changes ${key}, which is not there`);
  return value;
}

function namesOf({ outTradeNo, providerNo, codeUrl }: Order): readonly string[] {
  return [
    `out ${outTradeNo}`,
    `provider ${providerNo}`,
    ...(codeUrl === null ? [] : [`code ${codeUrl}`]),
  ];
}

import { createRefunds, type Refunds } from '@payserver/provider-stub/bank/refunds';
import { createReversals, type Reversals } from '@payserver/provider-stub/bank/reversals';
import type { Order } from '@payserver/provider-stub/bank/types';
import type { Behaviour } from '@payserver/provider-stub/behaviour/table';
import type { World } from '@payserver/provider-stub/world';
import type { Account, Accounts } from './accounts.ts';
import type { Authority } from './authority.ts';
import type { Code } from './codes.ts';
import type { Platform } from './platform.ts';

/** What the calls work with. */
export interface Alipay {
  readonly world: World;
  readonly authority: Authority;
  readonly accounts: Accounts;
  readonly platform: Platform;
  readonly reversals: Reversals;
  readonly refunds: Refunds;
}

const GAP_S = 3;
const MOST_REFUNDS = 300;
const YEAR_MS = 365 * 86_400_000;

/** The rules of Alipay over the bank. */
export function openShop(
  parts: Pick<Alipay, 'world' | 'authority' | 'accounts' | 'platform'>,
): Alipay {
  const { world } = parts;
  const gapMs = () => (world.options().refundGap ?? GAP_S) * 1_000;
  return {
    ...parts,
    reversals: createReversals(world, 'closed'),
    refunds: createRefunds(world, { most: MOST_REFUNDS, gapMs, periodMs: YEAR_MS }),
  };
}

/** A call whose signature was right. */
export interface Trade {
  readonly account: Account;
  readonly method: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly biz: Readonly<Record<string, unknown>>;
  readonly behaviours: readonly Behaviour[];
  /** host and port as the caller wrote them */
  readonly host: string;
}

/** What a call says. */
export interface Said {
  readonly code: Code;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly isLost?: boolean;
}

/** Carries out a call. */
export type Operate = (alipay: Alipay, trade: Trade) => Said;

/** A field of `biz_content` as text; empty when it has none. */
export function textIn({ biz }: Pick<Trade, 'biz'>, name: string): string {
  const value = biz[name];
  return typeof value === 'string' ? value : '';
}

/** The order that a call names; `trade_no` wins. */
export function orderOf({ world: { bank } }: Alipay, trade: Pick<Trade, 'account' | 'biz'>) {
  const tradeNo = textIn(trade, 'trade_no');
  if (tradeNo === '') return bank.order(trade.account.appId, textIn(trade, 'out_trade_no'));
  const order = bank.store.findByProviderNo(tradeNo);
  return order?.account === trade.account.appId ? order : undefined;
}

/** A trade that Alipay has: of a code that nobody has scanned there is none. */
export function tradeOf(alipay: Alipay, trade: Trade): Order | undefined {
  const order = orderOf(alipay, trade);
  return order?.exists === true ? order : undefined;
}

import { createRefunds, type Refunds } from '@payserver/provider-stub/bank/refunds';
import { createReversals, type Reversals } from '@payserver/provider-stub/bank/reversals';
import type { Order } from '@payserver/provider-stub/bank/types';
import { type Behaviour, readSuffix, readTail } from '@payserver/provider-stub/behaviour/table';
import type { World } from '@payserver/provider-stub/world';
import type { Accounts } from './accounts.ts';
import type { Platform } from './platform.ts';

/** What both versions of the protocol work with. */
export interface Wechat {
  readonly world: World;
  readonly accounts: Accounts;
  readonly platform: Platform;
  readonly reversals: Reversals;
  readonly refunds: Refunds;
}

const MINUTE_S = 60;
const YEAR_MS = 365 * 86_400_000;
const REVERSE_NOT_BEFORE_MS = 15_000;
const MOST_REFUNDS = 50;

/** The rules of WeChat over the bank. */
export function openShop(world: World, accounts: Accounts, platform: Platform): Wechat {
  const gapMs = () => (world.options().refundGap ?? MINUTE_S) * 1_000;
  return {
    ...{ world, accounts, platform },
    reversals: createReversals(world, 'revoked'),
    refunds: createRefunds(world, { most: MOST_REFUNDS, gapMs, periodMs: YEAR_MS }),
  };
}

/** A paying code of WeChat: 18 digits that begin with 10 to 15. */
export const AUTH_CODE = /^1[0-5]\d{16}$/;

/** What the last six digits of a paying code say. */
export const ofCode = (code: string): Behaviour | null => readTail(code.slice(-6));

/** What the text of an order or a refund says, `#GGVVPP` at its end. */
export const ofText = (text: string): Behaviour | null => readSuffix(text);

/** Notes a reverse that comes earlier than WeChat wants it. */
export function remarkEarlyReverse({ bank, clock }: World, order: Order | undefined): void {
  if (order === undefined || order.kind !== 'barcode' || order.state !== 'waiting') return;
  const age = clock.now() - order.createdAt;
  if (age < REVERSE_NOT_BEFORE_MS) {
    bank.remark(`${order.outTradeNo}: reversed ${age} ms after the payment, not after 15 s`);
  }
}

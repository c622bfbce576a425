import type { Connection } from './connection.ts';
import { needUntil } from './days.ts';
import {
  type BoughtItem,
  type ItemName,
  type Keyed,
  needAsset,
  ofItems,
  ofKeyed,
  runKeyed,
} from './keyed.ts';

/** Stored value that is bought: principal is what the customer pays (fen), bonus what the shop adds. */
export interface TopUp extends Keyed {
  readonly principal: number;
  readonly bonus?: number;
  /** last day of the bonus, or time of it: usable until the next midnight; principal does not expire */
  readonly bonusExpiresAt?: string;
  /** smaller is used first among lots that expire together */
  readonly priority?: number;
}

/** Money, or pieces, of a top-up that go back to the customer. */
export interface TopUpRefund {
  readonly merchantUUID: string;
  readonly key: string;
  /** `operationNo` of the top-up */
  readonly topUpNo: string;
  /** fen of principal */
  readonly amount?: number;
  readonly items?: readonly BoughtItem[];
}

/** A correction of one account of a holding, with its reason in `note`. */
export interface Adjustment extends Keyed {
  readonly account: 'receivable' | 'principal' | 'bonus' | 'count';
  readonly item?: ItemName;
  /** fen or pieces, not 0: above 0 gives, below 0 takes; on account above 0 lowers what is owed */
  readonly amount: number;
  readonly expiresAt?: string;
}

const SWEEP = 100;

/** Stored value and count cards outside of payments. Refusals throw RefusedError and write nothing. */
export function prepaidOf(connection: Connection) {
  return {
    topUp: async (input: TopUp) => {
      const { principal: amount, bonus = 0, bonusExpiresAt, priority } = input;
      const expiry = { bonusExpiresAt: needUntil(bonusExpiresAt) };
      const content = { ...ofKeyed(input), amount, bonus, ...expiry, priority };
      return await runKeyed(connection, ['book_top_up', 'topUp'], content);
    },
    topUpCounts: async (input: Keyed & { readonly items: readonly BoughtItem[] }) => {
      const items = ofItems(input.items);
      const amount = items.reduce((sum, item) => sum + item.paidValue, 0);
      const content = { ...ofKeyed(input), amount, items };
      return await runKeyed(connection, ['book_top_up', 'topUp'], content);
    },
    refundTopUp: async ({ merchantUUID, key, topUpNo, amount = 0, items }: TopUpRefund) => {
      const content = {
        merchant: merchantUUID,
        key,
        topUpNo,
        amount,
        items: items && ofItems(items),
      };
      return await runKeyed(connection, ['book_top_up_refund', 'topUpRefund'], content);
    },
    adjust: async (input: Adjustment) => {
      const { account, item, amount, expiresAt } = input;
      const asset = item && needAsset(item);
      // Neither what was paid for nor a debt has an end (constraint principal_does_not_expire).
      if (expiresAt !== undefined && (account === 'principal' || account === 'receivable')) {
        throw new RangeError('only bonus and counts expire');
      }
      const change = { account, asset, amount: Math.abs(amount), signed: amount };
      return await runKeyed(connection, ['book_adjust', 'adjust'], {
        ...ofKeyed(input),
        ...change,
        expiresAt: needUntil(expiresAt),
      });
    },
    /** Books what is left of expired lots; each holding is a transaction. Answers how many holdings had some. */
    sweepExpired: async () => {
      for (let swept = 0; ; ) {
        const due = (await connection.call('due_holdings', { limit: SWEEP })) as number[];
        if (due.length === 0) return swept;
        for (const holding of due) await connection.call('expire_holding', { holding });
        swept += due.length;
      }
    },
  };
}

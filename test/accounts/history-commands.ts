import fc from 'fast-check';
import { BOOKS, ITEMS, type Shop } from './history-shop.ts';
import type { Item } from './model.ts';

/** Does something to the books and to the model, and compares what they say. */
type Command = (shop: Shop) => Promise<void>;

const amount = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 6_000 }));
const some = fc.integer({ min: 0, max: 1_000_000 });
const item = fc.constantFrom(...ITEMS);
const counts = fc.dictionary(item, fc.integer({ min: 1, max: 4 }), { minKeys: 1 });

const detailsOf = (chosen: Record<string, number>) =>
  Object.entries(chosen).map(([merchandiseUUID, count]) => ({
    merchandiseUUID,
    styleUUID: '',
    count,
  }));
const countsOf = (chosen: Record<string, number>) =>
  new Map(Object.entries(chosen)) as Map<Item, number>;
const pick = <T>(from: readonly T[], at: number): T | undefined =>
  from[at % Math.max(1, from.length)];

const payBalance = amount.map(
  (n): Command =>
    async (shop) => {
      await shop.pay('memberBalance', {
        amount: n,
        params: {},
        verdict: (no) => shop.model.payBalance(no, n),
      });
    },
);
const payOnAccount = fc.tuple(amount, fc.constantFrom(0, 1)).map(
  ([n, signer]): Command =>
    async (shop) => {
      const params = { signAccounterUUID: 'party', signPersonUUID: `person${signer}` };
      await shop.pay('signAccount', {
        amount: n,
        params,
        verdict: (no) => shop.model.payOnAccount(no, n, signer),
      });
    },
);
const payCounts = fc.tuple(counts, amount, fc.boolean()).map(
  ([chosen, odd, isOdd]): Command =>
    async (shop) => {
      const list = countsOf(chosen);
      const worth = [...list].reduce(
        (sum, [name, n]) => sum + n * (shop.model.prices.get(name) ?? 0),
        0,
      );
      const n = isOdd || worth === 0 ? odd : worth;
      const params = { merchandiseDetails: detailsOf(chosen) };
      await shop.pay('memberCount', {
        amount: n,
        params,
        verdict: (no) => shop.model.payCounts(no, n, list),
      });
    },
);
const refund = fc
  .record({
    at: some,
    part: fc.constantFrom(0.1, 0.34, 0.5, 1, 1.2),
    named: fc.option(counts),
    unit: fc.boolean(),
  })
  .map(
    ({ at, part, named, unit }): Command =>
      async (shop) => {
        const target = shop.toRefund(at);
        if (target === undefined) return;
        const paid = shop.model.payments.get(target.no);
        const left = paid === undefined ? 100 : paid.amount - paid.refunded;
        const chosen = target.book === 'memberCount' && named !== null ? named : null;
        const worth = Object.entries(chosen ?? { wash: 1 }).reduce(
          (sum, [name, n]) => sum + n * (paid?.items.get(name as Item)?.price ?? 0),
          0,
        );
        const refundAmount = unit && worth > 0 ? worth : Math.max(1, Math.ceil(left * part));
        const verdict = shop.model.refund(
          target.no,
          refundAmount,
          chosen === null ? null : countsOf(chosen),
        );
        const call = {
          tractionNo: shop.nextNo(),
          merchantUUID: shop.merchantUUID,
          payTractionNo: target.no,
          refundAmount,
        };
        const extra =
          chosen === null ? {} : { clientExtraParams: { merchandiseDetails: detailsOf(chosen) } };
        await shop.call(
          async () => await shop.t.books.refund(target.book, { ...call, ...extra }),
          verdict,
        );
      },
  );
const topUp = fc
  .record({
    principal: fc.integer({ min: 0, max: 9_000 }),
    bonus: fc.constantFrom(0, 7, 500, 2_000),
    days: fc.integer({ min: 0, max: 4 }),
    priority: fc.constantFrom(0, 0, 1),
  })
  .map(
    ({ principal, bonus, days, priority }): Command =>
      async (shop) => {
        const key = shop.nextNo();
        const no = `topUp:${shop.merchantUUID}:${key}`;
        const last = new Date(Date.parse(shop.date()) + days * 86_400_000)
          .toISOString()
          .slice(0, 10);
        const input = {
          ...shop.holder('memberBalance'),
          key,
          principal,
          bonus,
          bonusExpiresAt: last,
          priority,
        };
        shop.topUps.push(no);
        await shop.admin(
          async () => await shop.t.admin.topUp(input),
          shop.model.topUp(no, { principal, bonus, days, priority }),
        );
        if (principal + bonus > 0)
          shop.repeats.push(async () => void (await shop.t.admin.topUp(input)));
      },
  );
const buyCounts = fc
  .record({
    name: item,
    count: fc.integer({ min: 1, max: 6 }),
    price: fc.option(fc.constantFrom(300, 700, 1_000)),
    days: fc.integer({ min: 0, max: 4 }),
  })
  .map(
    ({ name, count, price, days }): Command =>
      async (shop) => {
        const key = shop.nextNo();
        const expiresAt = new Date(Date.parse(shop.date()) + days * 86_400_000)
          .toISOString()
          .slice(0, 10);
        const bought = {
          merchandiseUUID: name,
          count,
          expiresAt,
          ...(price !== null && { unitPrice: price }),
        };
        shop.model.buyCounts(key, name, { count, price, days });
        await shop.t.admin.topUpCounts({ ...shop.holder('memberCount'), key, items: [bought] });
      },
  );
const refundTopUp = fc.tuple(some, amount).map(
  ([at, n]): Command =>
    async (shop) => {
      const topUpNo = pick(
        shop.topUps.filter((no) => shop.model.topUps.has(no)),
        at,
      );
      if (topUpNo === undefined) return;
      const input = { merchantUUID: shop.merchantUUID, key: shop.nextNo(), topUpNo, amount: n };
      await shop.admin(
        async () => await shop.t.admin.refundTopUp(input),
        shop.model.refundTopUp(topUpNo, n),
      );
    },
);
const adjust = fc
  .tuple(fc.constantFrom('principal' as const, 'bonus' as const), amount, fc.boolean())
  .map(
    ([account, n, gives]): Command =>
      async (shop) => {
        const signed = gives ? n : -n;
        const input = {
          ...shop.holder('memberBalance'),
          key: shop.nextNo(),
          account,
          amount: signed,
          note: 'count',
        };
        await shop.admin(
          async () => await shop.t.admin.adjust(input),
          shop.model.adjust(account, signed),
        );
      },
  );
const sweep = fc.constant<Command>(async (shop) => {
  await shop.t.admin.sweepExpired();
  shop.model.sweep();
});
const freeze = fc.tuple(fc.constantFrom(...BOOKS), fc.boolean()).map(
  ([book, isFrozen]): Command =>
    async (shop) => {
      await shop.t.admin.set({ ...shop.holder(book), status: isFrozen ? 'frozen' : 'open' });
      shop.model.frozen[book] = isFrozen;
    },
);
const hold = amount.map(
  (n): Command =>
    async (shop) => {
      const change = { ...shop.holder('memberBalance'), held: n };
      await shop.admin(async () => await shop.t.admin.set(change), shop.model.hold(n));
    },
);
const limit = fc.integer({ min: 0, max: 20_000 }).map(
  (creditLimit): Command =>
    async (shop) => {
      await shop.t.admin.set({ ...shop.holder('signAccount'), creditLimit });
      shop.model.limit = creditLimit;
    },
);
const credit = fc
  .tuple(fc.constantFrom('repay' as const, 'repay' as const, 'writeOff' as const), amount)
  .map(
    ([kind, n]): Command =>
      async (shop) => {
        const input = {
          merchantUUID: shop.merchantUUID,
          partyUUID: 'party',
          key: shop.nextNo(),
          amount: n,
        };
        await shop.admin(async () => await shop.t.admin[kind](input), shop.model.pay(kind, n));
      },
  );
const statement = fc.constant<Command>(async (shop) => await shop.close());
const nextDay = fc.integer({ min: 1, max: 3 }).map(
  (days): Command =>
    async (shop) => {
      await shop.setDay(shop.model.day + days);
    },
);
const repeat = some.map(
  (at): Command =>
    async (shop) =>
      await pick(shop.repeats, at)?.(),
);

/** Anything that may happen in a shop. */
export const command = fc.oneof(
  { arbitrary: refund, weight: 9 },
  { arbitrary: payBalance, weight: 6 },
  { arbitrary: payOnAccount, weight: 6 },
  ...[payCounts, topUp, credit, statement].map((arbitrary) => ({ arbitrary, weight: 4 })),
  ...[buyCounts, nextDay].map((arbitrary) => ({ arbitrary, weight: 3 })),
  ...[refundTopUp, adjust, sweep, repeat].map((arbitrary) => ({ arbitrary, weight: 2 })),
  ...[freeze, hold, limit].map((arbitrary) => ({ arbitrary, weight: 1 })),
);
/** The policies that a shop may have. */
export const settings = fc.record({
  proportional: fc.boolean(),
  clawbackProportional: fc.boolean(),
  extend: fc.boolean(),
  dayLimit: fc.constantFrom(500, 5_000),
});

/** What a shop begins with: else most of what follows would be declined. */
export const opening = fc.tuple(topUp, buyCounts, buyCounts);

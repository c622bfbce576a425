import type { Book } from '@payserver/accounts/books/calls';
import { RefusedError } from '@payserver/accounts/books/errors';
import { expect } from 'vitest';
import type { TestBooks } from '../support/books.ts';
import { type Item, Model, type Settings } from './model.ts';

export const BOOKS: readonly Book[] = ['signAccount', 'memberBalance', 'memberCount'];
export const ITEMS: readonly Item[] = ['wash', 'wax'];

/** One shop of the books beside its model; every command does the same to both and compares what they say. */
export class Shop {
  readonly model: Model;
  readonly t: TestBooks;
  readonly merchantUUID: string;
  readonly pays: { no: string; book: Book }[] = [];
  readonly topUps: string[] = [];
  readonly repeats: (() => Promise<void>)[] = [];
  #last = 0;
  #closedOn = -1;

  constructor(books: TestBooks, merchantUUID: string, settings: Settings) {
    this.t = books;
    this.merchantUUID = merchantUUID;
    this.model = new Model(settings);
  }

  async open(): Promise<void> {
    const { t: books, merchantUUID } = this;
    const { proportional, clawbackProportional, extend, dayLimit } = this.model.settings;
    await this.setDay(0);
    await books.admin.setPolicies({
      merchantUUID,
      orderOfUse: proportional ? 'proportional' : 'expiringFirst',
      clawback: clawbackProportional ? 'proportional' : 'all',
      expiredReturn: extend ? 'extend' : 'expire',
    });
    for (const book of BOOKS) await books.admin.open(this.holder(book));
    await books.admin.set({ ...this.holder('signAccount'), creditLimit: this.model.limit });
    const signer = { merchantUUID, partyUUID: 'party' };
    await books.admin.setSigner({ ...signer, personUUID: 'person0' });
    await books.admin.setSigner({ ...signer, personUUID: 'person1', dayLimit });
  }

  holder(book: Book) {
    return { merchantUUID: this.merchantUUID, book, partyUUID: 'party' };
  }

  /** Often the last payment that was done, so that it gets several refunds; seldom one that was declined. */
  toRefund(at: number) {
    if (at % 8 === 0) return this.pays[at % Math.max(1, this.pays.length)];
    const done = this.pays.filter(({ no }) => this.model.payments.has(no));
    return at % 2 === 0 ? done.at(-1) : done[at % Math.max(1, done.length)];
  }

  nextNo(): string {
    this.#last += 1;
    return `${this.merchantUUID}-${this.#last}`;
  }

  async setDay(day: number): Promise<void> {
    this.model.day = day;
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    await this.t.setClock(`${date} 12:00:00`);
  }

  date(): string {
    return new Date(Date.UTC(2026, 0, 1 + this.model.day)).toISOString().slice(0, 10);
  }

  /** Posts it, now or again later, also twice at once: always the same answer. */
  async call(work: () => Promise<object>, expected: string): Promise<void> {
    const [first, second] = await Promise.all([work(), work()]);
    expect(second).toEqual(first);
    const { reason } = first as { reason: string | null };
    expect(reason ?? 'done').toBe(expected);
    this.repeats.push(async () => expect(await work()).toEqual(first));
  }

  async pay(
    book: Book,
    input: { amount: number; params: object; verdict: (no: string) => string },
  ) {
    const no = this.nextNo();
    const party = book === 'signAccount' ? {} : { memberUUID: 'party' };
    const call = {
      tractionNo: no,
      merchantUUID: this.merchantUUID,
      payAmount: input.amount,
      payParams: { ...party, ...input.params },
    };
    this.pays.push({ no, book });
    await this.call(async () => await this.t.books.pay(book, call), input.verdict(no));
  }

  async admin(work: () => Promise<unknown>, expected: string): Promise<void> {
    const outcome = await work().then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof RefusedError) return error.reason;
        throw error;
      },
    );
    expect(outcome).toBe(expected);
  }

  async close(): Promise<void> {
    if (this.#closedOn >= this.model.day) return;
    this.#closedOn = this.model.day;
    const { merchantUUID } = this;
    await this.t.admin.closeStatement({ merchantUUID, partyUUID: 'party', toDate: this.date() });
    this.model.closePeriod();
  }

  async compare(): Promise<void> {
    const { model, t: books } = this;
    const views = await Promise.all(
      BOOKS.map(async (book) => await books.admin.show(this.holder(book))),
    );
    const balances = views.flatMap(({ accounts }) =>
      accounts.map(
        ({ kind, asset, balance }) => [kind === 'count' ? asset : kind, balance] as const,
      ),
    );
    const items = ITEMS.filter((item) => model.prices.has(item));
    expect(Object.fromEntries(balances)).toEqual({
      receivable: 0 - model.owed,
      principal: model.balance('principal'),
      bonus: model.balance('bonus'),
      ...Object.fromEntries(items.map((item) => [`ITEM:${item}/`, model.balance(item)])),
    });
    const lots = views.flatMap(({ accounts }) =>
      accounts.flatMap((account) => account.lots.map((lot) => [lot.original, lot.remaining])),
    );
    const pots = ['principal', 'bonus', ...items] as const;
    const expected = pots.flatMap((pot) => model.lots.filter((lot) => lot.pot === pot));
    expect(lots.toSorted(byNumbers)).toEqual(
      expected.map(({ bought, left }) => [bought, left]).toSorted(byNumbers),
    );
    const statements = await books.admin.statements(this.merchantUUID, 'party');
    expect(statements.map(({ closing, unpaid }) => ({ closing, unpaid }))).toEqual(
      model.periods.map(({ closing, debt, paid }) => ({ closing, unpaid: debt - paid })),
    );
  }
}

function byNumbers([a = 0, b = 0]: readonly number[], [c = 0, d = 0]: readonly number[]): number {
  return a - c || b - d;
}

/** What the books should say, worked out in memory: no accounts, no entries, only lots and sums. */

type Pot = 'principal' | 'bonus' | 'wash' | 'wax';
export type Item = 'wash' | 'wax';

interface Lot {
  readonly pot: Pot;
  readonly source: string;
  readonly bought: number;
  left: number;
  /** the first day on which it cannot be used */
  ends: number | null;
  readonly priority: number;
}

interface Use {
  readonly lot: Lot;
  readonly amount: number;
  back: number;
}

interface Paid {
  readonly book: 'signAccount' | 'memberBalance' | 'memberCount';
  readonly amount: number;
  readonly day: number;
  readonly signer: number;
  refunded: number;
  readonly uses: readonly Use[];
  readonly items: Map<Item, { count: number; back: number; readonly price: number | null }>;
}

interface Period {
  readonly debt: number;
  paid: number;
}

export interface Settings {
  readonly proportional: boolean;
  readonly clawbackProportional: boolean;
  readonly extend: boolean;
  readonly dayLimit: number;
}

/** `done`, or the name of the reason why not. */
export type Verdict = string;

/** One merchant with a company, its two signers, a member's stored value and a card of two items. */
export class Model {
  day = 0;
  frozen = { signAccount: false, memberBalance: false, memberCount: false };
  held = 0;
  limit = 20_000;
  owed = 0;
  readonly prices = new Map<Item, number | null>();
  readonly lots: Lot[] = [];
  readonly payments = new Map<string, Paid>();
  readonly topUps = new Map<string, { principal: number; backSoFar: number; clawed: number }>();
  readonly periods: (Period & { closing: number })[] = [];
  readonly signed = new Map<string, number>();
  readonly settings: Settings;
  credit = 0;
  unbilled = 0;
  unbilledDebt = 0;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  balance(pot: Pot): number {
    return sum(this.lots.filter((lot) => lot.pot === pot).map(({ left }) => left));
  }

  #usable(pot: Pot): number {
    const live = this.lots.filter((lot) => lot.pot === pot && this.#isLive(lot));
    const all = sum(live.map(({ left }) => left));
    return pot === 'principal' ? Math.min(all, this.balance(pot) - this.held) : all;
  }

  #isLive(lot: Lot): boolean {
    return lot.ends === null || lot.ends > this.day;
  }

  /** Expiring first, then priority, bonus first, oldest first; of principal at most `most`. */
  #take(pots: readonly Pot[], amount: number, most = Number.POSITIVE_INFINITY): Use[] {
    const far = Number.MAX_SAFE_INTEGER;
    const order = this.lots
      .filter((lot) => pots.includes(lot.pot) && lot.left > 0 && this.#isLive(lot))
      .map((lot, at) => ({ lot, at }))
      .toSorted(
        (a, b) =>
          (a.lot.ends ?? far) - (b.lot.ends ?? far) ||
          a.lot.priority - b.lot.priority ||
          Number(a.lot.pot === 'principal') - Number(b.lot.pot === 'principal') ||
          a.at - b.at,
      );
    const uses: Use[] = [];
    let rest = amount;
    let principal = most;
    for (const { lot } of order) {
      const take = Math.min(rest, lot.left, lot.pot === 'principal' ? principal : rest);
      if (take === 0) continue;
      if (lot.pot === 'principal') principal -= take;
      lot.left -= take;
      rest -= take;
      uses.push({ lot, amount: take, back: 0 });
    }
    return uses;
  }

  payBalance(no: string, amount: number): Verdict {
    if (this.frozen.memberBalance) return 'frozen';
    const principal = this.#usable('principal');
    const bonus = this.#usable('bonus');
    if (principal + bonus < amount) return 'notEnough';
    const part = Math.floor((amount * principal) / (principal + bonus));
    const uses = this.settings.proportional
      ? [...this.#take(['principal'], part, principal), ...this.#take(['bonus'], amount - part)]
      : this.#take(['principal', 'bonus'], amount, principal);
    this.#paid(no, { book: 'memberBalance', amount, uses });
    return 'done';
  }

  payCounts(no: string, amount: number, counts: ReadonlyMap<Item, number>): Verdict {
    if (this.frozen.memberCount) return 'frozen';
    let worth = 0;
    let isPriced = true;
    for (const [item, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const price = this.prices.get(item);
      if (price === undefined) return 'noSuchItem';
      if (this.#usable(item) < count) return 'notEnoughCounts';
      if (price === null) isPriced = false;
      worth += count * (price ?? 0);
    }
    if (isPriced && worth !== amount) return 'wrongAmount';
    const uses = [...counts].flatMap(([item, count]) => this.#take([item], count));
    const items = new Map(
      [...counts].map(([item, count]) => [
        item,
        { count, back: 0, price: this.prices.get(item) ?? null },
      ]),
    );
    this.#paid(no, { book: 'memberCount', amount, uses, items });
    return 'done';
  }

  payOnAccount(no: string, amount: number, signer: number): Verdict {
    if (this.frozen.signAccount) return 'frozen';
    const key = `${signer} ${this.day}`;
    const today = this.signed.get(key) ?? 0;
    if (signer === 1 && today + amount > this.settings.dayLimit) return 'overPersonalLimit';
    if (this.owed + amount > this.limit) return 'overLimit';
    this.signed.set(key, today + amount);
    this.owed += amount;
    this.unbilled += amount;
    this.unbilledDebt += amount;
    this.#paid(no, { book: 'signAccount', amount, signer });
    return 'done';
  }

  #paid(no: string, paid: Pick<Paid, 'book' | 'amount'> & Partial<Paid>): void {
    const none = { day: this.day, signer: 0, uses: [], refunded: 0, items: new Map() };
    this.payments.set(no, { ...none, ...paid });
  }

  refund(payNo: string, amount: number, counts: ReadonlyMap<Item, number> | null): Verdict {
    const paid = this.payments.get(payNo);
    if (paid === undefined) return 'notPaid';
    if (paid.refunded + amount > paid.amount) return 'overRefund';
    const verdict = paid.book === 'memberCount' ? this.#refundCounts(paid, amount, counts) : 'done';
    if (verdict !== 'done') return verdict;
    if (paid.book === 'memberBalance') this.#refundMoney(paid, amount);
    if (paid.book === 'signAccount') {
      const key = `${paid.signer} ${this.day}`;
      if (paid.day === this.day) this.signed.set(key, (this.signed.get(key) ?? 0) - amount);
      this.owed -= amount;
      this.unbilled -= amount;
      this.unbilledDebt -= amount;
    }
    paid.refunded += amount;
    return 'done';
  }

  #refundMoney(paid: Paid, amount: number): void {
    if (!this.settings.proportional) return this.#giveBack(paid.uses, amount);
    const ofPrincipal = paid.uses.filter(({ lot }) => lot.pot === 'principal');
    const used = sum(ofPrincipal.map((use) => use.amount));
    const upTo = (money: number) => Math.floor((money * used) / paid.amount);
    const part = upTo(paid.refunded + amount) - upTo(paid.refunded);
    this.#giveBack(ofPrincipal, part);
    this.#giveBack(
      paid.uses.filter(({ lot }) => lot.pot !== 'principal'),
      amount - part,
    );
  }

  #giveBack(uses: readonly Use[], amount: number): void {
    let rest = amount;
    for (const use of uses.toReversed()) {
      const give = Math.min(rest, use.amount - use.back);
      rest -= give;
      use.back += give;
      if (give === 0) continue;
      if (this.#isLive(use.lot)) use.lot.left += give;
      else if (this.settings.extend) {
        use.lot.left += give;
        // Noon and 30 days: usable until the midnight after.
        use.lot.ends = this.day + 31;
      }
    }
    if (rest !== 0) throw new Error('the model gave back more than was used');
  }

  #refundCounts(paid: Paid, amount: number, named: ReadonlyMap<Item, number> | null): Verdict {
    const open = new Map([...paid.items].map(([item, { count, back }]) => [item, count - back]));
    const isAllMoney = amount === paid.amount - paid.refunded;
    const unnamed = () => (isAllMoney ? open : onlyWay(paid, open, amount));
    const counts = named ?? unnamed();
    if (counts === null) return 'nameItems';
    const isMore = [...counts].some(([item, count]) => (open.get(item) ?? 0) < count);
    if (isMore) return 'overRefundCounts';
    const isAllPieces = sum([...counts.values()]) === sum([...open.values()]);
    if (isAllPieces !== isAllMoney) return 'wrongAmount';
    const worth = worthOf(paid, counts);
    if (!isAllPieces && worth !== null && worth !== amount) return 'wrongAmount';
    for (const [item, count] of counts) {
      this.#giveBack(
        paid.uses.filter(({ lot }) => lot.pot === item),
        count,
      );
      const line = paid.items.get(item);
      if (line !== undefined) line.back += count;
    }
    return 'done';
  }

  topUp(
    no: string,
    lots: { principal: number; bonus: number; days: number; priority: number },
  ): Verdict {
    const { principal, bonus, days, priority } = lots;
    if (principal + bonus === 0) return 'nothing';
    const ends = this.day + days + 1;
    if (principal > 0)
      this.#add({ source: no, pot: 'principal', bought: principal, ends: null, priority });
    if (bonus > 0) this.#add({ source: no, pot: 'bonus', bought: bonus, ends, priority });
    this.topUps.set(no, { principal, backSoFar: 0, clawed: 0 });
    return 'done';
  }

  buyCounts(
    no: string,
    item: Item,
    bought: { count: number; price: number | null; days: number },
  ): Verdict {
    this.prices.set(item, bought.price ?? this.prices.get(item) ?? null);
    this.#add({
      source: no,
      pot: item,
      bought: bought.count,
      ends: this.day + bought.days + 1,
      priority: 0,
    });
    return 'done';
  }

  #add(lot: Omit<Lot, 'left'>): void {
    this.lots.push({ ...lot, left: lot.bought });
  }

  refundTopUp(no: string, amount: number): Verdict {
    const topUp = this.topUps.get(no);
    const principal = this.lots.find((lot) => lot.source === no && lot.pot === 'principal');
    const most = Math.min(principal?.left ?? 0, this.balance('principal') - this.held);
    if (topUp === undefined || principal === undefined || amount > most) return 'moreThanLeft';
    principal.left -= amount;
    topUp.backSoFar += amount;
    const bonus = this.lots.find((lot) => lot.source === no && lot.pot === 'bonus');
    if (bonus === undefined) return 'done';
    const part = Math.ceil((bonus.bought * topUp.backSoFar) / topUp.principal) - topUp.clawed;
    const take = this.settings.clawbackProportional
      ? Math.min(bonus.left, Math.max(0, part))
      : bonus.left;
    bonus.left -= take;
    topUp.clawed += take;
    return 'done';
  }

  adjust(pot: 'principal' | 'bonus', amount: number): Verdict {
    if (amount > 0) this.#add({ source: 'adjust', pot, bought: amount, ends: null, priority: 0 });
    else if (this.#usable(pot) < -amount) return 'notEnough';
    else this.#take([pot], -amount);
    return 'done';
  }

  sweep(): void {
    for (const lot of this.lots) if (!this.#isLive(lot)) lot.left = 0;
  }

  hold(amount: number): Verdict {
    if (amount > this.balance('principal')) return 'notEnough';
    this.held = amount;
    return 'done';
  }

  pay(kind: 'repay' | 'writeOff', amount: number): Verdict {
    if (kind === 'writeOff' && amount > this.owed) return 'moreThanOwed';
    this.owed -= amount;
    this.unbilled -= amount;
    this.credit += amount;
    this.#allocate();
    return 'done';
  }

  closePeriod(): void {
    const closing = (this.periods.at(-1)?.closing ?? 0) + this.unbilled;
    this.credit += Math.max(0, -this.unbilledDebt);
    this.periods.push({ debt: Math.max(0, this.unbilledDebt), paid: 0, closing });
    this.unbilled = 0;
    this.unbilledDebt = 0;
    this.#allocate();
  }

  #allocate(): void {
    for (const period of this.periods) {
      const give = Math.min(this.credit, period.debt - period.paid);
      period.paid += give;
      this.credit -= give;
    }
  }
}

/** What these pieces cost in the payment; null when one of them has no price. */
function worthOf(paid: Paid, counts: ReadonlyMap<Item, number>): number | null {
  const chosen = [...counts].filter(([, count]) => count > 0);
  const prices = chosen.map(([item]) => paid.items.get(item)?.price ?? null);
  if (prices.includes(null)) return null;
  return sum(chosen.map(([, count], at) => count * (prices[at] ?? 0)));
}

/** The only counts that make the amount; null when there are none or several. */
function onlyWay(
  paid: Paid,
  open: ReadonlyMap<Item, number>,
  amount: number,
): Map<Item, number> | null {
  let ways: Map<Item, number>[] = [new Map()];
  for (const [item, { price }] of paid.items) {
    if (price === null) return null;
    const most = open.get(item) ?? 0;
    ways = ways.flatMap((way) =>
      Array.from({ length: most + 1 }, (_, n) => new Map([...way, [item, n]])),
    );
  }
  const worth = (way: Map<Item, number>) =>
    sum([...way].map(([item, count]) => count * (paid.items.get(item)?.price ?? 0)));
  const fitting = ways.filter((way) => worth(way) === amount);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

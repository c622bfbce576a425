import fc from 'fast-check';
import { expect } from 'vitest';
import { payBody } from '../support/shop.ts';
import { type Chosen, deceives } from './behaviours.ts';
import { MODES, type Mode } from './modes.ts';
import {
  expectCode,
  type Known,
  type Model,
  modeNamed,
  nextNo,
  observe,
  pick,
  type Real,
} from './world.ts';

/** Stands in every payment; no log may ever show it. */
export const SECRET_BAR_CODE = '6297351840627193';

/** A payment before it is sent. */
interface PaySettings {
  readonly mode: string;
  readonly behaviour: Chosen;
  /** fen */
  readonly amount: number;
}

export type Command = fc.AsyncCommand<Model, Real>;

const WAITS = fc.constantFrom('respond-async', 'wait=1', 'wait=2');

/** What may be asked for in one payment. */
function paySettings(
  behaviour: fc.Arbitrary<Chosen>,
  modes: readonly Mode[],
): fc.Arbitrary<PaySettings> {
  return fc.record({
    mode: fc.constantFrom(...modes.map(({ name }) => name)),
    behaviour,
    amount: fc.integer({ min: 1, max: 1_000 }),
  });
}

function bodyOf(real: Real, pay: PaySettings, clientPayNo: string) {
  const common = payBody(real.merchantUUID, {
    payModeUUID: real.modes.get(pay.mode) ?? '',
    clientPayNo,
    amount: pay.amount,
  });
  const payParams = { sandbox: pay.behaviour.text, payBarCode: SECRET_BAR_CODE };
  return { ...common, payParams };
}

interface Order {
  uuid: string;
  tractionNo: string;
  status: string;
}

function remember(model: Model, real: Real, one: { pay: PaySettings; body: object; order: Order }) {
  const { pay, order } = one;
  const mode = modeNamed(pay.mode);
  const clientNo = nextNo(model.pays);
  const { behaviour, amount } = pay;
  const { uuid, tractionNo, status } = order;
  const ids = { uuid, tractionNo, clientNo, status };
  model.pays.push({ kind: 'pay', ...ids, body: one.body, mode, behaviour, amount });
  if (deceives(mode, pay.behaviour)) real.deceived.add(order.tractionNo);
  const statuses = mode.isOnline ? ['paying', 'payed', 'payFailed'] : ['payed'];
  expect(statuses).toContain(order.status);
}

class Pay implements Command {
  readonly #pay: PaySettings;
  readonly #prefer: string;
  constructor(pay: PaySettings, prefer: string) {
    this.#pay = pay;
    this.#prefer = prefer;
  }
  check = () => true;
  toString = () => `pay(${this.#pay.mode}, ${this.#pay.behaviour.text}, ${this.#prefer})`;
  async run(model: Model, real: Real): Promise<void> {
    const body = bodyOf(real, this.#pay, nextNo(model.pays));
    const answer = await real.client.post('/pay', body, { prefer: this.#prefer });
    expectCode(answer, [200]);
    remember(model, real, { pay: this.#pay, body, order: answer.body.data });
  }
}

/** Anything once more, several times at once: the same order, and nothing happens. */
class Replay implements Command {
  readonly #by: number;
  readonly #times: number;
  constructor(by: number, times: number) {
    this.#by = by;
    this.#times = times;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `replay(${this.#by}, ${this.#times} times)`;
  async run(model: Model, { client }: Real): Promise<void> {
    const known = pick([...model.pays, ...model.refunds], this.#by);
    const again = Array.from({ length: this.#times }, async () => {
      const answer = await client.post(`/${known.kind}`, known.body, { prefer: 'respond-async' });
      expectCode(answer, [200]);
      return answer.body.data;
    });
    for (const data of await Promise.all(again)) expect(data.uuid).toBe(known.uuid);
    observe(known, (await client.get(`/${known.kind}Orders/${known.uuid}`)).body);
  }
}

/** The number of another order with other content: refused, and nothing happens. */
class ChangedReplay implements Command {
  readonly #by: number;
  constructor(by: number) {
    this.#by = by;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `changedReplay(${this.#by})`;
  async run(model: Model, { client }: Real): Promise<void> {
    const known = pick([...model.pays, ...model.refunds], this.#by);
    const changed = { ...known.body, clientExtraParams: { changed: 1 } };
    expectCode(await client.post(`/${known.kind}`, changed), [9005]);
  }
}

/** A batch of new payments, each of them twice, some that are known, a changed one and a bad one. */
class BatchPay implements Command {
  readonly #pays: readonly PaySettings[];
  readonly #by: number;
  constructor(pays: readonly PaySettings[], by: number) {
    this.#pays = pays;
    this.#by = by;
  }
  check = () => true;
  toString = () =>
    `batchPay(${this.#pays.map((p) => `${p.mode} ${p.behaviour.text}`).join(', ')}; ${this.#by})`;
  async run(model: Model, real: Real): Promise<void> {
    const old: Known[] = model.pays.length > 0 ? [pick(model.pays, this.#by)] : [];
    const fresh = this.#pays.map((pay, i) => ({
      pay,
      body: bodyOf(real, pay, `n${model.pays.length + i}`),
    }));
    const bodies = fresh.map(({ body }) => body);
    const changed = old.map(({ body }) => ({ ...body, clientExtraParams: { changed: 1 } }));
    const bad = { ...bodies[0], payAmount: -1 };
    const answer = await real.client.post(
      '/batchPay',
      { batchPayData: [...bodies, ...old.map(({ body }) => body), ...changed, bad, ...bodies] },
      { prefer: this.#by % 2 === 0 ? 'respond-async' : 'wait=1' },
    );
    expectCode(answer, [200]);
    const results: Array<{ statusCode: number; body: { data: Order; code?: number } }> =
      answer.body.batchPayResult;
    const codes = results.map((r) => r.body.code ?? r.statusCode);
    const ok = bodies.map(() => 200);
    expect(codes).toEqual([...ok, ...old.map(() => 200), ...old.map(() => 9005), 9004, ...ok]);
    const orders = results.map((result) => result.body.data);
    const repeats = orders.slice(-bodies.length);
    for (const [i, one] of fresh.entries()) {
      const order = orders[i];
      if (order === undefined) throw new Error('the answer is shorter than the batch');
      expect(repeats[i]?.uuid).toBe(order.uuid);
      remember(model, real, { ...one, order });
    }
    for (const known of old) expect(orders[bodies.length]?.uuid).toBe(known.uuid);
  }
}

/** Asks for an order by each of its names, and for what is linked to it. */
class Query implements Command {
  readonly #by: number;
  constructor(by: number) {
    this.#by = by;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `query(${this.#by})`;
  async run(model: Model, { client }: Real): Promise<void> {
    const known = pick([...model.pays, ...model.refunds], this.#by);
    const list = `/${known.kind}Orders`;
    const filter = known.kind === 'pay' ? 'clientPayNo' : 'clientRefundNo';
    for (const name of [`${filter}=${known.clientNo}`, `tractionNo=${known.tractionNo}`]) {
      const { items } = (await client.get(`${list}?${name}`)).body;
      expect(items).toHaveLength(1);
      observe(known, items[0]);
    }
    observe(known, (await client.get(`${list}/${known.uuid}`)).body);
    const records = (await client.get(`${list}/${known.uuid}/tradeRecords`)).body.items;
    expect(records.length).toBeGreaterThan(0);
  }
}

/** Calls a payment off, by either of its numbers; nothing is guessed, so it may be anything by then. */
class CallOff implements Command {
  readonly #by: number;
  readonly #prefer: string;
  constructor(by: number, prefer: string) {
    this.#by = by;
    this.#prefer = prefer;
  }
  check = (model: Readonly<Model>) => model.pays.length > 0;
  toString = () => `callOff(${this.#by}, ${this.#prefer})`;
  async run(model: Model, { client }: Real): Promise<void> {
    const known = pick(model.pays, this.#by);
    const { clientNo, tractionNo } = known;
    const named = this.#by % 2 === 0 ? { clientPayNo: clientNo } : { payTractionNo: tractionNo };
    const answer = await client.post('/closePay', named, { prefer: this.#prefer });
    const canBeClosed = !known.mode.isOnline || known.mode.hasQuery;
    if (expectCode(answer, canBeClosed ? [200] : [200, 9007]) === 200)
      observe(known, answer.body.data);
  }
}

const by = fc.nat(1_000);

/** Commands of a cashier who takes money. */
export function payCommands(
  behaviour: fc.Arbitrary<Chosen>,
  modes: readonly Mode[] = MODES,
): fc.Arbitrary<Command>[] {
  const settings = paySettings(behaviour, modes);
  const pay = fc.tuple(settings, WAITS).map(([one, prefer]) => new Pay(one, prefer));
  return [
    pay,
    pay,
    pay,
    fc.tuple(by, fc.integer({ min: 1, max: 4 })).map(([one, times]) => new Replay(one, times)),
    by.map((one) => new ChangedReplay(one)),
    fc
      .tuple(fc.array(settings, { minLength: 1, maxLength: 4 }), by)
      .map(([pays, one]) => new BatchPay(pays, one)),
    by.map((one) => new Query(one)),
    fc.tuple(by, WAITS).map(([one, prefer]) => new CallOff(one, prefer)),
  ];
}

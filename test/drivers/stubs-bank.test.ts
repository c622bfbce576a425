import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Bank, openBank } from '../../packages/provider-stub/src/bank/bank.ts';
import { judge } from '../../packages/provider-stub/src/bank/oracle.ts';
import { createRefunds } from '../../packages/provider-stub/src/bank/refunds.ts';
import { createReversals } from '../../packages/provider-stub/src/bank/reversals.ts';
import { openStore } from '../../packages/provider-stub/src/bank/store.ts';
import { createClock } from '../../packages/provider-stub/src/clock.ts';

// The oracle of every other test: it must not be wrong itself.

const folder = mkdtempSync(join(tmpdir(), 'stub-bank-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const clock = createClock();
const events = { paid: () => undefined, refunded: () => undefined };
const open = (file: string) => openBank({ store: openStore(file), clock, seed: '1' }, events);
let files = 0;
const newFile = () => join(folder, `${(files += 1)}.jsonl`);

const create = (bank: Bank, outTradeNo: string, amount = 1_000) =>
  bank.create({
    ...{ account: 'm', outTradeNo, kind: 'barcode', amount, subject: 's' },
    ...{ notifyUrl: null, fingerprint: '', echo: {}, behaviours: [] },
  });

const step = fc.record({
  act: fc.constantFrom('create', 'pay', 'reverse', 'refund', 'end', 'reopen'),
  order: fc.integer({ min: 1, max: 4 }),
  amount: fc.integer({ min: 1, max: 700 }),
  request: fc.integer({ min: 1, max: 4 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function take(bank: Bank, { act, order: number, amount, request }: Step): void {
  const order = bank.order('m', `T${number}`);
  if (order === undefined) {
    if (act === 'create') create(bank, `T${number}`);
    return;
  }
  const rules = { most: 50, gapMs: () => 0, periodMs: Number.POSITIVE_INFINITY };
  const call = { requestNo: `T${number}R${request}`, amount, notifyUrl: null, behaviours: [] };
  const isWaiting = order.state === 'waiting';
  const acts: Readonly<Record<string, () => unknown>> = {
    pay: () => isWaiting && bank.pay(order),
    end: () => isWaiting && bank.end(order, 'failed'),
    reverse: () => createReversals({ bank, clock }, 'revoked').reverse(order, []),
    refund: () => createRefunds({ bank, clock }, rules).refund(order, call),
  };
  acts[act]?.();
}

test('whatever comes in whatever order, also over restarts: nobody pays twice, nothing more goes back than was paid', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const file = newFile();
      let bank = open(file);
      for (const one of steps) {
        if (one.act === 'reopen') {
          bank.store.close();
          bank = open(file);
        } else take(bank, one);
      }
      expect(judge(bank.store, null).violations).toEqual([]);
      for (const order of bank.store.orders.values()) {
        const net = bank.store.ledger.net('m', order.outTradeNo);
        expect(net).toBeGreaterThanOrEqual(0);
        expect(order.state === 'paid' || net === 0).toBe(true);
      }
      const { customer, merchant, fee } = bank.store.ledger.balances();
      expect(customer + merchant + fee).toBe(0);
      const before = JSON.stringify([...bank.store.orders, ...bank.store.refunds]);
      bank.store.close();
      const again = open(file);
      expect(JSON.stringify([...again.store.orders, ...again.store.refunds])).toBe(before);
      expect(again.store.ledger.balances()).toEqual({ customer, merchant, fee });
      again.store.close();
    }),
    { numRuns: 150 },
  );
});

test('a line that a killed process left torn is no part of the past', () => {
  const file = newFile();
  const bank = open(file);
  bank.pay(create(bank, 'T1'));
  bank.store.close();
  writeFileSync(file, '[{"t":"booking","booking":{"amo', { flag: 'a' });
  const again = open(file);
  expect(again.store.ledger.net('m', 'T1')).toBe(1_000);
  again.pay(create(again, 'T2'));
  again.store.close();
  expect(open(file).store.ledger.net('m', 'T2')).toBe(1_000);
});

test('fees of partial refunds add up to the fee of the payment', () => {
  const bank = open(newFile());
  const order = bank.pay(create(bank, 'T1', 9_999));
  const rules = { most: 50, gapMs: () => 0, periodMs: Number.POSITIVE_INFINITY };
  const refunds = createRefunds({ bank, clock }, rules);
  for (const [index, amount] of [3_333, 3_333, 3_333].entries()) {
    refunds.refund(order, { requestNo: `R${index}`, amount, notifyUrl: null, behaviours: [] });
  }
  expect(bank.store.ledger.balances()).toEqual({ customer: 0, merchant: 0, fee: 0 });
});

test('the oracle sees a second charge, a second pay call, money without an order and an order without its money', () => {
  const bank = open(newFile());
  const twice = create(bank, 'T1');
  bank.pay(twice);
  bank.pay(twice);
  bank.countPost('m', 'T1', 'pay');
  bank.countPost('m', 'T1', 'pay');
  create(bank, 'T2');
  const claims = [{ outTradeNo: 'T2', status: 'payed', amount: 1_000 } as const];
  expect(judge(bank.store, clock.now() + 1, claims).violations).toEqual([
    'T1: charged twice',
    'T2: left waiting',
    'm/T1: 2 pay calls',
    'T2: payed should leave 1000 fen, the ledger has 0',
    'T1: money without an order',
  ]);
});

import { expect, it } from 'vitest';
import { waitBeforeSaying } from '../../apps/console/src/screens/payment/announcer.ts';
import {
  hindranceOfException,
  hindranceOfPayment,
  hindranceOfRefund,
} from '../../apps/console/src/screens/payment/guards.ts';
import {
  isTail,
  lateMoney,
  moneyParts,
  proposeRefundNo,
  readAmount,
} from '../../apps/console/src/screens/payment/money-parts.ts';
import { futureOf } from '../../apps/console/src/screens/payment/timeline/future.ts';
import { reviewKeyOf, whyOf } from '../../apps/console/src/screens/payment/why.ts';
import { payment, timeAt } from './payment-fixtures.ts';

const PENDING = {
  lastOutcome: 'unknown',
  attempts: 4,
  isAsking: false,
  nextLookAt: timeAt(60),
  reviewReason: null,
  reviewAt: timeAt(600),
  attemptsLeft: 9,
};

it.each([
  ['12.5', { fen: 1_250 }],
  ['100', { fen: 10_000 }],
  ['１２．５０', { fen: 1_250 }],
  ['0.29', { fen: 29 }],
  ['100.01', { wrong: 'tooMuch' }],
  ['0', { wrong: 'zero' }],
  ['12.505', { wrong: 'notMoney' }],
  ['-1', { wrong: 'notMoney' }],
  ['1e2', { wrong: 'notMoney' }],
  [' ', { wrong: 'empty' }],
])('reads %s of 100 yuan that are left', (typed, read) => {
  expect(readAmount(typed, 10_000)).toEqual(read);
});

it('splits the money of a payment into parts that make the whole', () => {
  const refund = { status: 'refunding' as const, refundAmount: 700, isReversal: 0 };
  const order = payment({ status: 'partRefunded', refundAmount: 2_000 });
  expect(moneyParts(order, [refund, { ...refund, status: 'refundFailed' }])).toEqual({
    paid: 10_000,
    refunded: 2_000,
    refunding: 700,
    left: 7_300,
  });
  expect(moneyParts(payment({}), [refund]).left).toBe(0);
});

it.each([
  ['paying', 'ask', null],
  ['paying', 'close', null],
  ['paying', 'settle', null],
  ['paying', 'refund', 'notPaid'],
  ['payed', 'ask', 'final'],
  ['payed', 'close', 'final'],
  ['payed', 'settle', 'final'],
  ['payed', 'refund', null],
  ['payed', 'cancel', null],
  ['payFailed', 'refund', 'notPaid'],
  ['unpay', 'cancel', 'notPaid'],
] as const)('of a payment that is %s, %s is hindered by %s', (status, act, hindrance) => {
  expect(hindranceOfPayment(act, { order: payment({ status }), leftFen: 10_000 })).toBe(hindrance);
});

it('explains what is refunded in part or wholly, and what is being asked', () => {
  const order = payment({ status: 'partRefunded' });
  expect(hindranceOfPayment('cancel', { order, leftFen: 1 })).toBe('partlyRefunded');
  expect(hindranceOfPayment('refund', { order, leftFen: 1 })).toBeNull();
  expect(hindranceOfPayment('refund', { order, leftFen: 0 })).toBe('nothingLeft');
  const asking = payment({ pending: { ...PENDING, isAsking: true } });
  expect(hindranceOfPayment('ask', { order: asking, leftFen: 0 })).toBe('asking');
  expect(hindranceOfPayment('settle', { order: asking, leftFen: 0 })).toBeNull();
  expect(hindranceOfRefund('settleRefund', { status: 'refunded', pending: null })).toBe(
    'refundFinal',
  );
  const late = { status: 'open', reason: 'lateSuccess', kind: 'pay' } as const;
  expect(hindranceOfException('reverse', late)).toBeNull();
  expect(hindranceOfException('reverse', { ...late, reason: 'lateFailure' })).toBe('notLate');
  expect(hindranceOfException('resolve', { ...late, status: 'reversing' })).toBe('reversing');
});

it('says why a payment is as it is', () => {
  expect(whyOf(payment({ pending: PENDING }), []).key).toBe('unknown');
  expect(whyOf(payment({ pending: { ...PENDING, lastOutcome: null } }), []).key).toBe('new');
  expect(whyOf(payment({ pending: { ...PENDING, lastOutcome: 'somethingNew' } }), []).key).toBe(
    'paying',
  );
  expect(whyOf(payment({ status: 'payFailed', resultCode: 'declined' }), [])).toEqual({
    key: 'payFailed',
    reason: 'declined',
  });
  expect(whyOf(payment({ status: 'payed', resultCode: '' }), [])).toEqual({
    key: 'payed',
    reason: null,
  });
});

it('never says that no money moved where money came late', () => {
  const late = { kind: 'pay', reason: 'lateSuccess', status: 'open' } as const;
  const failed = payment({ status: 'payFailed', resultCode: 'declined' });
  expect(whyOf(failed, [late]).key).toBe('lateMoney');
  expect(whyOf(failed, [{ ...late, status: 'reversing' }]).key).toBe('lateMoney');
  expect(whyOf(failed, [{ ...late, status: 'resolved' }]).key).toBe('lateMoneyDone');
  expect(whyOf(failed, [{ ...late, kind: 'refund' }]).key).toBe('payFailed');
  const doubted = { ...late, reason: 'lateFailure' } as const;
  const paid = payment({ status: 'payed', resultCode: '' });
  expect(whyOf(paid, [doubted]).key).toBe('lateFailure');
  expect(whyOf(paid, [{ ...doubted, status: 'resolved' }]).key).toBe('payed');
  expect(lateMoney([{ ...late, amount: 5_600 }])).toBe(5_600);
});

it('knows the reasons for which the gateway asks a person', () => {
  expect(reviewKeyOf('still unknown after it expired')).toBe('overduePay');
  expect(reviewKeyOf('its answer is lost, and nothing can be asked or repeated')).toBe(
    'cannotTell',
  );
  expect(reviewKeyOf('something new')).toBeNull();
});

it('tells the future of an open payment in its order, and none of a final one', () => {
  const isPast = () => false;
  const order = payment({ pending: PENDING, orderExpiredAt: timeAt(300) });
  const rows = futureOf(order, [], isPast);
  expect(rows.map(({ what, attempt, attemptsLeft }) => [what, attempt, attemptsLeft])).toEqual([
    ['attempt', 5, null],
    ['expires', null, null],
    ['review', null, 9],
  ]);
  expect(futureOf(payment({ status: 'payed' }), [], isPast)).toEqual([]);
  const refund = { status: 'refunding' as const, pending: PENDING, clientRefundNo: 'T-29' };
  const ofRefund = futureOf(payment({ status: 'payed' }), [refund], isPast);
  expect(ofRefund.map(({ what, refundNo }) => [what, refundNo])).toEqual([
    ['attempt', 'T-29'],
    ['review', 'T-29'],
  ]);
});

it('takes only the end of the very order as a sign that it is meant', () => {
  expect(isTail('1000', '17958848035910001000')).toBe(true);
  expect(isTail('１０００', '17958848035910001000')).toBe(true);
  expect(isTail('000', '17958848035910001000')).toBe(false);
});

it('proposes numbers for refunds that differ in the same second', () => {
  const at = '2026-11-28 16:45:01';
  const one = proposeRefundNo(at, Uint8Array.from([0, 1, 2, 3, 4]));
  expect(one).toMatch(/^C20261128164501-[2-9A-Z]{5}$/);
  expect(proposeRefundNo(at, Uint8Array.from([9, 1, 2, 3, 4]))).not.toBe(one);
});

it('says news to a screen reader at most once in ten seconds', () => {
  const last = { said: 'Paying', atMs: 1_000 };
  expect(waitBeforeSaying(last, 'Paying', 2_000)).toBeNull();
  expect(waitBeforeSaying(last, 'Paid', 2_000)).toBe(9_000);
  expect(waitBeforeSaying(last, 'Paid', 60_000)).toBe(0);
});

import { expect, it } from 'vitest';
import { ApiFailure } from '../../apps/console/src/api/failure.ts';
import {
  type ActState,
  afterFailure,
  isRefusal,
  nextBody,
} from '../../apps/console/src/screens/payment/acts/act-state.ts';
import {
  isRefundBody,
  isRefundNo,
} from '../../apps/console/src/screens/payment/acts/refund-body.ts';
import { afterStep, waitMs } from '../../apps/console/src/screens/stuck/run-state.ts';
import { byConnector, filterOf } from '../../apps/console/src/screens/stuck/stuck-groups.ts';

const failure = (status: number) => new ApiFailure(status, { message: 'x', code: 9000 });
const state = (is: 'sending' | 'unknown', body: string): ActState<string, string> =>
  is === 'sending' ? { is, body } : { is, body, error: failure(0) };

it.each([
  [0, false],
  [500, false],
  [502, false],
  [503, false],
  [408, false],
  [400, true],
  [409, true],
  [422, true],
  [429, true],
])('an answer with status %i proves that nothing was done: %s', (status, proves) => {
  expect(isRefusal(failure(status))).toBe(proves);
});

it('takes what is no answer of the API for no proof', () => {
  expect(isRefusal(new TypeError('failed to fetch'))).toBe(false);
});

it('sends nothing while a request is under way or answered, however often it is pressed', () => {
  expect(nextBody(state('sending', 'first'), 'second')).toBeNull();
  expect(nextBody({ is: 'done', body: 'first', answer: '' }, 'second')).toBeNull();
});

it('after a lost answer sends the first request again, whatever was typed since', () => {
  expect(nextBody(state('unknown', 'first'), 'second')).toBe('first');
});

it('after a refusal sends what is typed now', () => {
  expect(nextBody({ is: 'refused', body: 'first', error: failure(409) }, 'second')).toBe('second');
});

it('stays without knowledge when the repeated request is refused before it is read', () => {
  for (const status of [401, 403, 429]) {
    expect(afterFailure(state('unknown', 'first'), 'first', failure(status)).is).toBe('unknown');
    expect(afterFailure({ is: 'idle' }, 'first', failure(status)).is).toBe('refused');
  }
  expect(afterFailure(state('unknown', 'first'), 'first', failure(409)).is).toBe('refused');
});

it('recognises a refund that was sent from this tab', () => {
  const body = { payTractionNo: '1', clientRefundNo: 'C1', refundAmount: 5, clientExtraParams: {} };
  expect(isRefundBody(body)).toBe(true);
  expect(isRefundBody(null)).toBe(false);
  expect(isRefundBody({ ...body, refundAmount: 0.5 })).toBe(false);
});

it.each([
  ['C20261128164501-ABCDE', true],
  ['退款 1', true],
  [' 1', false],
  ['', false],
  ['x'.repeat(65), false],
])('takes %s as a number of a refund: %s', (number, isTaken) => {
  expect(isRefundNo(number)).toBe(isTaken);
});

it('goes on step by step until nothing is left, and stops where a person wants it', () => {
  expect(afterStep({ is: 'running' }, { left: 3 })).toEqual({ is: 'running' });
  expect(afterStep({ is: 'stopping' }, { left: 3 })).toEqual({ is: 'idle' });
  expect(afterStep({ is: 'running' }, { left: 0 })).toEqual({ is: 'idle' });
});

it('repeats a step whose answer was lost, and ends at a refusal', () => {
  const lost = { error: failure(0), failures: 2 };
  expect(afterStep({ is: 'running' }, lost).is).toBe('waiting');
  expect(afterStep({ is: 'stopping' }, lost).is).toBe('idle');
  expect(afterStep({ is: 'running' }, { error: failure(404), failures: 1 }).is).toBe('refused');
  expect([1, 2, 3, 10].map(waitMs)).toEqual([1_000, 2_000, 4_000, 15_000]);
});

it('groups what is stuck by connector, where a person is needed first', () => {
  const group = {
    kind: 'pay' as const,
    payModeUUID: 'm',
    payModeName: '微信',
    payTemplateId: null,
    connectorKey: 't-1',
    lastOutcome: 'unknown',
    reviewReason: null,
    count: 5,
    isCapped: false,
    oldestAt: '2026-11-28 16:00:00',
    amount: 1,
  };
  const review = { ...group, reviewReason: 'still unknown after it expired', count: 1 };
  const other = { ...group, connectorKey: 't-2', count: 900 };
  const connectors = byConnector([group, other, review]);
  expect(connectors.map(({ groups }) => groups[0]?.count)).toEqual([1, 900]);
  expect(filterOf(review)).toEqual({
    kind: 'pay',
    connectorKey: 't-1',
    payModeUUID: 'm',
    lastOutcome: 'unknown',
    reviewReason: 'still unknown after it expired',
  });
});

import { type ReviewFacts, reviewReasonOf } from '@payserver/shared/domain/review';
import { describe, expect, test } from 'vitest';

/** An asynchronous, idempotent connector that can be asked, and an attempt that learnt nothing. */
const WELL: ReviewFacts = {
  kind: 'pay',
  outcome: 'unknown',
  overdue: false,
  hasSendUrl: true,
  isLeft: false,
  connector: { isAsyncNotify: true, isIdempotent: true, queryUrl: 'q', cancelUrl: 'c' },
};
const mute = { isAsyncNotify: false, isIdempotent: false, queryUrl: null, cancelUrl: null };

describe('why a person should review an open order', () => {
  test('nobody, while the gateway can find out by itself', () => {
    expect(reviewReasonOf(WELL)).toBeNull();
    expect(reviewReasonOf({ ...WELL, kind: 'refund' })).toBeNull();
  });

  test.each([
    ['pay', 'still unknown after it expired'],
    ['refund', 'still unknown a day after it began'],
  ] as const)('a %s that takes too long', (kind, reason) => {
    expect(reviewReasonOf({ ...WELL, kind, overdue: true })).toBe(reason);
  });

  test.each(['unknown', 'running', 'notFound'] as const)(
    'at once when the answer was lost (%s) and nobody will ever tell',
    (outcome) => {
      for (const kind of ['pay', 'refund'] as const) {
        const facts = { ...WELL, kind, outcome, connector: mute };
        expect(reviewReasonOf(facts)).toBe(
          'its answer is lost, and nothing can be asked or repeated',
        );
      }
    },
  );

  test.each([
    { isAsyncNotify: true },
    { isIdempotent: true },
    { queryUrl: 'q' },
    { cancelUrl: 'c' },
  ])('not at once when a notice, a repeat, a query or a cancellation can still tell: %j', (one) => {
    expect(reviewReasonOf({ ...WELL, connector: { ...mute, ...one } })).toBeNull();
  });

  test('a cancellation tells nothing about a refund', () => {
    const connector = { ...mute, cancelUrl: 'c' };
    expect(reviewReasonOf({ ...WELL, kind: 'refund', connector })).not.toBeNull();
  });

  test('a call that certainly did not arrive is made again', () => {
    expect(reviewReasonOf({ ...WELL, outcome: 'notSent', connector: mute })).toBeNull();
  });

  test.each(['unknown', 'notSent'] as const)(
    'at once when the connector that has it is %s and its template has left that one',
    (outcome) => {
      for (const kind of ['pay', 'refund'] as const) {
        expect(reviewReasonOf({ ...WELL, kind, outcome, isLeft: true })).toBe(
          'its template has left the connector that has it, and that one does not answer',
        );
      }
      expect(reviewReasonOf({ ...WELL, outcome: 'running', isLeft: true })).toBeNull();
    },
  );

  test('an order that was sent to a URL which is gone', () => {
    const facts = { ...WELL, outcome: 'notSent', hasSendUrl: false } as const;
    const connector = { ...WELL.connector, queryUrl: null };
    expect(reviewReasonOf({ ...facts, connector })).toBe('the connector has lost its URL');
    expect(reviewReasonOf(facts)).toBeNull();
  });
});

import { contradictionOf, policyFor } from '@payserver/shared/domain/contradiction';
import { PAY_EDGES, REFUND_EDGES } from '@payserver/shared/domain/statuses';
import { describe, expect, test } from 'vitest';

const STATUSES = [...new Set([...PAY_EDGES, ...REFUND_EDGES].map((edge) => edge.to))];

describe('evidence about a final order', () => {
  test('contradicts nothing while the order is open', () => {
    for (const open of ['paying', 'refunding'] as const) {
      expect(contradictionOf(open, 'succeed')).toBeNull();
      expect(contradictionOf(open, 'fail')).toBeNull();
    }
  });

  test('of every status agrees with exactly one of success and failure', () => {
    for (const status of STATUSES.filter((s) => s !== 'paying' && s !== 'refunding')) {
      const found = [contradictionOf(status, 'succeed'), contradictionOf(status, 'fail')];
      expect(
        found.filter((reason) => reason === null),
        status,
      ).toHaveLength(1);
    }
  });

  test('is late money when the order was given up, and a late failure when it was paid', () => {
    expect(contradictionOf('payFailed', 'succeed')).toBe('lateSuccess');
    expect(contradictionOf('unpay', 'succeed')).toBe('lateSuccess');
    expect(contradictionOf('partRefunded', 'fail')).toBe('lateFailure');
    expect(contradictionOf('refunded', 'close')).toBe('lateFailure');
  });
});

describe('what is done about it', () => {
  const connector = (lateSuccessPolicy: 'reverse' | 'accept' | 'review') => ({
    lateSuccessPolicy,
    refundUrl: 'http://127.0.0.1/refund',
  });

  test("is the template's policy for late money", () => {
    for (const policy of ['reverse', 'accept', 'review'] as const) {
      expect(policyFor('pay', 'lateSuccess', connector(policy))).toBe(policy);
    }
  });

  test('is left to a person where money cannot be sent back, or may not have moved at all', () => {
    const mute = { ...connector('reverse'), refundUrl: null };
    expect(policyFor('pay', 'lateSuccess', mute)).toBe('review');
    expect(policyFor('pay', 'lateFailure', connector('accept'))).toBe('review');
    expect(policyFor('refund', 'lateSuccess', connector('accept'))).toBe('review');
    expect(policyFor('pay', 'lateSuccess', undefined)).toBe('review');
  });
});

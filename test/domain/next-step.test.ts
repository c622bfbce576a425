import { nextStep, type StepFacts } from '@payserver/shared/domain/next-step';
import { describe, expect, test } from 'vitest';

const BOTH = [false, true] as const;
const ALL: readonly StepFacts[] = BOTH.flatMap((firstSend) =>
  BOTH.flatMap((sent) =>
    BOTH.flatMap((expired) =>
      BOTH.flatMap((hasQueryUrl) =>
        BOTH.map((isIdempotent) => ({ firstSend, sent, expired, hasQueryUrl, isIdempotent })),
      ),
    ),
  ),
);
/** What a claim can find: it marks as sent whatever has not expired, and a first send is marked by it. */
const CLAIMED = ALL.filter(
  ({ firstSend, sent, expired }) => (sent || expired) && (!firstSend || (sent && !expired)),
);
const stepsOf = (facts: readonly StepFacts[]) => [...new Set(facts.map(nextStep))];

describe('the next step with a claimed order', () => {
  test('is never a POST when bytes may have left before and the connector is not idempotent', () => {
    const risky = ALL.filter((facts) => facts.sent && !facts.firstSend && !facts.isIdempotent);
    expect(risky).toHaveLength(4);
    expect(stepsOf(risky)).not.toContain('post');
  });

  test('is never a POST after expiry: the claim lets no first send expire', () => {
    expect(stepsOf(CLAIMED.filter((facts) => facts.expired))).not.toContain('post');
    expect(stepsOf(ALL.filter((facts) => facts.expired && !facts.firstSend))).not.toContain('post');
  });

  test('is never a POST for an order that is not marked as sent', () => {
    expect(stepsOf(ALL.filter((facts) => !facts.sent))).not.toContain('post');
  });

  test('closes an order as unsent only when nothing was ever sent and it expired', () => {
    const closed = CLAIMED.filter((facts) => nextStep(facts) === 'closeUnsent');
    expect(closed.every((facts) => !facts.sent && facts.expired)).toBe(true);
    expect(stepsOf(ALL.filter((facts) => facts.sent))).not.toContain('closeUnsent');
  });

  test('is the first POST, whatever the connector is like', () => {
    expect(stepsOf(CLAIMED.filter((facts) => facts.firstSend))).toEqual(['post']);
  });

  test('asks instead of posting again wherever the connector can be asked, expired or not', () => {
    const askable = CLAIMED.filter((facts) => facts.sent && !facts.firstSend && facts.hasQueryUrl);
    expect(stepsOf(askable)).toEqual(['query']);
  });

  test('posts the same number again only to an idempotent connector that cannot be asked', () => {
    const again = CLAIMED.filter((facts) => !facts.firstSend && nextStep(facts) === 'post');
    expect(again).toEqual([
      { firstSend: false, sent: true, expired: false, hasQueryUrl: false, isIdempotent: true },
    ]);
  });

  test('waits for a notice where neither a query nor a repeat is possible', () => {
    const left = CLAIMED.filter((facts) => facts.sent && !facts.firstSend && !facts.hasQueryUrl);
    const stuck = left.filter((facts) => facts.expired || !facts.isIdempotent);
    expect(stepsOf(stuck)).toEqual(['wait']);
  });
});

import { type NextStep, nextStep, type StepFacts } from '@payserver/shared/domain/next-step';
import { describe, expect, test } from 'vitest';

const NAMES = [
  'firstSend',
  'sent',
  'expired',
  'notFound',
  'hasSendUrl',
  'hasQueryUrl',
  'hasCancelUrl',
  'isIdempotent',
] as const satisfies ReadonlyArray<keyof StepFacts>;

/** Every combination of facts. */
const ALL: readonly StepFacts[] = Array.from(
  { length: 2 ** NAMES.length },
  (_, bits) =>
    Object.fromEntries(NAMES.map((name, at) => [name, ((bits >> at) & 1) === 1])) as never,
);
/** What a claim can find: it marks as sent whatever has not expired, and a first send is marked by it. */
const CLAIMED = ALL.filter(
  ({ firstSend, sent, expired }) => (sent || expired) && (!firstSend || (sent && !expired)),
);
const AGAIN = CLAIMED.filter((facts) => facts.sent && !facts.firstSend);
const stepsOf = (facts: readonly StepFacts[]): NextStep[] => {
  expect(facts.length).toBeGreaterThan(0);
  return [...new Set(facts.map(nextStep))].toSorted();
};

describe('the next step with a claimed order', () => {
  test('is never a POST when bytes may have left before and the connector is not idempotent', () => {
    const risky = ALL.filter((facts) => facts.sent && !facts.firstSend && !facts.isIdempotent);
    expect(stepsOf(risky)).not.toContain('post');
  });

  test('is never a POST after expiry: the claim lets no first send expire', () => {
    expect(stepsOf(CLAIMED.filter((facts) => facts.expired))).not.toContain('post');
    expect(stepsOf(ALL.filter((facts) => facts.expired && !facts.firstSend))).not.toContain('post');
  });

  test('is never a POST for an order that is not marked as sent', () => {
    expect(stepsOf(ALL.filter((facts) => !facts.sent))).toEqual(['closeUnsent']);
  });

  test('closes an order as unsent only when nothing was ever sent, and it expired or has nowhere to go', () => {
    const closed = CLAIMED.filter((facts) => nextStep(facts) === 'closeUnsent');
    expect(closed.every(({ sent, firstSend }) => !sent || firstSend)).toBe(true);
    expect(closed.every(({ expired, hasSendUrl }) => expired || !hasSendUrl)).toBe(true);
    expect(stepsOf(AGAIN)).not.toContain('closeUnsent');
  });

  test('is the first POST, whatever the connector is like, as long as it has the URL', () => {
    const first = CLAIMED.filter((facts) => facts.firstSend);
    expect(stepsOf(first.filter((facts) => facts.hasSendUrl))).toEqual(['post']);
    expect(stepsOf(first.filter((facts) => !facts.hasSendUrl))).toEqual(['closeUnsent']);
  });

  test('cancels a sent order exactly when it has expired and the connector can cancel', () => {
    const closing = AGAIN.filter((facts) => nextStep(facts) === 'close');
    expect(closing).toEqual(AGAIN.filter((facts) => facts.expired && facts.hasCancelUrl));
  });

  test('asks before posting again wherever the connector can be asked', () => {
    const askable = AGAIN.filter((facts) => facts.hasQueryUrl && !facts.notFound);
    expect(stepsOf(askable.filter((facts) => !facts.hasCancelUrl))).toEqual(['query']);
    expect(stepsOf(askable)).not.toContain('post');
  });

  test('posts the same number again only to an idempotent connector, before expiry', () => {
    const again = AGAIN.filter((facts) => nextStep(facts) === 'post');
    expect(again.every((facts) => facts.isIdempotent && !facts.expired)).toBe(true);
    expect(again.every((facts) => !facts.hasQueryUrl || facts.notFound)).toBe(true);
    expect(again.length).toBeGreaterThan(0);
  });

  test('waits for a notice only where neither a query, a cancel nor a repeat is possible', () => {
    const waiting = AGAIN.filter((facts) => nextStep(facts) === 'wait');
    const stuck = AGAIN.filter(
      (facts) =>
        !facts.hasQueryUrl &&
        !(facts.expired && facts.hasCancelUrl) &&
        (facts.expired || !facts.isIdempotent),
    );
    expect(waiting).toEqual(stuck);
  });
});

import type { Row } from '@payserver/connector-kit/journal/row';
import { EDGES, isFinal, STATES } from '@payserver/connector-kit/journal/states';
import { DEFAULT_TIMING } from '@payserver/connector-kit/provider';
import { type Circumstances, nextAction, nextDue } from '@payserver/connector-kit/work/next-action';
import { expect, test } from 'vitest';

const NOW = new Date('2026-11-27T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const MINUTE = 60_000;

/** Every combination of these, the first field slowest. */
function combinations<T extends object>(of: { readonly [K in keyof T]: readonly T[K][] }): T[] {
  let all: Partial<T>[] = [{}];
  for (const [name, values] of Object.entries<readonly unknown[]>(of)) {
    all = all.flatMap((one) => values.map((value) => Object.assign({}, one, { [name]: value })));
  }
  return all as T[];
}

interface Facts {
  state: Row['state'];
  kind: Row['kind'];
  sentAt: Date | null;
  askedAt: Date | null;
  expiresAt: Date | null;
  isCancelWanted: boolean;
  isUnknownToProvider: boolean;
  canQuery: boolean;
  canCancel: boolean;
  repeats: boolean;
  hasCall: boolean;
}

function* cases(): Generator<{ facts: Facts; row: Row; circumstances: Circumstances }> {
  const all = combinations<Facts>({
    state: STATES,
    kind: ['pay', 'refund'],
    sentAt: [null, ago(5 * MINUTE)],
    askedAt: [null, ago(100)],
    expiresAt: [null, ago(1), new Date(NOW.getTime() + MINUTE)],
    isCancelWanted: [false, true],
    isUnknownToProvider: [false, true],
    canQuery: [false, true],
    canCancel: [false, true],
    repeats: [false, true],
    hasCall: [false, true],
  });
  for (const facts of all) {
    const row: Row = {
      ...facts,
      tractionNo: '1',
      merchantUUID: 'm',
      amount: 1,
      payTractionNo: facts.kind === 'refund' ? '1' : null,
      memo: {},
      thirdOrderNo: null,
      reason: null,
      payData: null,
      createdAt: facts.sentAt ?? ago(1_000),
      finishedAt: isFinal(facts.state) ? ago(1_000) : null,
      tries: 0,
      lateQueries: 0,
      reviewedAt: null,
      leaseId: null,
      leaseUntil: null,
      notifyUrl: null,
      noticeId: null,
      noticeTries: 0,
      now: NOW,
    };
    const { canQuery, canCancel, repeats, hasCall } = facts;
    const can = { canQuery, canCancel, repeats: { pay: repeats, refund: repeats } };
    yield { facts, row, circumstances: { can, timing: DEFAULT_TIMING, hasCall } };
  }
}

const CASES = [...cases()].map(({ facts, row, circumstances }) => ({
  facts,
  action: nextAction(row, circumstances),
  due: nextDue(row, circumstances),
}));

const wrong = (isWrong: (facts: Facts, action: string) => boolean) =>
  CASES.filter(({ facts, action }) => isWrong(facts, action));

test('what may have been sent is sent again only where repeats are one, with the call at hand', () => {
  const isSentAgain = ({ state, repeats, hasCall }: Facts, action: string) =>
    action === 'send' && (!hasCall || (state !== 'new' && !repeats));
  expect(wrong(isSentAgain)).toEqual([]);
});

test('nothing is sent after it has expired or was called off', () => {
  const isLate = ({ expiresAt, isCancelWanted, state }: Facts, action: string) =>
    action === 'send' &&
    (expiresAt?.getTime() === NOW.getTime() - 1 || (isCancelWanted && state === 'new'));
  expect(wrong(isLate)).toEqual([]);
});

test('an action moves along an edge only', () => {
  const TO = { send: 'sending', close: 'closing', giveUp: 'failed' } as const;
  const isNoEdge = ({ state }: Facts, action: string) => {
    const to = TO[action as keyof typeof TO];
    return to !== undefined && to !== state && !EDGES[state].includes(to);
  };
  expect(wrong(isNoEdge)).toEqual([]);
});

test('only payments are cancelled, and only where the provider can', () => {
  const isWrong = ({ kind, canCancel, state }: Facts, action: string) =>
    action === 'close' && state !== 'closing' && (kind !== 'pay' || !canCancel);
  expect(wrong(isWrong)).toEqual([]);
});

test('a success and a tombstone are left alone', () => {
  const isTouched = ({ state }: Facts, action: string) =>
    (state === 'success' || state === 'cancelled') && action !== 'wait';
  expect(wrong(isTouched)).toEqual([]);
});

test('whatever is open is due again', () => {
  const forgotten = CASES.filter(({ facts, due }) => !isFinal(facts.state) && due === null);
  expect(forgotten).toEqual([]);
});

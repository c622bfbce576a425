import {
  type Edge,
  nextStatus,
  PAY_EDGES,
  PAY_OPEN,
  PAY_REFUNDED,
  PAY_STATUSES,
  type PayStatus,
  REFUND_DONE,
  REFUND_EDGES,
  REFUND_OPEN,
  REFUND_STATUSES,
  REFUNDABLE,
  type RefundStatus,
  statusAfter,
  statusesBefore,
  targetOf,
  UNREFUNDED_PAY,
} from '@payserver/shared/domain/statuses';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** Every status of the API document, and whether it is final: then only a refund may change it. */
const PAY: Record<PayStatus, 'open' | 'final'> = {
  unpay: 'final',
  paying: 'open',
  payed: 'final',
  payFailed: 'final',
  partRefunded: 'final',
  refunded: 'final',
};
const REFUND: Record<RefundStatus, 'open' | 'final'> = {
  unRefunded: 'final',
  refunding: 'open',
  refunded: 'final',
  refundFailed: 'final',
};
const REFUND_EVENTS: readonly string[] = ['refundPart', 'refundAll'];

interface Life {
  readonly name: string;
  readonly edges: readonly Edge<string>[];
  readonly statuses: Readonly<Record<string, 'open' | 'final'>>;
}
const LIVES: readonly Life[] = [
  { name: 'payment', edges: PAY_EDGES, statuses: PAY },
  { name: 'refund', edges: REFUND_EDGES, statuses: REFUND },
];

function reachable(edges: readonly Edge<string>[], from: string | null): Set<string> {
  const seen = new Set<string>();
  const visit = (status: string | null) => {
    for (const edge of edges) {
      if (edge.from !== status || seen.has(edge.to)) continue;
      seen.add(edge.to);
      visit(edge.to);
    }
  };
  visit(from);
  return seen;
}

describe.each(LIVES)('the life of a $name', ({ edges, statuses }) => {
  const isFinal = (status: string | null) => status !== null && statuses[status] === 'final';

  test('reaches every status of the API document and no other', () => {
    expect([...reachable(edges, null)].toSorted()).toEqual(Object.keys(statuses).toSorted());
  });

  test('has one outcome for one event in one status', () => {
    const keys = edges.map(({ from, event }) => `${from} ${event}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has no way out of a final status but a refund, or late money where it is accepted', () => {
    const out = edges.filter(({ from }) => isFinal(from)).map(({ event }) => event);
    const others = out.filter((event) => !REFUND_EVENTS.includes(event));
    expect(others.every((event) => event === 'acceptLate')).toBe(true);
  });

  test('has a way to a final status from every open one', () => {
    const open = Object.keys(statuses).filter((status) => !isFinal(status));
    expect(open.every((status) => [...reachable(edges, status)].some(isFinal))).toBe(true);
  });

  test('never leaves the table and never opens again, whatever events come in whatever order', () => {
    const event = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...edges.map((edge) => edge.event)) },
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', ''),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let status: string | null = null;
        for (const name of events) {
          const to: string | null = nextStatus(edges, status, name);
          if (to === null) continue;
          expect(edges).toContainEqual({ from: status, event: name, to });
          expect(isFinal(status) && !isFinal(to)).toBe(false);
          status = to;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('gives no status for a change that the table does not name', () => {
    const known = new Set(edges.map(({ from, event }) => `${from} ${event}`));
    const froms = [null, ...Object.keys(statuses)];
    const events = [...new Set(edges.map((edge) => edge.event)), 'reopen'];
    for (const from of froms) {
      for (const event of events.filter((name) => !known.has(`${from} ${name}`))) {
        expect(nextStatus(edges, from, event)).toBeNull();
      }
    }
  });
});

test('there are 12 edges of a payment and 5 of a refund', () => {
  expect([PAY_EDGES.length, REFUND_EDGES.length]).toEqual([12, 5]);
});

test('the lists of statuses, which the API shows, are those of the edges', () => {
  expect(PAY_STATUSES).toEqual(Object.keys(PAY));
  expect(REFUND_STATUSES).toEqual(Object.keys(REFUND));
});

describe('what code and statements take from the tables', () => {
  test('an open order is in the one status that is not final', () => {
    expect([PAY_OPEN, PAY[PAY_OPEN]]).toEqual(['paying', 'open']);
    expect([REFUND_OPEN, REFUND[REFUND_OPEN]]).toEqual(['refunding', 'open']);
    expect(REFUND_DONE).toBe('refunded');
  });

  test('every way to refund a payment begins in the same statuses and ends in one', () => {
    expect(REFUNDABLE).toEqual(['payed', 'partRefunded']);
    expect(statusesBefore(PAY_EDGES, 'refundAll')).toEqual(REFUNDABLE);
    expect({ before: UNREFUNDED_PAY, ...PAY_REFUNDED }).toEqual({
      before: 'payed',
      part: 'partRefunded',
      all: 'refunded',
    });
  });

  test('money can come late where none came', () => {
    expect(statusesBefore(PAY_EDGES, 'acceptLate')).toEqual(['payFailed', 'unpay']);
  });

  test('a change without an edge throws, and so does an event with two targets', () => {
    expect(() => statusAfter(PAY_EDGES, 'payed', 'fail')).toThrow('no edge for fail from payed');
    expect(() => statusAfter(REFUND_EDGES, 'refunding', 'close')).toThrow('no edge for close');
    const twofold: readonly Edge<PayStatus>[] = [
      { from: 'paying', event: 'end', to: 'payed' },
      { from: 'unpay', event: 'end', to: 'payFailed' },
    ];
    expect(() => targetOf(twofold, 'end')).toThrow('end has no one target');
    expect(() => targetOf(twofold, 'begin')).toThrow('begin has no one target');
  });
});

describe('money that never came', () => {
  test.each(['unpay', 'payFailed'] as const)('cannot be refunded: %s', (status) => {
    for (const event of REFUND_EVENTS) expect(nextStatus(PAY_EDGES, status, event)).toBeNull();
  });

  test('is never announced by time alone: an order whose bytes may have left is not closed as unpay', () => {
    const events = PAY_EDGES.filter(({ to }) => to === 'unpay').map(({ event }) => event);
    expect(events).toEqual(['closeUnsent']);
  });
});

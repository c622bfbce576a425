import { cnFieldsOf, cnFormOf, cnTextOf } from '@payserver/shared/domain/notify/cn-format';
import {
  RECORD_TYPES,
  REVIEW_MARK,
  typeOfRecord,
} from '@payserver/shared/domain/notify/event-types';
import { type OrderFacts, ownMessageOf, render } from '@payserver/shared/domain/notify/render';
import { PAY_EDGES, PAY_OPEN, REFUND_EDGES, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import { describe, expect, test } from 'vitest';

describe('types', () => {
  test('every edge that ends an order, or gives money back, is an event', () => {
    const ends = [
      ...PAY_EDGES.filter(({ to }) => to !== PAY_OPEN).map(({ event }) => `pay ${event}`),
      ...REFUND_EDGES.filter(({ to }) => to !== REFUND_OPEN).map(({ event }) => `refund ${event}`),
    ];
    const known = new Set(RECORD_TYPES.map(({ kind, event }) => `${kind} ${event}`));
    expect(ends.filter((end) => !known.has(end))).toEqual([]);
  });

  test('an attempt that showed nothing is none, unless its order becomes one for a person', () => {
    const record = { kind: 'pay', event: 'unknown', detail: {} };
    expect(typeOfRecord(record)).toBeNull();
    const marked = { ...record, detail: { [REVIEW_MARK]: 'why' } };
    expect(typeOfRecord(marked)).toBe('payment.reviewNeeded');
  });
});

const CONTEXT = { base: 'https://pay.example/api/v1.0.0', time: () => '2026-11-29 08:00:00' };
const AT = new Date('2026-11-29T00:00:00.123Z');
const ORDER: OrderFacts = {
  merchantUUID: 'M1',
  payModeUUID: 'mode1',
  sequence: 3,
  payOrderUUID: 'order1',
  clientPayNo: 'c1',
  payTractionNo: '12345678901234567890',
  payAmount: 500,
  refunded: 0,
  thirdPayNo: 'T1',
  payFinishAt: AT,
  endedAt: AT,
  clientExtraParams: { orderNo: 'P1' },
  refund: null,
};
const record = (event: string, status: string) => ({
  ...{ uuid: 'record1', event, status, amount: 500, detail: {}, createdAt: AT },
});

describe('version 1 of the body', () => {
  test('of a payment', () => {
    const event = { type: 'payment.succeeded', record: record('succeed', 'payed'), order: ORDER };
    expect(render({ ...event, type: 'payment.succeeded' }, CONTEXT)).toBe(
      '{"type":"payment.succeeded","timestamp":"2026-11-29T00:00:00.123Z","data":{"merchantUUID":"M1","sequence":3,' +
        '"status":"payed","clientPayNo":"c1","tractionNo":"12345678901234567890","thirdPayNo":"T1","payModeUUID":"mode1",' +
        '"payAmount":500,"refundAmount":0,"payFinishAt":"2026-11-29 08:00:00","clientExtraParams":{"orderNo":"P1"},' +
        '"href":"https://pay.example/api/v1.0.0/payOrders/order1"}}',
    );
  });

  test('of one that failed says nothing that late money could change', () => {
    const event = { record: record('fail', 'payFailed'), order: ORDER };
    const { data } = JSON.parse(render({ ...event, type: 'payment.failed' }, CONTEXT));
    expect(data).toMatchObject({ status: 'payFailed', thirdPayNo: null });
  });

  test('of a refund', () => {
    const refund = {
      ...{ uuid: 'refund1', clientRefundNo: 'r1', tractionNo: '2', thirdRefundNo: null },
      ...{ amount: 200, finishAt: AT },
    };
    const order = { ...ORDER, clientExtraParams: {}, refund };
    const event = { record: record('succeed', 'refunded'), order };
    expect(render({ ...event, type: 'refund.succeeded' }, CONTEXT)).toBe(
      '{"type":"refund.succeeded","timestamp":"2026-11-29T00:00:00.123Z","data":{"merchantUUID":"M1","sequence":3,' +
        '"status":"refunded","clientRefundNo":"r1","clientPayNo":"c1","tractionNo":"2",' +
        '"payTractionNo":"12345678901234567890","thirdRefundNo":null,"payModeUUID":"mode1","payAmount":500,' +
        '"refundAmount":200,"refundFinishAt":"2026-11-29 08:00:00",' +
        '"href":"https://pay.example/api/v1.0.0/refundOrders/refund1"}}',
    );
  });
});

describe('the CN format', () => {
  const message = ownMessageOf({
    ...{ type: 'endpoint.test', merchantUUID: 'M1', createdAt: AT },
    data: { b: 'x&y=z%', a: 1, none: null, empty: '', extra: { k: 1 } },
  });
  const fields = cnFieldsOf(message, {
    ...{ id: 'evt_1', notifyTime: '2026-11-29 08:00:00', timestamp: 1_764_000_000, nonce: 'n' },
  });

  test('is flat, without empty fields', () => {
    expect(Object.keys(fields)).toEqual([
      ...['merchantUUID', 'b', 'a', 'extra'],
      ...['notifyId', 'notifyType', 'notifyTime', 'timestamp', 'nonce', 'signType'],
    ]);
  });

  test('signs sorted pairs, which no other message has', () => {
    expect(cnTextOf(fields)).toBe(
      'a=1&b=x%26y%3Dz%25&extra={"k":1}&merchantUUID=M1&nonce=n&notifyId=evt_1&notifyTime=2026-11-29 08:00:00' +
        '&notifyType=endpoint.test&signType=HMAC-SHA256&timestamp=1764000000',
    );
    expect(Object.fromEntries(new URLSearchParams(cnFormOf(fields)))['b']).toBe('x&y=z%');
  });
});

import {
  type EventRecord,
  type Message,
  messageOf,
  type OrderEvent,
  type OrderFacts,
  ownMessageOf,
  type RefundFacts,
  type RenderContext,
} from '@payserver/shared/domain/notify/render';

const AT = new Date('2026-11-29T00:39:39.123Z');

const CONTEXT: RenderContext = {
  base: 'http://localhost:6009/api/v1.0.0',
  time: (moment) => moment.toISOString().slice(0, 19).replace('T', ' '),
};

const PAYMENT: OrderFacts = {
  merchantUUID: 'shop-1',
  payModeUUID: 'mode-1',
  sequence: 2,
  payOrderUUID: 'pay-1',
  clientPayNo: 'c1',
  payTractionNo: '17959103791230001000',
  payAmount: 100,
  refunded: 0,
  thirdPayNo: '4200001',
  payFinishAt: new Date('2026-11-29T00:39:38.000Z'),
  endedAt: AT,
  clientExtraParams: null,
  refund: null,
};

const REFUND: RefundFacts = {
  uuid: 'refund-1',
  clientRefundNo: 'r1',
  tractionNo: '27959103791230001000',
  thirdRefundNo: '5000001',
  amount: 30,
  finishAt: new Date('2026-11-29T00:39:40.000Z'),
};

function event(
  type: OrderEvent['type'],
  record: Pick<EventRecord, 'event' | 'status'>,
  order: Partial<OrderFacts> = {},
): Message {
  const whole = { uuid: 'record-1', amount: 100, detail: null, createdAt: AT, ...record };
  return messageOf({ type, record: whole, order: { ...PAYMENT, ...order } }, CONTEXT);
}

/** Events whose bodies are in golden/v1.txt under the same name, written there by hand from docs/notifications.md. */
export const GOLDEN_EVENTS: Readonly<Record<string, Message>> = {
  paid: event(
    'payment.succeeded',
    { event: 'succeed', status: 'payed' },
    { clientPayNo: 'c1=&%张 三', clientExtraParams: { orderNo: 'P1', lines: [1, 2] } },
  ),
  paidOffline: event(
    'payment.succeeded',
    { event: 'acceptOffline', status: 'payed' },
    { sequence: 1, thirdPayNo: null, clientExtraParams: {} },
  ),
  failed: event('payment.failed', { event: 'fail', status: 'payFailed' }),
  review: event(
    'payment.reviewNeeded',
    { event: 'unknown', status: 'paying' },
    { sequence: 5, endedAt: null },
  ),
  partRefunded: event(
    'payment.refunded',
    { event: 'refundPart', status: 'partRefunded' },
    { sequence: 3, refunded: 30 },
  ),
  refund: event('refund.succeeded', { event: 'succeed', status: 'refunded' }, { refund: REFUND }),
  refundReview: event(
    'refund.reviewNeeded',
    { event: 'unknown', status: 'refunding' },
    { sequence: 4, refund: REFUND },
  ),
  exception: event(
    'exception.opened',
    { event: 'lateSuccess', status: 'payFailed' },
    { sequence: 3 },
  ),
  test: ownMessageOf({
    type: 'endpoint.test',
    merchantUUID: 'shop-1',
    data: { about: 'a test' },
    createdAt: AT,
  }),
};

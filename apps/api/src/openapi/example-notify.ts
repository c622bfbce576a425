import { example, type OperationExamples, one, taken } from './example.ts';
import { identity, PAY_ORDER, SHOP_HREF, TRADE_RECORD } from './example-resources.ts';

const ENDPOINT_UUID = '4mTwXr9VbN6xQy1kHp7LsZ';
const REPLAY_UUID = '9pKwMr2VbQ8xTn4yHs6LcD';
const SENT_AT = '2018-07-12 11:47:13';
const MADE_AT = '2018-07-11 16:00:00';
const HOOK = 'https://shop.example/hooks/payments';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw5mXqvXjHb1c=';

const endpoint = identity('notifyEndpoints', 3, ENDPOINT_UUID);
const delivery = identity('notifyDeliveries', 812, '812');

/** An endpoint of the shop. */
export const NOTIFY_ENDPOINT = {
  ...endpoint,
  merchantUUID: PAY_ORDER.merchantUUID,
  kind: 'fixed',
  name: 'back office',
  url: HOOK,
  types: ['payment.succeeded', 'refund.succeeded'],
  payModeUUIDs: [],
  payTemplateIds: [],
  format: 'standard',
  ack: '2xx',
  signing: 'v1',
  publicKey: null,
  schedule: 'default',
  customSchedule: [],
  timeoutMs: 10_000,
  maxInFlight: 4,
  ratePerS: null,
  ca: null,
  status: 'on',
  offReason: null,
  offAt: null,
  isSlow: 0,
  failingSince: null,
  lastOkAt: SENT_AT,
  averageMs: 42,
  waiting: 0,
  oldSecretUntil: null,
  version: 1,
  createdAt: MADE_AT,
  modifiedAt: MADE_AT,
  notifyDeliveries: { href: `${endpoint.href}/notifyDeliveries` },
};

/** A message of that endpoint: the payment succeeded. */
export const NOTIFY_DELIVERY = {
  ...delivery,
  merchantUUID: PAY_ORDER.merchantUUID,
  notifyEndpointUUID: ENDPOINT_UUID,
  eventId: `evt_${TRADE_RECORD.uuid}`,
  type: 'payment.succeeded',
  status: 'ok',
  attempts: 2,
  reason: null,
  nextAt: null,
  isReplay: 0,
  payOrderUUID: PAY_ORDER.uuid,
  refundOrderUUID: null,
  createdAt: '2018-07-12 11:47:12',
  notifyEndpoint: { href: endpoint.href },
  payOrder: { href: PAY_ORDER.href },
  refundOrder: { href: null },
  attemptLog: { href: `${delivery.href}/attempts` },
};

const ATTEMPTS = {
  items: [
    {
      at: '2018-07-12 11:47:12',
      phase: 'status',
      httpStatus: 502,
      durationMs: 31,
      address: '203.0.113.7',
      answer: 'Bad Gateway',
      error: 'HTTP 502',
    },
    {
      at: '2018-07-12 11:47:15',
      phase: 'ok',
      httpStatus: 204,
      durationMs: 40,
      address: '203.0.113.7',
      answer: '',
      error: null,
    },
  ],
};

/** What failed in one night, sent again. */
export const NOTIFY_REPLAY = {
  ...identity('notifyReplays', 5, REPLAY_UUID),
  merchantUUID: PAY_ORDER.merchantUUID,
  notifyEndpointUUID: ENDPOINT_UUID,
  status: 'running',
  only: 'failed',
  state: 'asOfThen',
  types: [],
  from: '2018-07-12 00:00:00',
  to: '2018-07-12 08:00:00',
  total: 1_204,
  sent: 500,
  createdBy: 'night-shift',
  createdAt: '2018-07-12 08:05:00',
  endedAt: null,
  notifyEndpoint: { href: endpoint.href },
};

/** What a message says of the payment. */
export const PAYMENT_SUCCEEDED = {
  type: 'payment.succeeded',
  timestamp: '2018-07-12T03:47:12.000Z',
  data: {
    merchantUUID: PAY_ORDER.merchantUUID,
    sequence: 2,
    status: 'payed',
    clientPayNo: PAY_ORDER.clientPayNo,
    tractionNo: PAY_ORDER.tractionNo,
    thirdPayNo: PAY_ORDER.thirdPayNo,
    payModeUUID: PAY_ORDER.payModeUUID,
    payAmount: PAY_ORDER.payAmount,
    refundAmount: 0,
    payFinishAt: PAY_ORDER.payFinishAt,
    clientExtraParams: PAY_ORDER.clientExtraParams,
    href: PAY_ORDER.href,
  },
};

const WITH_SECRET = { ...NOTIFY_ENDPOINT, secret: SECRET };

/** Messages to merchants: where they go, and how they went. */
export const NOTIFY_EXAMPLES: Readonly<Record<string, OperationExamples>> = {
  openNotifyEndpoint: {
    requests: {
      payments: example('payments and refunds that succeed', {
        url: HOOK,
        types: NOTIFY_ENDPOINT.types,
      }),
      chinese: example('in the format of Chinese providers, of staff for a merchant', {
        url: HOOK,
        format: 'cn',
        schedule: 'wechat',
        merchantHref: SHOP_HREF,
      }),
    },
    answers: { 201: one(WITH_SECRET) },
  },
  changeNotifyEndpoint: taken(
    {
      pause: example('have its messages wait', { status: 'paused' }),
      resume: example('send them', { status: 'on' }),
      types: example('every event', { types: [] }),
    },
    NOTIFY_ENDPOINT,
  ),
  deleteNotifyEndpoint: taken({ delete: example('delete it', {}) }, NOTIFY_ENDPOINT),
  rotateNotifySecret: taken(
    {
      rotate: example('both sign for a day', {}),
      leaked: example('the old one has leaked', { overlapHours: 0 }),
    },
    { ...WITH_SECRET, oldSecretUntil: '2018-07-13 12:00:00' },
  ),
  testNotifyEndpoint: taken(
    { test: example('send one', {}) },
    {
      ...NOTIFY_DELIVERY,
      type: 'endpoint.test',
      eventId: 'evt_812',
      status: 'open',
      attempts: 0,
      nextAt: SENT_AT,
      payOrderUUID: null,
      payOrder: { href: null },
    },
  ),
  replayNotifyEvents: {
    requests: {
      dryRun: example('how many failed in the night', {
        from: NOTIFY_REPLAY.from,
        to: NOTIFY_REPLAY.to,
        only: 'failed',
        dryRun: 1,
      }),
      replay: example('send them again', { from: NOTIFY_REPLAY.from, to: NOTIFY_REPLAY.to }),
    },
    answers: {
      200: {
        replay: example('a replay', NOTIFY_REPLAY),
        dryRun: example('a dry run', {
          willSend: 1_204,
          byType: { 'payment.succeeded': 1_200, 'refund.succeeded': 4 },
        }),
      },
    },
  },
  changeNotifyReplay: taken(
    {
      pause: example('pause it', { status: 'paused' }),
      stop: example('end it', { status: 'stopped' }),
    },
    { ...NOTIFY_REPLAY, status: 'paused' },
  ),
  listNotifyAttempts: { answers: { 200: one(ATTEMPTS) } },
  replayNotifyDelivery: taken(
    { again: example('send it again', {}) },
    { ...NOTIFY_DELIVERY, status: 'open', attempts: 0, nextAt: SENT_AT, isReplay: 1 },
  ),
  listNotifyEvents: {
    answers: {
      200: one({
        items: [{ id: NOTIFY_DELIVERY.eventId, ...PAYMENT_SUCCEEDED }],
        next: 'NzM0MS4zMQ',
        more: false,
      }),
    },
  },
};

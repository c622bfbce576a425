import { example, type OperationExamples, one, taken } from './example.ts';
import {
  MODE_UUID,
  PAY_ORDER,
  PAY_TRACTION_NO,
  PAYING_ORDER,
  REFUNDING_ORDER,
  STARTED,
  WECHAT,
  WECHAT_TEMPLATE_ID,
} from './example-resources.ts';

/** Payments whose connector cannot be reached. */
const STUCK_GROUP = {
  kind: 'pay',
  payModeUUID: MODE_UUID,
  payModeName: WECHAT.name,
  payTemplateId: WECHAT_TEMPLATE_ID,
  connectorKey: `t-${WECHAT_TEMPLATE_ID}`,
  lastOutcome: 'circuitOpen',
  reviewReason: null,
  count: 12,
  isCapped: false,
  oldestAt: STARTED,
  amount: 600,
};

/** Those payments, selected. */
const SELECTION = {
  uuid: '6dNwQm3RzVbX8kTy2sHpLc',
  kind: 'pay',
  merchantUUID: null,
  filter: { connectorKey: STUCK_GROUP.connectorKey, lastOutcome: STUCK_GROUP.lastOutcome },
  total: 12,
  left: 12,
  asked: 0,
  skipped: 0,
  createdAt: '2018-07-12 12:00:00',
  createdBy: 'night-shift',
  expiresAt: '2018-07-13 12:00:00',
  sample: [{ uuid: PAY_ORDER.uuid, tractionNo: PAY_TRACTION_NO, amount: PAY_ORDER.payAmount }],
};

const FORECAST = { willAsk: 11, willSkip: 1, reasons: { final: 1, isAsking: 0, due: 0 } };

const SAVED_VIEW = {
  uuid: '7eRxZn4SbWcY9mUa3tJqMd',
  name: 'stuck at WeChat',
  path: '/payments?status=paying&needsReview=1',
  createdAt: '2018-07-12 12:00:00',
};

const csvOf = (...lines: readonly string[]) =>
  one(`\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`);

const exported = (headings: string, line: string): OperationExamples => ({
  answers: { 200: csvOf(headings, line) },
});

/** What the console acts and explains with. */
export const ACT_EXAMPLES: Readonly<Record<string, OperationExamples>> = {
  listStuckOrders: { answers: { 200: one({ items: [STUCK_GROUP], isCapped: false }) } },
  streamPayOrder: {
    answers: { 200: one(`event: order\ndata: ${JSON.stringify(PAYING_ORDER)}\n\n`) },
  },
  askPayOrder: taken({ now: example('attempt it now', {}) }, PAYING_ORDER),
  askRefundOrder: taken({ now: example('attempt it now', {}) }, REFUNDING_ORDER),
  makeSelection: {
    requests: {
      ofAGroup: example('the payments of one group of stuck orders', {
        kind: 'pay',
        connectorKey: STUCK_GROUP.connectorKey,
        lastOutcome: STUCK_GROUP.lastOutcome,
        reviewReason: null,
      }),
    },
    answers: { 201: one(SELECTION) },
  },
  getSelection: { answers: { 200: one(SELECTION) } },
  askSelection: {
    requests: {
      dryRun: example('what it would come to', { dryRun: 1 }),
      step: example('the next 200', {}),
    },
    answers: {
      200: {
        step: example('after a step', { ...SELECTION, left: 0, asked: 11, skipped: 1 }),
        dryRun: example('a dry run', FORECAST),
      },
    },
  },
  exportPayOrders: exported(
    "Payment number,Shop's number,Provider's number,Merchant,Status",
    "'1531367230400202,'201807120130,'4200000162201808163428659816,demo-shop,payed",
  ),
  exportRefundOrders: exported(
    "Refund number,Shop's number,Provider's number,Payment number,Merchant",
    "'2531374409358394,T201807120134,'4200000184201808173250265573,'1531367230400202,demo-shop",
  ),
  exportTradeRecords: exported(
    'Time,Number,Kind,Event,By',
    "2018-07-12 11:47:12,'1531367230400202,pay,succeed,connector",
  ),
  exportExceptions: exported(
    'Time,Number,Kind,Reason,Status',
    "2018-07-13 12:01:00,'1531367230400202,pay,lateSuccess,open",
  ),
  exportAuditRecords: exported(
    'Time,Who,Action,Target,Result',
    `2018-07-13 12:05:00,night-shift,POST /payOrders/:uuid/settle,${PAY_ORDER.uuid},done`,
  ),
  listViews: { answers: { 200: one({ items: [SAVED_VIEW] }) } },
  saveView: {
    requests: {
      view: example('a list with its filters', { name: SAVED_VIEW.name, path: SAVED_VIEW.path }),
    },
    answers: { 201: one(SAVED_VIEW) },
  },
  deleteView: taken({ delete: example('delete it', {}) }, SAVED_VIEW),
};

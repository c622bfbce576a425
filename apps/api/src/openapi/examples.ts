import { MATCHED_BY } from '@payserver/shared/domain/search';
import { example, type OperationExamples, one, taken } from './example.ts';
import { ACT_EXAMPLES } from './example-acts.ts';
import { SESSION, WHOAMI } from './example-console.ts';
import {
  NOTIFY_DELIVERY,
  NOTIFY_ENDPOINT,
  NOTIFY_EXAMPLES,
  NOTIFY_REPLAY,
} from './example-notify.ts';
import { ORDER_EXAMPLES } from './example-orders.ts';
import {
  ALL_PAY_MODES,
  AUDIT_RECORD,
  PAY_MODE,
  PAY_MODE_TEMPLATE,
  PAY_ORDER,
  PAY_TRACTION_NO,
  pageOf,
  REFUND_ORDER,
  SHOP_HREF,
  TRADE_EXCEPTION,
  TRADE_RECORD,
  WECHAT_TEMPLATE_ID,
} from './example-resources.ts';

const SETTLE_REQUESTS = {
  succeeded: example('the provider has it', {
    outcome: 'succeeded',
    reason: 'found in the provider settlement file',
    thirdNo: '4200000184201808173250265573',
  }),
  failed: example('the provider confirms that no money moved', {
    outcome: 'failed',
    reason: 'the provider knows no such payment',
  }),
};
const GIVEN_BACK = 'given back in cash, receipt P201807050001';
const READY = { database: 'ok', migrations: 'ok', queue: 'ok', keys: 'ok' };

const answered = (ret: string) => ({ tractionNo: PAY_TRACTION_NO, ret });

/** What a connector answers or tells; also the body of a notice. */
export const CONNECTOR_ANSWERS = {
  success: example('the money has moved', {
    ...answered('success'),
    thirdOrderNo: '4200000184201808173250265573',
    thirdErrorReason: '',
    tradeFinishedAt: '2018-9-10 12:00:00',
  }),
  running: example('not known yet', answered('running')),
  failed: example('this money has not moved and never will', {
    ...answered('failed'),
    thirdErrorReason: 'the balance is too low',
  }),
};

/** What it answers besides when it is asked. */
export const QUERY_ANSWERS = {
  ...CONNECTOR_ANSWERS,
  notFound: example('this number never came', answered('notFound')),
};

/** By operationId; those of lists and of one resource are made from the resources. */
export const EXAMPLES: Readonly<Record<string, OperationExamples>> = {
  ...ORDER_EXAMPLES,
  ...ACT_EXAMPLES,
  ...NOTIFY_EXAMPLES,
  openPayMode: {
    requests: {
      fromTemplate: example('from a template', {
        merchantHref: SHOP_HREF,
        payTemplateId: WECHAT_TEMPLATE_ID,
        isOpened: 1,
        uiOrder: 3,
        isFastPay: 1,
      }),
      ownConnector: example('described by the merchant, with a connector of its own', {
        name: '会员卡记账支付',
        isOnline: 1,
        payUrl: 'http://127.0.0.1:6103/pay',
        refundUrl: 'http://127.0.0.1:6103/refund',
        queryUrl: 'http://127.0.0.1:6103/query',
        orderValidTime: 2,
      }),
    },
    answers: { 200: one(PAY_MODE), 201: one(PAY_MODE) },
  },
  changePayMode: taken(
    {
      move: example('show it first', { uiOrder: 1, isFastPay: 1 }),
      close: example('close it', { isOpened: 0 }),
    },
    PAY_MODE,
  ),
  listAllPayModes: { answers: { 200: one(ALL_PAY_MODES) } },
  registerPayModeTemplate: taken(
    {
      weChat: example('a barcode scanner, with a connector of the sandbox', {
        payTemplateId: 'MY-SCANNER',
        name: '微信扫码枪',
        description: '微信支付xx',
        checkEnvUrl: '',
        payUrl: 'http://127.0.0.1:6010/sandbox/wechat/pay?channel=wx',
        refundUrl: 'http://127.0.0.1:6010/sandbox/wechat/refund?channel=wx',
        isSignAccount: 0,
        isOnline: 1,
        isAsyncNotify: 0,
        payChannel: '微信',
        payWay: '扫码枪',
        isThridPay: 1,
        connectorKind: 'sandbox',
      }),
    },
    PAY_MODE_TEMPLATE,
  ),
  search: {
    answers: {
      200: one({
        items: [
          { matchedBy: 'thirdPayNo', kind: 'payOrder', order: PAY_ORDER },
          { matchedBy: 'thirdRefundNo', kind: 'refundOrder', order: REFUND_ORDER },
        ],
        searchedBy: MATCHED_BY.filter((by) => by !== 'amount'),
        more: false,
      }),
    },
  },
  settlePayOrder: taken(SETTLE_REQUESTS, PAY_ORDER),
  settleRefundOrder: taken(SETTLE_REQUESTS, REFUND_ORDER),
  reverseException: taken(
    { reversed: example('send it back', { reason: 'the shop has no goods for it' }) },
    { ...TRADE_EXCEPTION, status: 'reversing', resolvedBy: 'operator' },
  ),
  resolveException: taken(
    { resolved: example('dealt with', { reason: GIVEN_BACK }) },
    {
      ...TRADE_EXCEPTION,
      status: 'resolved',
      resolution: GIVEN_BACK,
      resolvedBy: 'operator',
      resolvedAt: '2018-07-13 12:30:00',
    },
  ),
  whoami: { answers: { 200: one(WHOAMI) } },
  revokeSession: taken(
    { ended: example('end it', {}) },
    { ...SESSION, revokedAt: '2018-07-13 12:05:30', isCurrent: 0 },
  ),
  takePayNotice: taken(CONNECTOR_ANSWERS, { ret: 'success' }),
  takeRefundNotice: taken(CONNECTOR_ANSWERS, { ret: 'success' }),
  isAlive: { answers: { 200: one({ status: 'live' }), 503: one({ status: 'stopping' }) } },
  isReady: {
    answers: {
      200: one({ status: 'ready', parts: READY }),
      503: one({ status: 'notReady', parts: { ...READY, queue: 'cannot be reached' } }),
    },
  },
};

const RESOURCES: Readonly<Record<string, { readonly uuid: string }>> = {
  payModeTemplates: PAY_MODE_TEMPLATE,
  payModes: PAY_MODE,
  payOrders: PAY_ORDER,
  refundOrders: REFUND_ORDER,
  tradeRecords: TRADE_RECORD,
  exceptions: TRADE_EXCEPTION,
  auditRecords: AUDIT_RECORD,
  sessions: SESSION,
  notifyEndpoints: NOTIFY_ENDPOINT,
  notifyDeliveries: NOTIFY_DELIVERY,
  notifyReplays: NOTIFY_REPLAY,
};

/** Examples of the operation of this name, or else of what is read at this path: a list, or one resource. */
export function examplesOf(path: string, operationId = ''): OperationExamples | undefined {
  const given = EXAMPLES[operationId];
  if (given !== undefined) return given;
  const [, parent = '', uuid, below] = path.split('/');
  const above = RESOURCES[parent];
  const item = RESOURCES[below ?? parent];
  if (above === undefined || item === undefined) return undefined;
  if (uuid !== undefined && below === undefined) return { answers: { 200: one(item) } };
  const page = pageOf(path.slice(1).replace('{uuid}', above.uuid), [item]);
  return { answers: { 200: one(page) } };
}

/** The uuid of a mode or template in this path: those are there from the first start, an order is made first. */
export function uuidIn(path: string): string | undefined {
  const parent = /^\/(payModes|payModeTemplates)\/\{uuid\}/.exec(path)?.[1];
  return RESOURCES[parent ?? '']?.uuid;
}

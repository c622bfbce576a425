/** Where the examples live: the gateway as `npm start` starts it. */
const API = 'http://localhost:6009/api/v1.0.0';
/** Who and what `npm start` opens, so that each example that needs nothing else can be tried as it is. */
const MERCHANT = 'demo-shop';
export const DEMO_MODES = {
  cash: 'demoModeCash0000000001',
  signAccount: 'demoModeSignAccount001',
  wechat: 'demoModeWechat00000001',
  storedValue: 'demoModeStoredValue001',
  countCard: 'demoModeCountCard00001',
} as const;
const TEMPLATE_UUID = 'rDdNnmkt97nSCiooVgJlvw';
export const MODE_UUID = DEMO_MODES.wechat;
const PAY_UUID = '5Y9fZtPBu1yTvYkzTPPf8w';
const REFUND_UUID = 'quZk1s8YlHdmAKAgReRjOA';
export const STARTED = '2018-07-12 11:47:10';
const REFUNDED = '2018-07-12 13:46:49';

export const SHOP_HREF = `http://localhost/shops/${MERCHANT}`;
export const WECHAT_TEMPLATE_ID = '017AFC80-95FA-11E8-B0EC-5384BC9767FE';
export const PAY_TRACTION_NO = '1531367230400202';
export const REFUND_TRACTION_NO = '2531374409358394';

const linkTo = (path: string) => ({ href: `${API}/${path}` });
/** What every resource begins with. */
export const identity = (list: string, id: number, uuid: string) => ({
  ...linkTo(`${list}/${uuid}`),
  id,
  uuid,
});
const orderLinks = (self: string) => ({
  payOrders: linkTo(`${self}/payOrders`),
  refundOrders: linkTo(`${self}/refundOrders`),
  tradeRecords: linkTo(`${self}/tradeRecords`),
});

export const WECHAT = {
  name: '微信扫码枪',
  description: '微信扫码枪支付',
  checkEnvUrl: '',
  orderValidTime: 24,
  orderValidSeconds: 0,
  isOnline: 1,
  isSignAccount: 0,
  isAsyncNotify: 0,
  isThridPay: 1,
  payChannel: '微信',
  payWay: '扫码枪',
  connectorKind: 'real',
  iconHref: null,
};
const CONNECTOR = {
  queryUrl: 'http://127.0.0.1:6103/api/v1.0.0/query?channel=wx',
  cancelUrl: null,
  connectorId: null,
  isIdempotent: 1,
  timeoutMs: 10_000,
  maxConcurrency: 50,
  hasNotifySecret: 0,
  secretParams: [],
  searchKeys: ['orderNo'],
  lateSuccessPolicy: 'reverse',
  dropsPayData: 0,
};

/** A template, with every field of its resource. */
export const PAY_MODE_TEMPLATE = {
  ...identity('payModeTemplates', 26, TEMPLATE_UUID),
  payTemplateId: WECHAT_TEMPLATE_ID,
  ...WECHAT,
  ...CONNECTOR,
  payUrl: 'http://127.0.0.1:6103/api/v1.0.0/microPay?channel=wx',
  refundUrl: 'http://127.0.0.1:6103/api/v1.0.0/refund?channel=wx',
  status: 'enabled',
  createdAt: '2018-09-19 10:41:43',
  modifiedAt: '2018-09-19 10:45:58',
  payModes: linkTo(`payModeTemplates/${TEMPLATE_UUID}/payModes`),
  ...orderLinks(`payModeTemplates/${TEMPLATE_UUID}`),
};

/** A pay mode that was opened from the template, which keeps the URLs. */
export const PAY_MODE = {
  ...identity('payModes', 12, MODE_UUID),
  payTemplateId: WECHAT_TEMPLATE_ID,
  ...WECHAT,
  ...CONNECTOR,
  checkEnvUrl: null,
  payUrl: null,
  refundUrl: null,
  queryUrl: null,
  isFastPay: 1,
  isOpened: 1,
  uiOrder: 3,
  connectorParams: { subMerchant: '1900000109', apiKey: '***6d2f' },
  merchantUUID: MERCHANT,
  createdAt: '2018-07-11 15:53:45',
  modifiedAt: '2018-07-11 15:53:45',
  merchant: { href: SHOP_HREF },
  payModeTemplate: linkTo(`payModeTemplates/${TEMPLATE_UUID}`),
  ...orderLinks(`payModes/${MODE_UUID}`),
};

const OFFER = { ...WECHAT, payUrl: null, refundUrl: null, payTemplateId: WECHAT_TEMPLATE_ID };
const OPENED = { uiOrder: 3, isOpened: 1, isFastPay: 1, hasCreated: 1 };
const NOT_OPENED = { isOpened: 0, isFastPay: 0, hasCreated: 0 };
const UNION_PAY = {
  name: '银联',
  description: '银联支付',
  isOnline: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75',
};

/** The answer of listAllPayModes: one mode that is open, one template that is not. */
export const ALL_PAY_MODES = {
  size: 2,
  items: [
    { uuid: MODE_UUID, merchantUUID: MERCHANT, ...OFFER, ...OPENED },
    { ...OFFER, ...UNION_PAY, ...NOT_OPENED },
  ],
};

/** A payment that is done. */
export const PAY_ORDER = {
  ...identity('payOrders', 11, PAY_UUID),
  merchantUUID: MERCHANT,
  payer: 'A',
  payee: SHOP_HREF,
  payAmount: 50,
  tractionNo: PAY_TRACTION_NO,
  clientPayNo: '201807120130',
  orderStartAt: STARTED,
  orderExpiredAt: '2018-07-13 11:47:10',
  payParams: { payBarCode: '***6476' },
  clientExtraParams: { orderNo: 'P201807050001', orderAmount: 210, receiveableAmount: 210 },
  terminal: { id: 'till-3', ip: '192.0.2.14' },
  payData: null,
  thirdPayNo: '4200000162201808163428659816',
  resultCode: '',
  payModeUUID: MODE_UUID,
  payModeName: '微信扫码枪',
  payTemplateId: WECHAT_TEMPLATE_ID,
  payChannel: '微信',
  payWay: '扫码枪',
  payStartAt: STARTED,
  payFinishAt: '2018-07-12 11:47:12',
  refundAmount: 0,
  lastRefundAt: null,
  status: 'payed',
  createdAt: STARTED,
  modifiedAt: '2018-07-12 11:47:12',
  pending: null,
  payMode: linkTo(`payModes/${MODE_UUID}`),
  refundOrders: linkTo(`payOrders/${PAY_UUID}/refundOrders`),
  tradeRecords: linkTo(`payOrders/${PAY_UUID}/tradeRecords`),
};

/** The same payment while its outcome is not known. */
export const PAYING_ORDER = {
  ...PAY_ORDER,
  thirdPayNo: null,
  resultCode: null,
  payFinishAt: null,
  status: 'paying',
  modifiedAt: STARTED,
  pending: {
    lastOutcome: 'running',
    attempts: 1,
    isAsking: false,
    nextLookAt: '2018-07-12 11:47:11',
    reviewReason: null,
    reviewAt: '2018-07-13 11:47:10',
    attemptsLeft: 71,
  },
};

/** The same payment, called off. */
export const CLOSED_ORDER = {
  ...PAY_ORDER,
  thirdPayNo: null,
  resultCode: 'called off',
  status: 'payFailed',
};

/** A refund of that payment, done. */
export const REFUND_ORDER = {
  ...identity('refundOrders', 7, REFUND_UUID),
  merchantUUID: MERCHANT,
  refundAmount: 50,
  isCancel: 1,
  tractionNo: REFUND_TRACTION_NO,
  payTractionNo: PAY_TRACTION_NO,
  clientRefundNo: 'T201807120134',
  clientExtraParams: { orderNo: 'P201807050001', operatorName: '小美' },
  thirdRefundNo: '4200000184201808173250265573',
  resultCode: '',
  refundStartAt: REFUNDED,
  refundFinishAt: '2018-07-12 13:46:50',
  status: 'refunded',
  createdAt: REFUNDED,
  modifiedAt: '2018-07-12 13:46:50',
  payOrderUUID: PAY_UUID,
  payModeUUID: MODE_UUID,
  payTemplateId: WECHAT_TEMPLATE_ID,
  isReversal: 0,
  pending: null,
  payOrder: linkTo(`payOrders/${PAY_UUID}`),
  payMode: linkTo(`payModes/${MODE_UUID}`),
  tradeRecords: linkTo(`refundOrders/${REFUND_UUID}/tradeRecords`),
};

/** The same refund while its outcome is not known. */
export const REFUNDING_ORDER = {
  ...REFUND_ORDER,
  thirdRefundNo: null,
  resultCode: null,
  refundFinishAt: null,
  status: 'refunding',
  modifiedAt: REFUNDED,
  pending: {
    ...PAYING_ORDER.pending,
    nextLookAt: '2018-07-12 13:46:50',
    reviewAt: '2018-07-13 13:58:21',
  },
};

/** One line of the payment's history: the connector said that it succeeded. */
export const TRADE_RECORD = {
  ...identity('tradeRecords', 31, '8sJtWm2QxYbL5nRd0vKc3A'),
  merchantUUID: MERCHANT,
  payOrderUUID: PAY_UUID,
  refundOrderUUID: null,
  payModeUUID: MODE_UUID,
  payTemplateId: WECHAT_TEMPLATE_ID,
  tractionNo: PAY_TRACTION_NO,
  kind: 'pay',
  event: 'succeed',
  actor: 'connector',
  fromStatus: 'paying',
  toStatus: 'payed',
  amount: 50,
  attempt: 1,
  httpStatus: 200,
  durationMs: 87,
  detail: { step: 'post' },
  createdAt: '2018-07-12 11:47:12',
  payOrder: linkTo(`payOrders/${PAY_UUID}`),
  refundOrder: { href: null },
  payMode: linkTo(`payModes/${MODE_UUID}`),
};

/** Money that came after its order was closed, waiting for a person. */
export const TRADE_EXCEPTION = {
  ...identity('exceptions', 2, '3kQwZr7VbN1xTy6mHp9LsA'),
  merchantUUID: MERCHANT,
  kind: 'pay',
  reason: 'lateSuccess',
  status: 'open',
  policy: 'review',
  tractionNo: PAY_TRACTION_NO,
  amount: 50,
  orderStatus: 'payFailed',
  actor: 'notice',
  detail: {},
  resolution: null,
  resolvedBy: null,
  resolvedAt: null,
  createdAt: '2018-07-13 12:01:00',
  payOrder: linkTo(`payOrders/${PAY_UUID}`),
  refundOrder: { href: null },
  reversal: { href: null },
};

/** A payment that an operator settled by hand. */
export const AUDIT_RECORD = {
  ...identity('auditRecords', 7, '5hXwQr2VbN8xTy1mHp4LsB'),
  createdAt: '2018-07-13 12:05:00',
  actor: 'night-shift',
  merchantUUID: null,
  action: 'POST /payOrders/:uuid/settle',
  target: PAY_UUID,
  result: 'done',
  address: '10.0.0.7',
  requestId: '2f1c9e0a-6b7d-4f53-9f0e-0d6a1f2b3c4d',
  detail: { outcome: 'failed', reason: 'the terminal says so' },
  isSealed: 1,
};

/** One page of a list at this path, with these items. */
export function pageOf(path: string, items: readonly unknown[]) {
  return { ...linkTo(path), offset: 0, limit: 25, size: items.length, items };
}

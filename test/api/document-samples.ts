/**
 * The samples of the API document, field for field and value for value; its comments and syntax slips are
 * left out. The contract tests read from them which fields there are and of what type.
 */

const LIST = { href: 'http://192.168.7.6:6009/api/v1/payModes', offset: 0, limit: 2, size: 2 };
const LINK = {
  href: 'http://192.168.7.6:6009/api/v1.0.0/payModes/bR5eANyeCgAOZkc7EvT5rg/payOrders',
};
const ORDER_LINKS = { payOrders: LINK, refundOrders: LINK, tradeRecords: LINK };

/** payModeTemplate 1, an item of the response. */
const template = {
  href: 'http://192.168.7.6:6009/api/v1.0.0/payModeTemplates/zDP19DCUpEl8qzNIkLwOjQ',
  id: 12,
  uuid: 'zDP19DCUpEl8qzNIkLwOjQ',
  name: '挂账',
  description: '挂账支付',
  checkEnvUrl: '',
  payUrl: 'http://192.168.7.6:6008/api/v1.0.0/signAccount',
  refundUrl: 'http://192.168.7.6:6008/api/v1.0.0/cancelAccount',
  orderValidTime: 24,
  isOnline: 0,
  isSignAccount: 1,
  payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75',
  isAsyncNotify: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  status: 'enabled',
  createdAt: '2018-07-11 15:53:45',
  modifiedAt: '2018-07-11 15:53:45',
  payModes: LINK,
  ...ORDER_LINKS,
};

/** payModeTemplate 2, the request. */
const registration = {
  uuid: 'rDdNnmkt97nSCiooVgJlvw',
  payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
  name: '微信扫码枪',
  description: '微信支付xx',
  checkEnvUrl: '',
  payUrl: '',
  refundUrl: '',
  isSignAccount: 0,
  isOnline: 1,
  isAsyncNotify: 0,
  payChannel: '微信',
  payWay: '扫码枪',
  isThridPay: 1,
};

/** payModeTemplate 2, the response. */
const registered = {
  ...registration,
  payUrl: 'http://192.168.7.6:6103/api/v1.0.0/microPay?channel=wx',
  refundUrl: 'http://192.168.7.6:6103/api/v1.0.0/refund?channel=wx',
  modifiedAt: '2018-09-19 10:45:58',
  id: 26,
  orderValidTime: 24,
  iconHref: null,
  status: 'enabled',
  createdAt: '2018-09-19 10:41:43',
};

/** PayMode 1, an item of the response. */
const payMode = {
  href: 'http://192.168.7.6:6009/api/v1.0.0/payModes/bR5eANyeCgAOZkc7EvT5rg',
  id: 6,
  uuid: 'bR5eANyeCgAOZkc7EvT5rg',
  name: '会员卡记账支付',
  description: null,
  checkEnvUrl: null,
  payUrl: null,
  refundUrl: null,
  iconHref: null,
  payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75',
  orderValidTime: 24,
  isOnline: 0,
  isSignAccount: 0,
  isAsyncNotify: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  isFastPay: 1,
  isOpened: 1,
  uiOrder: 1,
  merchantUUID: 'mI2NDMoQRdnKCq01hAsLwQ',
  createdAt: '2018-07-14 15:54:24',
  modifiedAt: '2018-07-14 15:54:24',
  merchant: { href: 'http://192.168.7.188:6005/api/v1.0.0/shops/mI2NDMoQRdnKCq01hAsLwQ' },
  ...ORDER_LINKS,
};

/** PayMode 2, the response with status 201. */
const openedPayMode = { ...payMode, payModeTemplate: { href: null } };

const ENV_FAILED = 'PayModeBusiness->create open payTemplate error,check env failed';
/** PayMode 2, the response with status 500 and code 9001. */
const environmentError = {
  name: 'create paymode error',
  statusCode: 500,
  code: 9001,
  message: ENV_FAILED,
  description: ENV_FAILED,
  stack: 'Error\n    at PayModeBusiness.create',
};

/** PayMode 3, the item of a mode that is there. */
const createdItem = {
  uuid: 'bBykiswrR3bFaneX1p2ayw',
  payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962',
  merchantUUID: 'mI2NDMoQRdnKCq01hAsLwQ',
  name: '挂账',
  description: '挂账支付',
  orderValidTime: 24,
  isOnline: 1,
  isSignAccount: 1,
  isAsyncNotify: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  iconHref: null,
  uiOrder: 3,
  isOpened: 1,
  isFastPay: 1,
  hasCreated: 1,
};

/** PayMode 3, the item of a template that the merchant has not opened. */
const offeredItem = {
  name: '银联',
  description: '银联支付',
  checkEnvUrl: '',
  payUrl: null,
  refundUrl: null,
  orderValidTime: 24,
  isOnline: 0,
  isSignAccount: 0,
  isAsyncNotify: 0,
  isThridPay: 0,
  payChannel: null,
  payWay: null,
  iconHref: null,
  payTemplateId: 'C924182F-581B-4990-944A-ABCAB8E552B3',
  hasCreated: 0,
  isOpened: 0,
  isFastPay: 0,
};

/** Pay 1, `data` of the response, and Pay 4, which has the same with its template. */
const payData = {
  uuid: '5Y9fZtPBu1yTvYkzTPPf8w',
  payer: 'A',
  payee: 'http://192.168.7.188:6004/api/v1.0.0/shops/eLzwsgnlWpZN8xtvz0qgvw',
  payAmount: 50,
  tractionNo: '1531367230400202',
  clientPayNo: '201807120130',
  orderStartAt: '2018-07-12 11:47:10',
  orderExpiredAt: '2018-07-13 11:47:10',
  payParams: {
    signAccounterUUID: 'ega7hvZz0RBw8TQNFFZN2w',
    signPersonUUID: '9oNEJPMAqmVivbk4hioNxQ',
  },
  thirdPayNo: null,
  resultCode: null,
  payModeName: '挂账',
  payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962',
  payChannel: null,
  payWay: null,
  payStartAt: '2018-07-12 11:47:10',
  payFinishAt: null,
  refundAmount: 0,
  lastRefundAt: null,
  status: 'payed',
  createdAt: '2018-07-12 11:47:10',
  modifiedAt: '2018-07-12 11:47:10',
  payModeUUID: 'zDP19DCUpEl8qzNIkLwOjQ',
  clientExtraParams: { orderAmount: 210, receiveableAmount: 210 },
};

/** Pay 1, the response. */
const payAnswer = { ret: 'success', businessRet: 'syncOnlinePay', data: payData };

const NOT_OPENED = 'PayOrderBusiness->create payMode is not opened!!!';
/** Pay 1, the response with status 500 and code 9002. */
const notOpenedError = {
  name: ' payMode  not opended',
  statusCode: 500,
  code: 9002,
  message: NOT_OPENED,
  description: NOT_OPENED,
  stack: ' payMode  not opended: PayOrderBusiness->create payMode is not opened!!!',
};

/** Pay 2, an item of the response. */
const payOrder = {
  ...payData,
  href: 'http://192.168.7.6:6009/api/v1.0.0/payOrders/NHQGABZ2ZGWJlaGrx2Gmcw',
  id: 11,
  payMode: LINK,
  refundOrders: LINK,
  tradeRecords: LINK,
};

const CLIENT_EXTRA = { orderNo: 'P201807050001', orderAmount: 210, receiveableAmount: 210 };
const TILL = { ...CLIENT_EXTRA, operatorName: '小美', operatorUUID: 'operatorUUID' };

/** Pay 3, the request that a connector receives. */
const connectorPay = {
  payer: 'A',
  payee: 'http://192.168.7.188:6004/api/v1.0.0/shops/eLzwsgnlWpZN8xtvz0qgvw',
  payAmount: 50,
  tractionNo: '201808240009',
  clientPayNo: '201808240127',
  orderStartAt: '2018-08-15 11:53:48',
  orderExpiredAt: '2018-08-15 14:53:48',
  payParams: { payBarCode: '134853566181206476' },
  clientExtraParams: CLIENT_EXTRA,
  payStartAt: '2018-08-15 11:53:52',
};

/** Refund 2, the request that a connector receives. */
const connectorRefund = {
  clientRefundNo: 'T20180919',
  tractionNo: '301808240004',
  payTractionNo: '201808240008',
  thirdPayNo: '4200000181201808163040805263',
  payee: 'http://192.168.7.188:6005/api/v1.0.0/shops/82TaIejHrZp4aHaM9hG2DQ',
  payAmount: 1,
  refundAmount: 1,
  clientExtraParams: TILL,
};

/** Pay 4, the response. */
const batchPayAnswer = {
  batchPayResult: [{ clientPayNo: '201810160001', statusCode: 200, body: payAnswer }],
};

/** Refund 1, the response. */
const refundAnswer = {
  ret: 'success',
  businessRet: 'syncOnlineRefund',
  data: {
    uuid: 'quZk1s8YlHdmAKAgReRjOA',
    refundAmount: 50,
    tractionNo: '2531374409358394',
    clientRefundNo: 'T201807120134',
    thirdRefundNo: null,
    refundStartAt: '2018-07-12 13:46:49',
    refundFinishAt: null,
    resultCode: null,
    status: 'refunded',
    createdAt: '2018-07-12 13:46:49',
    modifiedAt: '2018-07-12 13:46:49',
    payOrderUUID: '5Y9fZtPBu1yTvYkzTPPf8w',
  },
};

/** Refund 3, the response. */
const batchRefundAnswer = {
  batchRefundResult: [{ clientRefundNo: 'T201810160001', statusCode: 200, body: refundAnswer }],
};

export const SAMPLES = {
  templateList: { ...LIST, items: [template] },
  template,
  registration,
  registered,
  payModeList: { ...LIST, items: [payMode] },
  openedPayMode,
  environmentError,
  createdItem,
  offeredItem,
  payAnswer,
  notOpenedError,
  payOrderList: { ...LIST, items: [payOrder] },
  connectorPay,
  connectorRefund,
  batchPayAnswer,
  refundAnswer,
  batchRefundAnswer,
  /** the parameters that Pay 1 shows for each way to pay, and those of the till */
  payParams: {
    onAccount: payData.payParams,
    barCode: { payBarCode: '134853566181206476' },
    storedValue: { memberUUID: 'memberUUID' },
    countCard: {
      memberUUID: 'memberUUID',
      merchandiseDetails: [{ name: '项目名称A', merchandiseUUID: 'A', styleUUID: 'A', count: 1 }],
    },
  },
  clientExtraParams: TILL,
} as const;

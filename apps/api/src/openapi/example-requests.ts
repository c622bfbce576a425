import { ids, SHOP_HREF, WECHAT_TEMPLATE_ID } from './example-resources.ts';

/** The requests of the API document, with the ids of the demo shop: each pays once, however often it is sent. */

const { DEMO_MODES } = ids;
const PAY = { payer: 'A', payee: SHOP_HREF, payAmount: 50 };
const CLIENT_EXTRA_PARAMS = {
  orderNo: 'P201807050001',
  orderAmount: 210,
  receiveableAmount: 210,
  operatorName: '小美',
  operatorUUID: 'operatorUUID',
};
const ON_ACCOUNT = {
  signAccounterUUID: 'ega7hvZz0RBw8TQNFFZN2w',
  signPersonUUID: '9oNEJPMAqmVivbk4hioNxQ',
};
const COUNT_CARD = {
  memberUUID: 'memberUUID-A',
  merchandiseDetails: [
    { name: '项目名称A', merchandiseUUID: 'merchandiseUUID-A', styleUUID: 'styleUUID-A', count: 1 },
  ],
};

const payBy = (mode: keyof typeof DEMO_MODES, clientPayNo: string) => ({
  payModeUUID: DEMO_MODES[mode],
  ...PAY,
  clientPayNo,
});
const extra = (payParams: object) => ({ payParams, clientExtraParams: CLIENT_EXTRA_PARAMS });

export const PAY_REQUESTS = {
  barCode: {
    summary: 'WeChat or Alipay barcode',
    value: {
      ...payBy('wechat', '201807120130'),
      ...extra({ payBarCode: '134853566181206476' }),
    },
  },
  onAccount: {
    summary: 'on account (挂账)',
    value: { ...payBy('signAccount', '201807120131'), ...extra(ON_ACCOUNT) },
  },
  storedValue: {
    summary: 'member stored value (会员储值)',
    value: {
      ...payBy('storedValue', '201807120132'),
      ...extra({ memberUUID: 'memberUUID-A' }),
    },
  },
  countCard: {
    summary: 'member count card (会员储次)',
    value: { ...payBy('countCard', '201807120133'), ...extra(COUNT_CARD) },
  },
  cash: { summary: 'cash: nothing but the payment itself', value: payBy('cash', '201807120134') },
};

export const BATCH_PAY_REQUESTS = {
  two: {
    summary: 'two payments on account',
    value: {
      batchPayData: ['201810160001', '201810160002'].map((clientPayNo) => ({
        ...payBy('signAccount', clientPayNo),
        payAmount: 1,
        clientExtraParams: {},
        payParams: ON_ACCOUNT,
      })),
    },
  },
};

export const REFUND_REQUESTS = {
  cancel: {
    summary: 'cancel (撤销): the whole payment',
    value: {
      payTractionNo: ids.PAY_TRACTION_NO,
      clientRefundNo: 'T201807120134',
      isCancel: 1,
      clientExtraParams: CLIENT_EXTRA_PARAMS,
    },
  },
  part: {
    summary: 'give a part back',
    value: {
      payTractionNo: ids.PAY_TRACTION_NO,
      clientRefundNo: 'T201807120135',
      refundAmount: 20,
    },
  },
  rest: {
    summary: 'give back all that is left',
    value: { payTractionNo: ids.PAY_TRACTION_NO, clientRefundNo: 'T201807120136' },
  },
};

export const BATCH_REFUND_REQUESTS = {
  two: {
    summary: 'two refunds, each of all that is left',
    value: {
      batchRefundData: [
        { clientRefundNo: 'T201810160001', payTractionNo: '1539669840030298' },
        { clientRefundNo: 'T201810160002', payTractionNo: '1539669840040491' },
      ],
    },
  },
};

export const OPEN_PAY_MODE_REQUESTS = {
  fromTemplate: {
    summary: 'from a template',
    value: {
      merchantHref: SHOP_HREF,
      payTemplateId: WECHAT_TEMPLATE_ID,
      isOpened: 1,
      uiOrder: 3,
      isFastPay: 1,
    },
  },
  ownConnector: {
    summary: 'described by the merchant, with a connector of its own',
    value: {
      name: '会员卡记账支付',
      isOnline: 1,
      payUrl: 'http://127.0.0.1:6103/pay',
      refundUrl: 'http://127.0.0.1:6103/refund',
      queryUrl: 'http://127.0.0.1:6103/query',
      orderValidTime: 2,
    },
  },
};

export const CHANGE_PAY_MODE_REQUESTS = {
  move: { summary: 'show it first', value: { uiOrder: 1, isFastPay: 1 } },
  close: { summary: 'close it', value: { isOpened: 0 } },
};

export const REGISTER_TEMPLATE_REQUESTS = {
  weChat: {
    summary: 'a barcode scanner, with a connector of the sandbox',
    value: {
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
    },
  },
};

export const SETTLE_REQUESTS = {
  succeeded: {
    summary: 'the provider has it',
    value: {
      outcome: 'succeeded',
      reason: 'found in the provider settlement file',
      thirdNo: '4200000184201808173250265573',
    },
  },
  failed: {
    summary: 'the provider confirms that no money moved',
    value: { outcome: 'failed', reason: 'the provider knows no such payment' },
  },
};

export const RESOLVE_REQUESTS = {
  resolved: {
    summary: 'dealt with',
    value: { reason: 'given back in cash, receipt P201807050001' },
  },
};

export const REVERSE_REQUESTS = {
  reversed: { summary: 'send it back', value: { reason: 'the shop has no goods for it' } },
};

/** What a connector answers or tells; also the body of a notice. */
export const CONNECTOR_ANSWERS = {
  success: {
    summary: 'the money has moved',
    value: {
      tractionNo: ids.PAY_TRACTION_NO,
      ret: 'success',
      thirdOrderNo: '4200000184201808173250265573',
      thirdErrorReason: '',
      tradeFinishedAt: '2018-9-10 12:00:00',
    },
  },
  running: {
    summary: 'not known yet',
    value: { tractionNo: ids.PAY_TRACTION_NO, ret: 'running' },
  },
  failed: {
    summary: 'this money has not moved and never will',
    value: {
      tractionNo: ids.PAY_TRACTION_NO,
      ret: 'failed',
      thirdErrorReason: 'the balance is too low',
    },
  },
};

import { errorExample } from './errors.ts';
import { example, type OperationExamples, taken } from './example.ts';
import {
  CLOSED_ORDER,
  DEMO_MODES,
  PAY_ORDER,
  PAY_TRACTION_NO,
  PAYING_ORDER,
  REFUND_ORDER,
  SHOP_HREF,
} from './example-resources.ts';

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
  barCode: example('WeChat or Alipay barcode', {
    ...payBy('wechat', '201807120130'),
    ...extra({ payBarCode: '134853566181206476' }),
  }),
  onAccount: example('on account (挂账)', {
    ...payBy('signAccount', '201807120131'),
    ...extra(ON_ACCOUNT),
  }),
  storedValue: example('member stored value (会员储值)', {
    ...payBy('storedValue', '201807120132'),
    ...extra({ memberUUID: 'memberUUID-A' }),
  }),
  countCard: example('member count card (会员储次)', {
    ...payBy('countCard', '201807120133'),
    ...extra(COUNT_CARD),
  }),
  cash: example('cash: nothing but the payment itself', payBy('cash', '201807120134')),
};

const refundBy = (clientRefundNo: string) => ({ payTractionNo: PAY_TRACTION_NO, clientRefundNo });

const PAYED = { ret: 'success', businessRet: 'syncOnlinePay', data: PAY_ORDER };
const PAYING = { ret: 'success', businessRet: 'asyncOnlinePay', data: PAYING_ORDER };
const CLOSED = { ret: 'success', businessRet: 'syncOnlinePay', data: CLOSED_ORDER };
const REFUNDED = { ret: 'success', businessRet: 'syncOnlineRefund', data: REFUND_ORDER };

/** Payments and refunds, each with the ids of the demo shop: it is carried out once, however often it is sent. */
export const ORDER_EXAMPLES: Readonly<Record<string, OperationExamples>> = {
  pay: {
    requests: PAY_REQUESTS,
    answers: {
      200: {
        payed: example('the money has moved', PAYED),
        paying: example('not known yet: ask again', PAYING),
      },
    },
  },
  closePay: {
    requests: {
      byClientPayNo: example('by your number', { clientPayNo: '201807120130' }),
      byTractionNo: example("by the gateway's number", { payTractionNo: PAY_TRACTION_NO }),
    },
    answers: {
      200: {
        closed: example('closed: no money moved, and none will', CLOSED),
        payed: example('too late: it is paid, refund it', PAYED),
        paying: example('not known yet: it is closed as soon as that is certain', PAYING),
      },
    },
  },
  batchPay: taken(
    {
      two: example('two payments on account', {
        batchPayData: ['201810160001', '201810160002'].map((clientPayNo) => ({
          ...payBy('signAccount', clientPayNo),
          payAmount: 1,
          clientExtraParams: {},
          payParams: ON_ACCOUNT,
        })),
      }),
    },
    {
      batchPayResult: [
        { clientPayNo: '201810160001', statusCode: 200, body: PAYED },
        { clientPayNo: '201810160002', statusCode: 500, body: errorExample(9002) },
      ],
    },
  ),
  refund: taken(
    {
      cancel: example('cancel (撤销): the whole payment', {
        ...refundBy('T201807120134'),
        isCancel: 1,
        clientExtraParams: CLIENT_EXTRA_PARAMS,
      }),
      part: example('give a part back', { ...refundBy('T201807120135'), refundAmount: 20 }),
      rest: example('give back all that is left', refundBy('T201807120136')),
    },
    REFUNDED,
  ),
  batchRefund: taken(
    {
      two: example('two refunds, each of all that is left', {
        batchRefundData: [
          { clientRefundNo: 'T201810160001', payTractionNo: '1539669840030298' },
          { clientRefundNo: 'T201810160002', payTractionNo: '1539669840040491' },
        ],
      }),
    },
    {
      batchRefundResult: [
        { clientRefundNo: 'T201810160001', statusCode: 200, body: REFUNDED },
        { clientRefundNo: 'T201810160002', statusCode: 409, body: errorExample(9006) },
      ],
    },
  ),
};

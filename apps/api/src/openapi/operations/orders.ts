import { answer, type OperationDocs } from '../document.ts';
import { errorExample } from '../errors.ts';
import {
  BATCH_PAY_REQUESTS,
  BATCH_REFUND_REQUESTS,
  PAY_REQUESTS,
  REFUND_REQUESTS,
} from '../example-requests.ts';
import { PAY_ORDER, PAYING_ORDER, REFUND_ORDER } from '../example-resources.ts';

const PAYED = { ret: 'success', businessRet: 'syncOnlinePay', data: PAY_ORDER };
const PAYING = { ret: 'success', businessRet: 'asyncOnlinePay', data: PAYING_ORDER };
const REFUNDED = { ret: 'success', businessRet: 'syncOnlineRefund', data: REFUND_ORDER };

const WAITING =
  'It answers as soon as the outcome is known, at the latest after `PAY_WAIT_MS` (8 s unless the ' +
  'gateway is set otherwise); `Prefer` changes that for one call.';
const BATCH =
  'The answer has one element for each that was sent, in the same order: your number (null when it ' +
  'had none), and the HTTP status and body that the single call would have answered. One bad element ' +
  'harms no other. Sending the same batch again changes nothing and answers how things stand.';

/** POST pay, refund and both batches. */
export const ORDER_OPERATIONS: OperationDocs = {
  'POST /pay': {
    operationId: 'pay',
    summary: 'Pay (发起线上支付)',
    description:
      'Takes one payment. `data.status` says what happened; `ret` only says that the request was ' +
      `taken. ${WAITING} A status of \`paying\` means "not known yet", never "failed": ask ` +
      '`GET /payOrders?clientPayNo=` until it is something else. Whenever you do not know whether a ' +
      'request arrived, send the same again: one `clientPayNo` is one payment, for ever.',
    tag: 'Pay',
    waits: true,
    requests: PAY_REQUESTS,
    answers: {
      200: {
        description: 'The order as it is now, also for a repeated request.',
        examples: {
          payed: { summary: 'the money has moved', value: PAYED },
          paying: { summary: 'not known yet: ask again', value: PAYING },
        },
      },
    },
    codes: [9002, 9003, 9005, 9008, 9403],
  },
  'POST /batchPay': {
    operationId: 'batchPay',
    summary: 'Pay many at once (发起批量支付)',
    description: `Takes 1 to \`BATCH_MAX\` payments. ${BATCH} ${WAITING}`,
    tag: 'Pay',
    waits: true,
    requests: BATCH_PAY_REQUESTS,
    answers: {
      200: answer('One element for each payment.', {
        batchPayResult: [
          { clientPayNo: '201810160001', statusCode: 200, body: PAYED },
          { clientPayNo: '201810160002', statusCode: 500, body: errorExample(9002) },
        ],
      }),
    },
  },
  'POST /refund': {
    operationId: 'refund',
    summary: 'Refund (发起线上退款)',
    description:
      'Gives back `refundAmount`, or all that is left when it is absent; `isCancel` 1 calls the whole ' +
      'payment off. The amount is reserved at once, so refunds never exceed the payment. ' +
      `\`data.status\` says what happened. ${WAITING} Repeating is as safe as for \`pay\`. ` +
      'To try it, put the `tractionNo` of a payment of yours into `payTractionNo`.',
    tag: 'Refund',
    waits: true,
    requests: REFUND_REQUESTS,
    answers: { 200: answer('The refund as it is now, also for a repeated request.', REFUNDED) },
    codes: [9003, 9005, 9006, 9007, 9008],
  },
  'POST /batchRefund': {
    operationId: 'batchRefund',
    summary: 'Refund many at once (发起批量线上退款)',
    description: `Takes 1 to \`BATCH_MAX\` refunds. ${BATCH} ${WAITING}`,
    tag: 'Refund',
    waits: true,
    requests: BATCH_REFUND_REQUESTS,
    answers: {
      200: answer('One element for each refund.', {
        batchRefundResult: [
          { clientRefundNo: 'T201810160001', statusCode: 200, body: REFUNDED },
          { clientRefundNo: 'T201810160002', statusCode: 409, body: errorExample(9006) },
        ],
      }),
    },
  },
};

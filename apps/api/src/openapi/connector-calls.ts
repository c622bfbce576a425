import {
  ConnectorAnswer,
  EnvironmentAnswer,
  PayCall,
  QueryAnswer,
  QueryCall,
  RefundCall,
} from './connector-schemas.ts';
import type { Examples } from './document.ts';
import { CONNECTOR_ANSWERS, PAY_REQUESTS } from './example-requests.ts';
import { ids, PAY_ORDER, REFUND_ORDER } from './example-resources.ts';

const ANSWERED =
  'Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an ' +
  'answer about this very number is "unknown": the order stays open and the gateway looks again.';
const SIGNED = 'Signed by Standard Webhooks where the template has a `notifySecret`.';
const REPEATABLE = 'Carries `Idempotency-Key: <tractionNo>`, the same in every repeat.';

const PAY_CALL = {
  ...PAY_REQUESTS.barCode.value,
  tractionNo: ids.PAY_TRACTION_NO,
  orderStartAt: PAY_ORDER.orderStartAt,
  orderExpiredAt: PAY_ORDER.orderExpiredAt,
  payStartAt: PAY_ORDER.payStartAt,
  notifyUrl: `http://localhost:6009/api/v1.0.0/payInfo/${ids.PAY_TRACTION_NO}/5N033zgik5zop`,
};
const REFUND_CALL = {
  clientRefundNo: REFUND_ORDER.clientRefundNo,
  tractionNo: ids.REFUND_TRACTION_NO,
  payTractionNo: ids.PAY_TRACTION_NO,
  thirdPayNo: PAY_ORDER.thirdPayNo,
  payee: PAY_ORDER.payee,
  payAmount: 50,
  refundAmount: 50,
  isCancel: 1,
  clientExtraParams: REFUND_ORDER.clientExtraParams,
};
const QUERY_CALL = {
  tractionNo: ids.PAY_TRACTION_NO,
  clientPayNo: PAY_ORDER.clientPayNo,
  thirdPayNo: null,
};
const REFUND_QUERY_CALL = {
  ...QUERY_CALL,
  tractionNo: ids.REFUND_TRACTION_NO,
  thirdPayNo: PAY_ORDER.thirdPayNo,
  thirdRefundNo: null,
};
const NOT_FOUND = {
  summary: 'this number never came',
  value: { tractionNo: ids.PAY_TRACTION_NO, ret: 'notFound' },
};

const json = (schema: object, examples: Examples) => ({
  'application/json': { schema, examples },
});
const one = (summary: string, value: unknown): Examples => ({ example: { summary, value } });

interface Call {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly body: object;
  readonly answer: object;
}

function called({ operationId, summary, description, body, answer }: Call) {
  return {
    post: {
      operationId,
      summary,
      description: `${description}\n\n${SIGNED} ${ANSWERED}`,
      tags: ['Connector'],
      security: [],
      requestBody: { required: true, content: body },
      responses: { 200: { description: 'What became of it.', content: answer } },
    },
  };
}

const ANSWERS = json(ConnectorAnswer, CONNECTOR_ANSWERS);
const QUERY_ANSWERS = json(QueryAnswer, { ...CONNECTOR_ANSWERS, notFound: NOT_FOUND });

/** What we post to connectors, as webhooks of the description: their URLs are registered, not known. */
export const CONNECTOR_CALLS = {
  payUrl: called({
    operationId: 'callPayUrl',
    summary: 'Take the money',
    description:
      'Repeats carry the same `tractionNo` and are the same payment; a connector that cannot promise ' +
      'that registers `isIdempotent` 0 and is posted to once. ' +
      REPEATABLE,
    body: json(PayCall, { pay: { summary: 'a payment by barcode', value: callOf(PAY_CALL) } }),
    answer: ANSWERS,
  }),
  refundUrl: called({
    operationId: 'callRefundUrl',
    summary: 'Give money back',
    description:
      '`tractionNo` is that of the refund. `isCancel` 1 calls the whole payment off. ' + REPEATABLE,
    body: json(RefundCall, one('a cancellation', REFUND_CALL)),
    answer: ANSWERS,
  }),
  queryUrl: called({
    operationId: 'callQueryUrl',
    summary: 'Say what became of it',
    description: 'About a payment or a refund, told apart by `tractionNo`.',
    body: json(QueryCall, {
      payment: { summary: 'about a payment', value: QUERY_CALL },
      refund: { summary: 'about a refund', value: REFUND_QUERY_CALL },
    }),
    answer: QUERY_ANSWERS,
  }),
  cancelUrl: called({
    operationId: 'callCancelUrl',
    summary: 'Close a payment whose time is over',
    description:
      'This payment must not happen any more. `success`: no money was taken, or all of it was given ' +
      'back. `notFound`: it never came, and is declined if it comes after all.',
    body: json(QueryCall, one('an expired payment', QUERY_CALL)),
    answer: QUERY_ANSWERS,
  }),
  checkEnvUrl: {
    get: {
      operationId: 'callCheckEnvUrl',
      summary: 'Say whether a merchant is set up',
      description:
        'Asked before a mode is opened. Everything but `{"ret": true}` refuses it (9001).',
      tags: ['Connector'],
      security: [],
      parameters: [
        { name: 'merchantUUID', in: 'query', required: true, schema: { type: 'string' } },
      ],
      responses: {
        200: {
          description: 'Whether it is.',
          content: json(EnvironmentAnswer, one('it is', { ret: true })),
        },
      },
    },
  },
};

/** A call is about a payment, and says nothing of the mode that it was paid in. */
function callOf({ payModeUUID: _ours, ...call }: typeof PAY_CALL) {
  return call;
}

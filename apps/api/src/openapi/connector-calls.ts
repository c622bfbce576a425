import {
  ConnectorAnswer,
  EnvironmentAnswer,
  PayCall,
  QueryAnswer,
  QueryCall,
  RefundCall,
} from './connector-schemas.ts';
import { type Examples, example } from './example.ts';
import { PAY_REQUESTS } from './example-orders.ts';
import {
  PAY_ORDER,
  PAY_TRACTION_NO,
  REFUND_ORDER,
  REFUND_TRACTION_NO,
} from './example-resources.ts';
import { CONNECTOR_ANSWERS, QUERY_ANSWERS } from './examples.ts';

const ANSWERED =
  'Answer within `timeoutMs`, with 2xx and JSON of at most 64 KiB. Anything that is not clearly an ' +
  'answer about this very number is "unknown": the order stays open and the gateway asks again.';
const SIGNED = 'Signed by Standard Webhooks where the template has a `notifySecret`.';
const REPEATABLE = 'Carries `Idempotency-Key: <tractionNo>`, the same in every repeat.';

// A call is about a payment, and says nothing of the mode that it was paid in.
const { payModeUUID: _ours, ...PAID } = PAY_REQUESTS.barCode.value;
const { orderStartAt, orderExpiredAt, payStartAt, payee, clientPayNo, thirdPayNo } = PAY_ORDER;
const { clientRefundNo, clientExtraParams } = REFUND_ORDER;
const PAY_CALL = {
  ...PAID,
  tractionNo: PAY_TRACTION_NO,
  orderStartAt,
  orderExpiredAt,
  payStartAt,
  notifyUrl: `http://localhost:6009/api/v1.0.0/payInfo/${PAY_TRACTION_NO}/5N033zgik5zop`,
};
const REFUND_CALL = {
  clientRefundNo,
  tractionNo: REFUND_TRACTION_NO,
  payTractionNo: PAY_TRACTION_NO,
  thirdPayNo,
  payee,
  payAmount: 50,
  refundAmount: 50,
  isCancel: 1,
  clientExtraParams,
};
const QUERY_CALL = { tractionNo: PAY_TRACTION_NO, clientPayNo, thirdPayNo: null };
const REFUND_QUERY_CALL = {
  tractionNo: REFUND_TRACTION_NO,
  clientPayNo,
  thirdPayNo,
  thirdRefundNo: null,
};

const json = (schema: object, examples: Examples) => ({
  'application/json': { schema, examples },
});

type Call = Readonly<
  Record<'operationId' | 'summary' | 'description', string> & Record<'body' | 'answer', object>
>;

function called({ description, body, answer, ...named }: Call) {
  return {
    post: {
      ...named,
      description: `${description}\n\n${SIGNED} ${ANSWERED}`,
      tags: ['Connector'],
      security: [],
      requestBody: { required: true, content: body },
      responses: { 200: { description: 'What became of it.', content: answer } },
    },
  };
}

const ANSWER = json(ConnectorAnswer, CONNECTOR_ANSWERS);
const ANSWER_TO_QUERY = json(QueryAnswer, QUERY_ANSWERS);

/** What we post to connectors, as webhooks of the description: their URLs are registered, not known. */
export const CONNECTOR_CALLS = {
  payUrl: called({
    operationId: 'callPayUrl',
    summary: 'Take the money',
    description:
      'Repeats carry the same `tractionNo` and are the same payment; a connector that cannot promise ' +
      'that registers `isIdempotent` 0 and is posted to once. ' +
      REPEATABLE,
    body: json(PayCall, { pay: example('a payment by barcode', PAY_CALL) }),
    answer: ANSWER,
  }),
  refundUrl: called({
    operationId: 'callRefundUrl',
    summary: 'Give money back',
    description:
      '`tractionNo` is that of the refund. `isCancel` 1 calls the whole payment off. ' + REPEATABLE,
    body: json(RefundCall, { example: example('a cancellation', REFUND_CALL) }),
    answer: ANSWER,
  }),
  queryUrl: called({
    operationId: 'callQueryUrl',
    summary: 'Say what became of it',
    description: 'About a payment or a refund: `tractionNo` says which.',
    body: json(QueryCall, {
      payment: example('about a payment', QUERY_CALL),
      refund: example('about a refund', REFUND_QUERY_CALL),
    }),
    answer: ANSWER_TO_QUERY,
  }),
  cancelUrl: called({
    operationId: 'callCancelUrl',
    summary: 'Close a payment whose time is over',
    description:
      'This payment must not happen any more. `success`: no money was taken, or all of it was given ' +
      'back. `notFound`: it never came, and is declined if it comes after all. `failed`: not ' +
      'cancelled, by this call or one before it. A success that meets the call is held until you answer.',
    body: json(QueryCall, { example: example('an expired payment', QUERY_CALL) }),
    answer: ANSWER_TO_QUERY,
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
        {
          name: 'merchantUUID',
          in: 'query',
          required: true,
          description: 'The merchant that wants to open the mode.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        200: {
          description: 'Whether it is.',
          content: json(EnvironmentAnswer, { example: example('it is', { ret: true }) }),
        },
      },
    },
  },
};

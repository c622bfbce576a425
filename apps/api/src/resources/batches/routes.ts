import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../http/app.ts';
import { clientNoOf, runBatch } from '../../http/batch.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readPrefer } from '../../http/prefer.ts';
import { answer, type Operation, WAITING } from '../../http/schemas/operation.ts';
import type { TakeTurn } from '../../use-cases/await-final.ts';
import { pay } from '../../use-cases/pay.ts';
import { refund } from '../../use-cases/refund.ts';
import { type PayRouteDeps, readPayRequest } from '../pay-orders/pay-route.ts';
import { payBody } from '../pay-orders/schema.ts';
import { presentPay } from '../pay-orders/view.ts';
import { readRefundRequest } from '../refund-orders/refund-route.ts';
import { refundBody } from '../refund-orders/schema.ts';
import { presentRefund } from '../refund-orders/view.ts';
import { BatchPayAnswer, BatchRefundAnswer, batchPayBody, batchRefundBody } from './schema.ts';

const MIN_BODY_LIMIT = 1024 * 1024;
const BYTES_PER_ELEMENT = 8 * 1024;

/** POST batchPay and batchRefund (API document, Pay 4 and Refund 3). */
export function batchRoutes(app: App, deps: PayRouteDeps): void {
  batchPayRoute(app, deps);
  batchRefundRoute(app, deps);
}

const BATCH =
  'The answer has one element for each that was sent, in the same order: your number (null when it ' +
  'had none), and the HTTP status and body that the single call would have answered. One bad element ' +
  'harms no other. Sending the same batch again changes nothing and answers how things stand.';
const BATCH_PAY: Operation = {
  operationId: 'batchPay',
  summary: 'Pay many at once (发起批量支付)',
  description: `Takes 1 to \`BATCH_MAX\` payments. ${BATCH} ${WAITING}`,
  tags: ['Pay'],
  'x-waits': true,
  'x-codes': [9403],
};
const BATCH_REFUND: Operation = {
  operationId: 'batchRefund',
  summary: 'Refund many at once (发起批量线上退款)',
  description: `Takes 1 to \`BATCH_MAX\` refunds. ${BATCH} ${WAITING}`,
  tags: ['Refund'],
  'x-waits': true,
  'x-codes': [9403],
};

function batchPayRoute(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    ...BATCH_PAY,
    body: batchPayBody(config.BATCH_MAX),
    response: { 200: answer(BatchPayAnswer, 'One element for each payment.'), ...ERROR_RESPONSES },
  };
  const options = { schema, ...limitsOf(deps, 'batchPayData') };
  const one = payBody(config.MAX_PAY_AMOUNT);
  app.post('/batchPay', options, async (request, reply) => {
    const elements = request.body.batchPayData;
    const policy = { ...policyOf(request, reply, deps), enforcePayee: config.ENFORCE_PAYEE };
    const answers = await runBatch(request, elements, {
      schema: one,
      read: readPayRequest,
      run: async (requests) => await pay(deps, requests, policy),
      present: (row) => presentPay(deps.wire, row),
    });
    return {
      batchPayResult: answers.map((single, at) => ({
        clientPayNo: clientNoOf(elements[at], 'clientPayNo'),
        ...single,
      })),
    };
  });
}

function batchRefundRoute(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    ...BATCH_REFUND,
    body: batchRefundBody(config.BATCH_MAX),
    response: {
      200: answer(BatchRefundAnswer, 'One element for each refund.'),
      ...ERROR_RESPONSES,
    },
  };
  const options = { schema, ...limitsOf(deps, 'batchRefundData') };
  const one = refundBody(config.MAX_PAY_AMOUNT);
  app.post('/batchRefund', options, async (request, reply) => {
    const elements = request.body.batchRefundData;
    const policy = policyOf(request, reply, deps);
    const answers = await runBatch(request, elements, {
      schema: one,
      read: readRefundRequest,
      run: async (requests) => await refund(deps, requests, policy),
      present: (row) => presentRefund(deps.wire, row),
    });
    return {
      batchRefundResult: answers.map((single, at) => ({
        clientRefundNo: clientNoOf(elements[at], 'clientRefundNo'),
        ...single,
      })),
    };
  });
}

function limitsOf({ config }: PayRouteDeps, elementsIn: string) {
  const bodyLimit = Math.max(MIN_BODY_LIMIT, config.BATCH_MAX * BYTES_PER_ELEMENT);
  return { bodyLimit, config: { elementsIn } };
}

/** Whose batch it is, and how long all of it may wait. */
function policyOf(request: FastifyRequest, reply: FastifyReply, { config }: PayRouteDeps) {
  const { waitMs, applied } = readPrefer(request.headers['prefer'], config.PAY_WAIT_MS);
  if (applied !== null) void reply.header('preference-applied', applied);
  const { caller } = request;
  const takeTurn: TakeTurn = async (work) => await request.takeTurn(work);
  return { caller, merchantUUID: caller.merchantUUID, waitMs, takeTurn };
}

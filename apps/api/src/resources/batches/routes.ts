import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../http/app.ts';
import { clientNoOf, runBatch } from '../../http/batch.ts';
import { readPrefer } from '../../http/prefer.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import { pay } from '../../use-cases/pay.ts';
import { refund } from '../../use-cases/refund.ts';
import type { TakeTurn } from '../../use-cases/turn.ts';
import { type PayRouteDeps, readPayRequest } from '../pay-orders/pay-route.ts';
import { presentPay } from '../pay-orders/present.ts';
import { payBody } from '../pay-orders/schema.ts';
import { presentRefund } from '../refund-orders/present.ts';
import { readRefundRequest } from '../refund-orders/refund-route.ts';
import { refundBody } from '../refund-orders/schema.ts';
import { BatchPayAnswer, BatchRefundAnswer, batchPayBody, batchRefundBody } from './schema.ts';

const MIN_BODY_LIMIT = 1024 * 1024;
const BYTES_PER_ELEMENT = 8 * 1024;

/** POST batchPay and batchRefund (API document, Pay 4 and Refund 3). */
export function batchRoutes(app: App, deps: PayRouteDeps): void {
  batchPayRoute(app, deps);
  batchRefundRoute(app, deps);
}

function batchPayRoute(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    body: batchPayBody(config.BATCH_MAX),
    response: { 200: BatchPayAnswer, ...ERROR_RESPONSES },
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
      batchPayResult: answers.map((answer, at) => ({
        clientPayNo: clientNoOf(elements[at], 'clientPayNo'),
        ...answer,
      })),
    };
  });
}

function batchRefundRoute(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    body: batchRefundBody(config.BATCH_MAX),
    response: { 200: BatchRefundAnswer, ...ERROR_RESPONSES },
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
      batchRefundResult: answers.map((answer, at) => ({
        clientRefundNo: clientNoOf(elements[at], 'clientRefundNo'),
        ...answer,
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
  const { merchantUUID } = request.caller;
  const takeTurn: TakeTurn = async (work) => await request.takeTurn(work);
  return { merchantUUID, waitMs, takeTurn };
}

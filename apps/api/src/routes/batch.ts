import type { App } from '../http/app.ts';
import { clientNoOf, runBatch } from '../http/batch.ts';
import { type Preference, readPrefer } from '../http/prefer.ts';
import { presentPay } from '../http/present-pay.ts';
import { presentRefund } from '../http/present-refund.ts';
import {
  BatchPayAnswer,
  BatchRefundAnswer,
  batchPayBody,
  batchRefundBody,
} from '../http/schemas/batch.ts';
import { ERROR_RESPONSES } from '../http/schemas/error.ts';
import { payBody } from '../http/schemas/pay-order.ts';
import { refundBody } from '../http/schemas/refund.ts';
import { pay } from '../use-cases/pay.ts';
import { refund } from '../use-cases/refund.ts';
import { type PayRouteDeps, readPayRequest } from './pay.ts';
import { readRefundRequest } from './refund.ts';

const MIN_BODY_LIMIT = 1024 * 1024;
const BYTES_PER_ELEMENT = 8 * 1024;

/** POST batchPay and batchRefund (API document, Pay 4 and Refund 3). */
export function batchRoutes(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const bodyLimit = Math.max(MIN_BODY_LIMIT, config.BATCH_MAX * BYTES_PER_ELEMENT);
  const onePay = payBody(config.MAX_PAY_AMOUNT);
  const oneRefund = refundBody(config.MAX_PAY_AMOUNT);
  const paySchema = {
    body: batchPayBody(config.BATCH_MAX),
    response: { 200: BatchPayAnswer, ...ERROR_RESPONSES },
  };
  const refundSchema = {
    body: batchRefundBody(config.BATCH_MAX),
    response: { 200: BatchRefundAnswer, ...ERROR_RESPONSES },
  };
  app.post('/batchPay', { schema: paySchema, bodyLimit }, async (request, reply) => {
    const { merchantUUID } = request.caller;
    const { waitMs } = applied(reply, readPrefer(request.headers['prefer'], config.PAY_WAIT_MS));
    const elements = request.body.batchPayData;
    const answers = await runBatch(request, elements, {
      schema: onePay,
      read: readPayRequest,
      run: async (requests) =>
        await pay(deps, requests, { merchantUUID, enforcePayee: config.ENFORCE_PAYEE, waitMs }),
      present: (row) => presentPay(deps.wire, row),
    });
    return {
      batchPayResult: answers.map((answer, at) => ({
        clientPayNo: clientNoOf(elements[at], 'clientPayNo'),
        ...answer,
      })),
    };
  });
  app.post('/batchRefund', { schema: refundSchema, bodyLimit }, async (request, reply) => {
    const { merchantUUID } = request.caller;
    const { waitMs } = applied(reply, readPrefer(request.headers['prefer'], config.PAY_WAIT_MS));
    const elements = request.body.batchRefundData;
    const answers = await runBatch(request, elements, {
      schema: oneRefund,
      read: readRefundRequest,
      run: async (requests) => await refund(deps, requests, { merchantUUID, waitMs }),
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

function applied(
  reply: { header(name: string, value: string): unknown },
  preference: Preference,
): Preference {
  if (preference.applied !== null) reply.header('preference-applied', preference.applied);
  return preference;
}

import { refused, unwrap } from '@payserver/shared/domain/errors';
import type { RefundRequest } from '@payserver/shared/domain/refund-order';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readPrefer } from '../../http/prefer.ts';
import { answer, type Operation, WAITING } from '../../http/schemas/operation.ts';
import { refund } from '../../use-cases/refund.ts';
import type { PayRouteDeps } from '../pay-orders/pay-route.ts';
import { RefundAnswer, type RefundBody, refundBody } from './schema.ts';
import { presentRefund } from './view.ts';

const REFUND: Operation = {
  operationId: 'refund',
  summary: 'Refund (发起线上退款)',
  description:
    'Gives back `refundAmount`, or all that is left when it is absent; `isCancel` 1 calls the whole ' +
    'payment off. The amount is reserved at once, so refunds never exceed the payment. ' +
    `\`data.status\` says what happened. ${WAITING} Repeating is as safe as for \`pay\`. ` +
    'Staff of all merchants refund for the merchant of the payment. To try it, put the `tractionNo` of a payment of yours into `payTractionNo`.',
  tags: ['Refund'],
  'x-waits': true,
  'x-codes': [9003, 9005, 9006, 9007, 9008, 9403],
};

/** POST refund (API document, Refund 1). */
export function refundRoutes(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    ...REFUND,
    body: refundBody(config.MAX_PAY_AMOUNT),
    response: {
      200: answer(RefundAnswer, 'The refund as it is now, also for a repeated request.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/refund', { schema }, async (request, reply) => {
    const preference = readPrefer(request.headers['prefer'], config.PAY_WAIT_MS);
    if (preference.applied !== null) reply.header('preference-applied', preference.applied);
    const requests = [readRefundRequest(request.body)];
    const [result = refused(9000, 'no answer')] = await refund(deps, requests, {
      caller: request.caller,
      waitMs: preference.waitMs,
      takeTurn: (work) => request.takeTurn(work),
    });
    return presentRefund(deps.wire, unwrap(result));
  });
}

/** The request with what the caller left out. */
export function readRefundRequest(body: RefundBody): RefundRequest {
  return {
    payTractionNo: body.payTractionNo,
    clientRefundNo: body.clientRefundNo,
    refundAmount: body.refundAmount ?? null,
    isCancel: body.isCancel === 1,
    clientExtraParams: body.clientExtraParams ?? {},
    ...(body.notifyUrl !== undefined && { notifyUrl: body.notifyUrl }),
  };
}

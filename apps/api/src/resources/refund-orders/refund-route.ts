import { refused, unwrap } from '@payserver/shared/domain/errors';
import type { RefundRequest } from '@payserver/shared/domain/refund-order';
import type { App } from '../../http/app.ts';
import { readPrefer } from '../../http/prefer.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import { refund } from '../../use-cases/refund.ts';
import type { PayRouteDeps } from '../pay-orders/pay-route.ts';
import { presentRefund } from './present.ts';
import { RefundAnswer, type RefundBody, refundBody } from './schema.ts';

/** POST refund (API document, Refund 1). */
export function refundRoutes(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    body: refundBody(config.MAX_PAY_AMOUNT),
    response: { 200: RefundAnswer, ...ERROR_RESPONSES },
  };
  app.post('/refund', { schema }, async (request, reply) => {
    const preference = readPrefer(request.headers['prefer'], config.PAY_WAIT_MS);
    if (preference.applied !== null) reply.header('preference-applied', preference.applied);
    const requests = [readRefundRequest(request.body)];
    const [result = refused(9000, 'no answer')] = await refund(deps, requests, {
      merchantUUID: request.caller.merchantUUID,
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
  };
}

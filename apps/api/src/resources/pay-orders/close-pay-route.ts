import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readPrefer } from '../../http/prefer.ts';
import { answer, type Operation, WAITING } from '../../http/schemas/operation.ts';
import { closePay } from '../../use-cases/close-pay.ts';
import type { PayRouteDeps } from './pay-route.ts';
import { ClosePayBody, PayAnswer } from './schema.ts';
import { presentPay } from './view.ts';

const CLOSE_PAY: Operation = {
  operationId: 'closePay',
  summary: 'Call a payment off (取消支付)',
  description:
    'For a customer who walks away while a payment is `paying`. From this moment on nothing sends it; its ' +
    `connector is queried, then cancels it. ${WAITING} \`data.status\` says what became of it: \`payFailed\` ` +
    'closed for certain, `unpay` it was never sent, `payed` too late: refund it, `paying` not known yet: it is ' +
    'closed as soon as that is certain; ask `GET /payOrders?clientPayNo=`. Repeating is safe.',
  tags: ['Pay'],
  'x-waits': true,
  'x-codes': [9003, 9007, 9403],
};

/** POST closePay. */
export function closePayRoute(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    ...CLOSE_PAY,
    body: ClosePayBody,
    response: { 200: answer(PayAnswer, 'The order as it is now.'), ...ERROR_RESPONSES },
  };
  app.post('/closePay', { schema }, async (request, reply) => {
    const preference = readPrefer(request.headers['prefer'], config.PAY_WAIT_MS);
    if (preference.applied !== null) reply.header('preference-applied', preference.applied);
    const order = await closePay(deps, request.body, {
      caller: request.caller,
      waitMs: preference.waitMs,
      takeTurn: (work) => request.takeTurn(work),
    });
    return presentPay(deps.wire, unwrap(order));
  });
}

import { refused, unwrap } from '@payserver/shared/domain/errors';
import type { PayRequest } from '@payserver/shared/domain/pay-order';
import type { Config } from '@payserver/shared/runtime/config';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readPrefer } from '../../http/prefer.ts';
import { answer, type Operation, WAITING } from '../../http/schemas/operation.ts';
import type { Wire } from '../../http/wire.ts';
import { pay } from '../../use-cases/pay.ts';
import type { PayDeps } from '../../use-cases/pay-deps.ts';
import { PayAnswer, type PayBody, payBody } from './schema.ts';
import { presentPay } from './view.ts';

export interface PayRouteDeps extends PayDeps {
  readonly config: Config;
  readonly wire: Wire;
}

const PAY: Operation = {
  operationId: 'pay',
  summary: 'Pay (发起线上支付)',
  description:
    'Takes one payment. `data.status` says what happened; `ret` only says that the request was ' +
    `taken. ${WAITING} A status of \`paying\` means "not known yet", never "failed": ask ` +
    '`GET /payOrders?clientPayNo=` until it is something else. Whenever you do not know whether a ' +
    'request arrived, send the same again: one `clientPayNo` is one payment, for ever.',
  tags: ['Pay'],
  'x-waits': true,
  'x-codes': [9002, 9003, 9005, 9008, 9403],
};

/** POST pay (API document, Pay 1). */
export function payRoutes(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    ...PAY,
    body: payBody(config.MAX_PAY_AMOUNT),
    response: {
      200: answer(PayAnswer, 'The order as it is now, also for a repeated request.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/pay', { schema }, async (request, reply) => {
    const preference = readPrefer(request.headers['prefer'], config.PAY_WAIT_MS);
    if (preference.applied !== null) reply.header('preference-applied', preference.applied);
    const [result = refused(9000, 'no answer')] = await pay(deps, [readPayRequest(request.body)], {
      merchantUUID: request.caller.merchantUUID,
      enforcePayee: config.ENFORCE_PAYEE,
      waitMs: preference.waitMs,
      takeTurn: (work) => request.takeTurn(work),
    });
    return presentPay(deps.wire, unwrap(result));
  });
}

/** The request with what the caller left out. */
export function readPayRequest(body: PayBody): PayRequest {
  return { payParams: {}, clientExtraParams: {}, ...body };
}

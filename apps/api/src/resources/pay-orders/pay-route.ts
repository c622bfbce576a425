import { refused, unwrap } from '@payserver/shared/domain/errors';
import type { PayRequest } from '@payserver/shared/domain/pay-order';
import type { Config } from '@payserver/shared/runtime/config';
import type { App } from '../../http/app.ts';
import { readPrefer } from '../../http/prefer.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import type { Wire } from '../../http/wire.ts';
import { type PayDeps, pay } from '../../use-cases/pay.ts';
import { presentPay } from './present.ts';
import { PayAnswer, type PayBody, payBody } from './schema.ts';

export interface PayRouteDeps extends PayDeps {
  readonly config: Config;
  readonly wire: Wire;
}

/** POST pay (API document, Pay 1). */
export function payRoutes(app: App, deps: PayRouteDeps): void {
  const { config } = deps;
  const schema = {
    body: payBody(config.MAX_PAY_AMOUNT),
    response: { 200: PayAnswer, ...ERROR_RESPONSES },
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

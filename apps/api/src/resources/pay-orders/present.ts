import type { PayOrderRow } from '@payserver/shared/store/pay-orders/row';
import type { Wire } from '../../http/wire.ts';
import { presentPayOrder } from '../presenters.ts';
import type { PayAnswer } from './schema.ts';

/**
 * The answer to an accepted payment (API document, Pay 1). `ret` says that the request was taken;
 * whether the money moved is in `data.status`.
 */
export function presentPay(wire: Wire, order: PayOrderRow): PayAnswer {
  return {
    ret: 'success',
    businessRet: order.businessRet as PayAnswer['businessRet'],
    data: presentPayOrder(wire, order),
  };
}

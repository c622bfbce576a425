import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/row';
import type { Wire } from '../../http/wire.ts';
import { presentRefundOrder } from '../presenters.ts';
import type { RefundAnswer } from './refund-schema.ts';

/**
 * The answer to an accepted refund (API document, Refund 1). `ret` says that the request was taken;
 * whether the money went back is in `data.status`.
 */
export function presentRefund(wire: Wire, refund: RefundOrderRow): RefundAnswer {
  return {
    ret: 'success',
    businessRet: refund.businessRet as RefundAnswer['businessRet'],
    data: presentRefundOrder(wire, refund),
  };
}

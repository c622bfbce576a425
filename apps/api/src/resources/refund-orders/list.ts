import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import {
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_MODE_FILTER,
  PAY_ORDER_FILTER,
  REVIEW_FILTER,
  TEMPLATE_FILTER,
  textFilter,
  UUID_FILTER,
} from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentRefundOrder } from './present.ts';
import {
  CLIENT_REFUND_NO,
  PAID_TRACTION_NO,
  REFUND_TRACTION_NO,
  RefundOrderResource,
  RefundStatus,
} from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const REFUND_ORDER_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    clientRefundNo: textFilter(CLIENT_REFUND_NO),
    tractionNo: textFilter(REFUND_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    payTractionNo: textFilter(PAID_TRACTION_NO),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(RefundStatus),
    needsReview: REVIEW_FILTER,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'payOrder', 'tradeRecords'],
  isOwned: true,
};

export const REFUND_ORDER_VIEW: ResourceView<RefundOrderRow> = {
  name: 'refundOrders',
  kind: 'refundOrder',
  words: {
    tag: 'Refund',
    name: 'RefundOrder',
    one: 'refund',
    many: 'refunds',
    about: 'With `clientRefundNo` this is the query that follows an answer of `refunding`.',
  },
  item: RefundOrderResource,
  rules: REFUND_ORDER_LIST,
  present: presentRefundOrder,
  keyOf: keyById,
};

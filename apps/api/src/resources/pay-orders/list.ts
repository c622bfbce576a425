import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import {
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_MODE_FILTER,
  REVIEW_FILTER,
  TEMPLATE_FILTER,
  textFilter,
  UUID_FILTER,
} from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentPayOrder } from './present.ts';
import { CLIENT_PAY_NO, PAY_TRACTION_NO, PayOrderResource, PayStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const PAY_ORDER_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    clientPayNo: textFilter(CLIENT_PAY_NO),
    tractionNo: textFilter(PAY_TRACTION_NO),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(PayStatus),
    needsReview: REVIEW_FILTER,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'refundOrders', 'tradeRecords'],
  isOwned: true,
};

export const PAY_ORDER_VIEW: ResourceView<PayOrderRow> = {
  name: 'payOrders',
  kind: 'payOrder',
  words: {
    tag: 'Pay',
    name: 'PayOrder',
    one: 'payment',
    many: 'payments',
    about:
      'With `clientPayNo` this is the query that follows an answer of `paying` (支付订单结果查询).',
  },
  item: PayOrderResource,
  rules: PAY_ORDER_LIST,
  present: presentPayOrder,
  keyOf: keyById,
};

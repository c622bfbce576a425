import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/row';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { FlagInput } from '../../http/schemas/common.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentRefundOrder } from './present.ts';
import { RefundOrderResource, RefundStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const REFUND_ORDER_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    clientRefundNo: TEXT_ID,
    tractionNo: TEXT_ID,
    payOrderUUID: TEXT_ID,
    payTractionNo: TEXT_ID,
    payModeUUID: TEXT_ID,
    payTemplateId: TEXT_ID,
    status: Type.Optional(RefundStatus),
    needsReview: Type.Optional(FlagInput),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'payOrder', 'tradeRecords'],
  isOwned: true,
};

export const REFUND_ORDER_VIEW: ResourceView<RefundOrderRow> = {
  name: 'refundOrders',
  kind: 'refundOrder',
  item: RefundOrderResource,
  rules: REFUND_ORDER_LIST,
  present: presentRefundOrder,
  keyOf: keyById,
};

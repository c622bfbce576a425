import type { PayOrderRow } from '@payserver/shared/store/pay-orders/row';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { FlagInput } from '../../http/schemas/common.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentPayOrder } from './present.ts';
import { PayOrderResource, PayStatus } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const PAY_ORDER_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    clientPayNo: TEXT_ID,
    tractionNo: TEXT_ID,
    payModeUUID: TEXT_ID,
    payTemplateId: TEXT_ID,
    status: Type.Optional(PayStatus),
    needsReview: Type.Optional(FlagInput),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'refundOrders', 'tradeRecords'],
  isOwned: true,
};

export const PAY_ORDER_VIEW: ResourceView<PayOrderRow> = {
  name: 'payOrders',
  kind: 'payOrder',
  item: PayOrderResource,
  rules: PAY_ORDER_LIST,
  present: presentPayOrder,
  keyOf: keyById,
};

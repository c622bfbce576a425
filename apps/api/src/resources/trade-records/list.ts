import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import {
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_MODE_FILTER,
  PAY_ORDER_FILTER,
  TEMPLATE_FILTER,
  textFilter,
  UUID_FILTER,
} from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentTradeRecord } from './present.ts';
import { ORDER_TRACTION_NO, TradeRecordResource } from './schema.ts';

/** A history is read forwards. */
const TRADE_RECORD_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    tractionNo: textFilter(ORDER_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    refundOrderUUID: textFilter('The refund.'),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    kind: Type.Optional(
      Type.Unsafe<'pay' | 'refund'>({
        type: 'string',
        enum: ['pay', 'refund'],
        description: 'pay or refund',
      }),
    ),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: ['payMode', 'payOrder', 'refundOrder'],
  isOwned: true,
};

export const TRADE_RECORD_VIEW: ResourceView<TradeRecordRow> = {
  name: 'tradeRecords',
  kind: 'tradeRecord',
  words: {
    tag: 'History',
    name: 'TradeRecord',
    one: 'trade record',
    many: 'trade records',
    about: 'Oldest first: who did what, from which status to which, and what the connector said.',
  },
  item: TradeRecordResource,
  rules: TRADE_RECORD_LIST,
  present: presentTradeRecord,
  keyOf: keyById,
};

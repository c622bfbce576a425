import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentTradeRecord } from './present.ts';
import { TradeRecordResource } from './schema.ts';

/** A history is read forwards. */
const TRADE_RECORD_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    tractionNo: TEXT_ID,
    payOrderUUID: TEXT_ID,
    refundOrderUUID: TEXT_ID,
    payModeUUID: TEXT_ID,
    payTemplateId: TEXT_ID,
    kind: Type.Optional(Type.Unsafe<'pay' | 'refund'>({ type: 'string', enum: ['pay', 'refund'] })),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: ['payMode', 'payOrder', 'refundOrder'],
  isOwned: true,
};

export const TRADE_RECORD_VIEW: ResourceView<TradeRecordRow> = {
  name: 'tradeRecords',
  kind: 'tradeRecord',
  item: TradeRecordResource,
  rules: TRADE_RECORD_LIST,
  present: presentTradeRecord,
  keyOf: keyById,
};

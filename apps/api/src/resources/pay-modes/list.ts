import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { FlagInput } from '../../http/schemas/common.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import type { ResourceView } from '../resource-view.ts';
import { presentPayMode } from './present.ts';
import { PayModeResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
export const PAY_MODE_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    payTemplateId: TEXT_ID,
    isOpened: Type.Optional(FlagInput),
    isFastPay: Type.Optional(FlagInput),
    isOnline: Type.Optional(FlagInput),
  },
  orders: [
    { by: 'uiOrder', direction: 'asc' },
    { by: 'uiOrder', direction: 'desc' },
    OLDEST_FIRST,
    NEWEST_FIRST,
  ],
  // The API document's sample expands `payMode` on the list of payModes: allowed, and nothing to do.
  expand: ['payMode', 'payModeTemplate', 'payOrders', 'refundOrders', 'tradeRecords'],
  isOwned: true,
};

export const PAY_MODE_VIEW: ResourceView<PayModeRow> = {
  name: 'payModes',
  kind: 'payMode',
  item: PayModeResource,
  rules: PAY_MODE_LIST,
  present: presentPayMode,
  keyOf: ({ id, uiOrder }) => ({ id: String(id), uiOrder }),
};

import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { ListRules } from '../../http/list-query.ts';
import {
  flagFilter,
  NEWEST_FIRST,
  OLDEST_FIRST,
  TEMPLATE_FILTER,
  UUID_FILTER,
} from '../list-rules.ts';
import type { ResourceView } from '../resource-view.ts';
import { MEANS } from './connector-fields.ts';
import { presentPayMode } from './present.ts';
import { IS_FAST_PAY, IS_OPENED, PayModeResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
export const PAY_MODE_LIST: ListRules = {
  filters: {
    uuid: UUID_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    isOpened: flagFilter(IS_OPENED),
    isFastPay: flagFilter(IS_FAST_PAY),
    isOnline: flagFilter(MEANS.isOnline),
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
  words: {
    tag: 'Pay modes',
    name: 'PayMode',
    one: 'pay mode',
    many: 'pay modes',
    about: "Without a merchant they are those of the token's.",
  },
  item: PayModeResource,
  rules: PAY_MODE_LIST,
  present: presentPayMode,
  keyOf: ({ id, uiOrder }) => ({ id: String(id), uiOrder }),
};

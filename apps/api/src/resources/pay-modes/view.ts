import { connectorKindOf } from '@payserver/shared/domain/connector-kind';
import { pick } from '@payserver/shared/runtime/pick';
import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import type { ListRules } from '../../http/list-query.ts';
import { href, merchantHref, type Wire } from '../../http/wire.ts';
import {
  flagFilter,
  NEWEST_FIRST,
  OLDEST_FIRST,
  orderLinks,
  type ResourceView,
  TEMPLATE_FILTER,
  UUID_FILTER,
} from '../resource-view.ts';
import { CHOICE_MEANS, presentChoice } from './choice-fields.ts';
import { MEANS, presentConnector } from './connector-fields.ts';
import { type AllPayModes, OFFER_OUTPUT, PayModeResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
export const PAY_MODE_LIST = {
  filters: {
    uuid: UUID_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    isOpened: flagFilter(CHOICE_MEANS.isOpened),
    isFastPay: flagFilter(CHOICE_MEANS.isFastPay),
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
} satisfies ListRules;

export const PAY_MODE_VIEW: ResourceView<PayModeRow, typeof PAY_MODE_LIST.filters> = {
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

/**
 * A pay mode as the API document shows it (PayMode 1 and 2): its own columns, so a mode opened from a
 * template has no URLs of its own.
 */
export function presentPayMode(wire: Wire, row: PayModeRow): PayModeResource {
  const self = href(wire, `/payModes/${row.uuid}`);
  return {
    href: self,
    id: row.id,
    uuid: row.uuid,
    payTemplateId: row.payTemplateId,
    ...presentConnector(row),
    ...presentChoice(row),
    merchantUUID: row.merchantUUID,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    merchant: { href: merchantHref(wire, row) },
    payModeTemplate: { href: templateHref(wire, row) },
    ...orderLinks(self),
  };
}

function templateHref(wire: Wire, { payModeTemplate }: PayModeRow): string | null {
  return payModeTemplate === null ? null : href(wire, `/payModeTemplates/${payModeTemplate.uuid}`);
}

/** Modes that the merchant has, then templates that it could open (API document, PayMode 3). */
export function presentAllPayModes(
  payModes: readonly PayModeRow[],
  templates: readonly PayModeTemplateRow[],
): AllPayModes {
  const opened = payModes.map((row) => ({
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    ...pick(row, OFFER_OUTPUT),
    ...presentChoice(row),
    connectorKind: connectorKindOf(row),
    hasCreated: 1,
  }));
  const others = templates.map((row) => ({
    ...pick(row, OFFER_OUTPUT),
    isOpened: 0,
    isFastPay: 0,
    hasCreated: 0,
  }));
  return { size: opened.length + others.length, items: [...opened, ...others] };
}

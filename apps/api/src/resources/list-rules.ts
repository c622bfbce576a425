import { Type } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import { FlagInput, MAX_ID } from '../http/schemas/common.ts';
import { ExceptionReason, ExceptionStatus } from './exceptions/schema.ts';
import { TemplateStatus } from './pay-mode-templates/schema.ts';
import { PayStatus } from './pay-orders/schema.ts';
import { RefundStatus } from './refund-orders/schema.ts';

/** What each list may be filtered, ordered and expanded by (design, section 4, "Lists"). */

const OLDEST_FIRST = { by: 'createdAt', direction: 'asc' } as const;
const NEWEST_FIRST = { by: 'createdAt', direction: 'desc' } as const;
/** Queries may spell NUL, which PostgreSQL cannot compare with. */
const TEXT_ID = Type.Optional(
  Type.String({ minLength: 1, maxLength: MAX_ID, pattern: '^[^\\0]+$' }),
);

export const TEMPLATE_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    payTemplateId: TEXT_ID,
    status: Type.Optional(TemplateStatus),
    isOnline: Type.Optional(FlagInput),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: [],
  isOwned: false,
};

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

export const PAY_ORDER_LIST: ListRules = {
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

export const REFUND_ORDER_LIST: ListRules = {
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

export const EXCEPTION_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    tractionNo: TEXT_ID,
    payOrderUUID: TEXT_ID,
    status: Type.Optional(ExceptionStatus),
    reason: Type.Optional(ExceptionReason),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
};

export const AUDIT_RECORD_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    actor: TEXT_ID,
    action: TEXT_ID,
    target: TEXT_ID,
    result: TEXT_ID,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
};

/** A history is read forwards. */
export const TRADE_RECORD_LIST: ListRules = {
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

/** The same list below another resource, whose id is then in the path and no filter any more. */
export function withoutFilters(rules: ListRules, names: readonly string[]): ListRules {
  const kept = Object.entries(rules.filters).filter(([name]) => !names.includes(name));
  return { ...rules, filters: Object.fromEntries(kept) };
}

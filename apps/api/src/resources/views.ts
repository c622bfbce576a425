import type { AuditRecordRow } from '@payserver/shared/store/audit-records';
import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import type { ParentKind } from '@payserver/shared/store/linked-rows';
import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import type { PageKey } from '@payserver/shared/store/page';
import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { PayOrderRow } from '@payserver/shared/store/pay-orders/row';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/row';
import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import type { TSchema } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import type { Wire } from '../http/wire.ts';
import { presentAuditRecord } from './audit-records/present.ts';
import { AuditRecordResource } from './audit-records/schema.ts';
import { presentException } from './exceptions/present.ts';
import { TradeExceptionResource } from './exceptions/schema.ts';
import type { Expandable } from './expand.ts';
import {
  AUDIT_RECORD_LIST,
  EXCEPTION_LIST,
  PAY_MODE_LIST,
  PAY_ORDER_LIST,
  REFUND_ORDER_LIST,
  TEMPLATE_LIST,
  TRADE_RECORD_LIST,
} from './list-rules.ts';
import { PayModeTemplateResource } from './pay-mode-templates/schema.ts';
import { PayModeResource } from './pay-modes/schema.ts';
import { PayOrderResource } from './pay-orders/schema.ts';
import {
  presentPayMode,
  presentPayOrder,
  presentRefundOrder,
  presentTemplate,
  presentTradeRecord,
} from './presenters.ts';
import { RefundOrderResource } from './refund-orders/schema.ts';
import { TradeRecordResource } from './trade-records/schema.ts';

/** Everything that turning rows of one kind into answers needs. */
export interface ResourceView<Row> {
  /** its collection's name in the path */
  readonly name: string;
  /** how `expand` knows it; null when nothing can be expanded */
  readonly kind: ParentKind | null;
  readonly item: TSchema;
  readonly rules: ListRules;
  readonly present: (wire: Wire, row: Row) => Expandable;
  readonly keyOf: (row: Row) => PageKey;
}

export const TEMPLATE_VIEW: ResourceView<PayModeTemplateRow> = {
  name: 'payModeTemplates',
  kind: null,
  item: PayModeTemplateResource,
  rules: TEMPLATE_LIST,
  present: presentTemplate,
  keyOf: keyById,
};

export const PAY_MODE_VIEW: ResourceView<PayModeRow> = {
  name: 'payModes',
  kind: 'payMode',
  item: PayModeResource,
  rules: PAY_MODE_LIST,
  present: presentPayMode,
  keyOf: ({ id, uiOrder }) => ({ id: String(id), uiOrder }),
};

export const PAY_ORDER_VIEW: ResourceView<PayOrderRow> = {
  name: 'payOrders',
  kind: 'payOrder',
  item: PayOrderResource,
  rules: PAY_ORDER_LIST,
  present: presentPayOrder,
  keyOf: keyById,
};

export const REFUND_ORDER_VIEW: ResourceView<RefundOrderRow> = {
  name: 'refundOrders',
  kind: 'refundOrder',
  item: RefundOrderResource,
  rules: REFUND_ORDER_LIST,
  present: presentRefundOrder,
  keyOf: keyById,
};

export const EXCEPTION_VIEW: ResourceView<ExceptionRow> = {
  name: 'exceptions',
  kind: null,
  item: TradeExceptionResource,
  rules: EXCEPTION_LIST,
  present: presentException,
  keyOf: keyById,
};

export const AUDIT_RECORD_VIEW: ResourceView<AuditRecordRow> = {
  name: 'auditRecords',
  kind: null,
  item: AuditRecordResource,
  rules: AUDIT_RECORD_LIST,
  present: presentAuditRecord,
  keyOf: keyById,
};

export const TRADE_RECORD_VIEW: ResourceView<TradeRecordRow> = {
  name: 'tradeRecords',
  kind: 'tradeRecord',
  item: TradeRecordResource,
  rules: TRADE_RECORD_LIST,
  present: presentTradeRecord,
  keyOf: keyById,
};

function keyById({ id }: { readonly id: number | bigint }): PageKey {
  return { id: String(id), uiOrder: null };
}

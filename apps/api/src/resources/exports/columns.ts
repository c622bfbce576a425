import { yuan } from '../../http/csv.ts';
import type { AuditRecordResource } from '../audit-records/schema.ts';
import type { TradeExceptionResource } from '../exceptions/schema.ts';
import type { PayOrderResource } from '../pay-orders/schema.ts';
import type { RefundOrderResource } from '../refund-orders/schema.ts';
import type { TradeRecordResource } from '../trade-records/schema.ts';

/** A column of an export: its headings, and what stands in it. */
export interface Column<Item> {
  readonly en: string;
  readonly zh: string;
  readonly cell: (item: Item) => string;
}

type Columns<Item> = readonly Column<Item>[];

const column = <Item>(en: string, zh: string, cell: (item: Item) => string): Column<Item> => ({
  en,
  zh,
  cell,
});
const textOf = (value: string | number | null): string => (value === null ? '' : String(value));
const jsonOf = (value: object): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value);
/** The last segment of a link; nothing where there is none. */
const idIn = ({ href }: { readonly href: string | null }): string => href?.split('/').at(-1) ?? '';

export const PAY_ORDER_COLUMNS: Columns<PayOrderResource> = [
  column('Payment number', '支付单号', (o) => o.tractionNo),
  column("Shop's number", '商户支付单号', (o) => o.clientPayNo),
  column("Provider's number", '渠道支付单号', (o) => textOf(o.thirdPayNo)),
  column('Merchant', '商户', (o) => o.merchantUUID),
  column('Status', '状态', (o) => o.status),
  column('Amount (yuan)', '支付金额（元）', (o) => yuan(o.payAmount)),
  column('Refunded (yuan)', '已退金额（元）', (o) => yuan(o.refundAmount)),
  column('Payer', '付款方', (o) => o.payer),
  column('Pay mode', '支付方式', (o) => o.payModeName),
  column('Channel', '支付渠道', (o) => textOf(o.payChannel)),
  column('Way', '支付途径', (o) => textOf(o.payWay)),
  column('Result', '结果', (o) => textOf(o.resultCode)),
  column('Last outcome', '最近一次结果', (o) => o.pending?.lastOutcome ?? ''),
  column('Needs a person because', '需人工处理的原因', (o) => o.pending?.reviewReason ?? ''),
  column('Accepted', '受理时间', (o) => o.createdAt),
  column('Finished', '完成时间', (o) => textOf(o.payFinishAt)),
  column('Last refund', '最近退款时间', (o) => textOf(o.lastRefundAt)),
  column('Details of the shop', '商户附加参数', (o) => jsonOf(o.clientExtraParams)),
  column('UUID', 'UUID', (o) => o.uuid),
];

export const REFUND_ORDER_COLUMNS: Columns<RefundOrderResource> = [
  column('Refund number', '退款单号', (o) => o.tractionNo),
  column("Shop's number", '商户退款单号', (o) => o.clientRefundNo),
  column("Provider's number", '渠道退款单号', (o) => textOf(o.thirdRefundNo)),
  column('Payment number', '支付单号', (o) => o.payTractionNo),
  column('Merchant', '商户', (o) => o.merchantUUID),
  column('Status', '状态', (o) => o.status),
  column('Amount (yuan)', '退款金额（元）', (o) => yuan(o.refundAmount)),
  column('Cancellation', '是否撤销', (o) => String(o.isCancel)),
  column('Late money sent back', '是否退回迟到款', (o) => String(o.isReversal)),
  column('Result', '结果', (o) => textOf(o.resultCode)),
  column('Last outcome', '最近一次结果', (o) => o.pending?.lastOutcome ?? ''),
  column('Needs a person because', '需人工处理的原因', (o) => o.pending?.reviewReason ?? ''),
  column('Accepted', '受理时间', (o) => o.createdAt),
  column('Finished', '完成时间', (o) => textOf(o.refundFinishAt)),
  column('Details of the shop', '商户附加参数', (o) => jsonOf(o.clientExtraParams)),
  column('UUID', 'UUID', (o) => o.uuid),
];

export const TRADE_RECORD_COLUMNS: Columns<TradeRecordResource> = [
  column('Time', '时间', (r) => r.createdAt),
  column('Number', '单号', (r) => r.tractionNo),
  column('Kind', '类型', (r) => r.kind),
  column('Event', '事件', (r) => r.event),
  column('By', '来源', (r) => r.actor),
  column('From status', '原状态', (r) => textOf(r.fromStatus)),
  column('To status', '新状态', (r) => r.toStatus),
  column('Amount (yuan)', '金额（元）', (r) => yuan(r.amount)),
  column('Attempt', '第几次尝试', (r) => String(r.attempt)),
  column('HTTP status', 'HTTP 状态码', (r) => textOf(r.httpStatus)),
  column('Took (ms)', '耗时（毫秒）', (r) => textOf(r.durationMs)),
  column('Detail', '详情', (r) => jsonOf(r.detail)),
  column('Merchant', '商户', (r) => r.merchantUUID),
  column('Payment', '支付单 UUID', (r) => r.payOrderUUID),
  column('Refund', '退款单 UUID', (r) => textOf(r.refundOrderUUID)),
  column('UUID', 'UUID', (r) => r.uuid),
];

export const EXCEPTION_COLUMNS: Columns<TradeExceptionResource> = [
  column('Time', '时间', (e) => e.createdAt),
  column('Number', '单号', (e) => e.tractionNo),
  column('Kind', '类型', (e) => e.kind),
  column('Reason', '原因', (e) => e.reason),
  column('Status', '状态', (e) => e.status),
  column('Policy', '处理策略', (e) => e.policy),
  column('Amount (yuan)', '金额（元）', (e) => yuan(e.amount)),
  column('Status of the order', '订单状态', (e) => e.orderStatus),
  column('By', '来源', (e) => e.actor),
  column('Resolution', '处理结果', (e) => textOf(e.resolution)),
  column('Resolved by', '处理人', (e) => textOf(e.resolvedBy)),
  column('Resolved', '处理时间', (e) => textOf(e.resolvedAt)),
  column('Detail', '详情', (e) => jsonOf(e.detail)),
  column('Merchant', '商户', (e) => e.merchantUUID),
  column('Payment', '支付单 UUID', (e) => idIn(e.payOrder)),
  column('Refund', '退款单 UUID', (e) => idIn(e.refundOrder)),
  column('UUID', 'UUID', (e) => e.uuid),
];

export const AUDIT_RECORD_COLUMNS: Columns<AuditRecordResource> = [
  column('Time', '时间', (r) => r.createdAt),
  column('Who', '操作人', (r) => r.actor),
  column('Action', '操作', (r) => r.action),
  column('Target', '对象', (r) => textOf(r.target)),
  column('Result', '结果', (r) => r.result),
  column('Address', '地址', (r) => r.address),
  column('Merchant', '商户', (r) => textOf(r.merchantUUID)),
  column('Detail', '详情', (r) => jsonOf(r.detail)),
  column('Request', '请求号', (r) => r.requestId),
  column('UUID', 'UUID', (r) => r.uuid),
];

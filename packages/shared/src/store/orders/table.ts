import { newUuid, type TradeKind } from '../../domain/ids.ts';
import type { PayData } from '../../domain/pay-data.ts';
import { REFUND_OVERDUE_S } from '../../domain/review.ts';
import { PAY_OPEN, REFUND_OPEN } from '../../domain/statuses.ts';
import type { ColumnTable } from '../array-columns.ts';

/**
 * What differs between payments and refunds for the statements that treat them alike. All of it is
 * SQL that stands in this file, or a status of domain/statuses; nothing a caller says ever becomes part of a statement.
 */
export interface OrderTable {
  readonly kind: TradeKind;
  readonly name: string;
  /** the one status in which an order is still attempted */
  readonly open: string;
  /** columns of the order `o`, as its trade records have them */
  readonly payOrderUUID: string;
  readonly refundOrderUUID: string;
  readonly amount: string;
  readonly thirdNo: string;
  readonly startAt: string;
  readonly expiresAt: string;
  /** whether its connector may say what the till shall show */
  readonly showsPayData: boolean;
  /** whether its first POST must not happen any more: its time is over, or it was called off */
  readonly expired: string;
  /** whether a person should review it when it is still open */
  readonly overdue: string;
}

export const ORDER_TABLES: Readonly<Record<TradeKind, OrderTable>> = {
  pay: {
    kind: 'pay',
    name: '"PayOrder"',
    open: PAY_OPEN,
    payOrderUUID: 'o.uuid',
    refundOrderUUID: 'NULL',
    amount: 'o."payAmount"',
    thirdNo: '"thirdPayNo"',
    startAt: 'o."orderStartAt"',
    expiresAt: 'o."orderExpiredAt"',
    showsPayData: true,
    expired: '(o."orderExpiredAt" <= now() OR o."closeAskedAt" IS NOT NULL)',
    overdue: 'o."orderExpiredAt" <= now()',
  },
  // A refund never expires: the money is owed until evidence says what became of it.
  refund: {
    kind: 'refund',
    name: '"RefundOrder"',
    open: REFUND_OPEN,
    payOrderUUID: 'o."payOrderUUID"',
    refundOrderUUID: 'o.uuid',
    amount: 'o."refundAmount"',
    thirdNo: '"thirdRefundNo"',
    startAt: 'o."refundStartAt"',
    expiresAt: "'infinity'::timestamptz",
    showsPayData: false,
    expired: 'false',
    overdue: `o."refundStartAt" <= now() - interval '${REFUND_OVERDUE_S} seconds'`,
  },
};

/** Which attempt of which order: a claim with a passed epoch finds nothing. */
export interface OrderRef {
  readonly uuid: string;
  readonly epoch: number;
}

/** Who brought the evidence for a change; its trade record names it. */
export type Actor = 'api' | 'connector' | 'notice' | 'query' | 'sweep' | 'operator';

/** The columns of every statement that adds trade records, and where an order `o` has them. */
export const RECORD_COLUMNS = `uuid, "merchantUUID", "payOrderUUID", "refundOrderUUID", "payModeUUID",
    "payTemplateId", "tractionNo", kind, event, actor, "fromStatus", "toStatus", amount, attempt,
    "httpStatus", "durationMs", detail`;

/** The order's own part of a trade record, up to its kind, in the order of {@link RECORD_COLUMNS}. */
export function recordOrigin(table: OrderTable): string {
  return `o."merchantUUID", ${table.payOrderUUID}, ${table.refundOrderUUID}, o."payModeUUID",
         o."payTemplateId", o."tractionNo", '${table.kind}'`;
}

/** A final status with its evidence. `epoch` null: true whoever holds the lease. */
export interface Settlement {
  readonly uuid: string;
  readonly epoch: number | null;
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly actor: Actor;
  readonly thirdNo: string | null;
  readonly resultCode: string;
  /** of a payment: what the till shall show; none: what it showed before */
  readonly payData?: PayData | null;
  /** of a payment: the cancellation whose refusal lets its success count */
  readonly refusedCancel?: string;
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly detail: object;
}

/** The input of a settling statement, as {@link arrayColumns} takes it: one may add columns of its own. */
export const SETTLEMENT_COLUMNS = {
  uuid: ['text', (c) => c.uuid],
  epoch: ['int', (c) => c.epoch],
  from_status: ['text', (c) => c.from],
  to_status: ['text', (c) => c.to],
  event: ['text', (c) => c.event],
  actor: ['text', (c) => c.actor],
  third_no: ['text', (c) => c.thirdNo],
  result_code: ['text', (c) => c.resultCode],
  http_status: ['int', (c) => c.httpStatus],
  duration_ms: ['int', (c) => c.durationMs],
  detail: ['text', (c) => JSON.stringify(c.detail)],
  record: ['text', newUuid],
} as const satisfies ColumnTable<Settlement>;

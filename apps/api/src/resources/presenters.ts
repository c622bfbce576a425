import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { PayOrderRow } from '@payserver/shared/store/pay-orders/row';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/row';
import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { href, merchantHref, type Wire } from '../http/wire.ts';
import type { AllPayModes, PayModeTemplateResource } from './pay-mode-templates/schema.ts';
import type { PayModeResource } from './pay-modes/schema.ts';
import type { PayOrderResource } from './pay-orders/schema.ts';
import type { RefundOrderResource } from './refund-orders/schema.ts';
import type { TradeRecordResource } from './trade-records/schema.ts';

/** A template as the API document shows it (payModeTemplate 1); never its secret. */
export function presentTemplate(wire: Wire, row: PayModeTemplateRow): PayModeTemplateResource {
  const self = href(wire, `/payModeTemplates/${row.uuid}`);
  return {
    href: self,
    id: row.id,
    uuid: row.uuid,
    payTemplateId: row.payTemplateId,
    ...presentConnector(row),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    payModes: { href: `${self}/payModes` },
    ...orderLinks(self),
  };
}

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
    isFastPay: row.isFastPay,
    isOpened: row.isOpened,
    uiOrder: row.uiOrder,
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
    ...presentOffer(row),
    uiOrder: row.uiOrder,
    isOpened: row.isOpened,
    isFastPay: row.isFastPay,
    hasCreated: 1,
  }));
  const others = templates.map((row) => ({
    ...presentOffer(row),
    isOpened: 0,
    isFastPay: 0,
    hasCreated: 0,
  }));
  return { size: opened.length + others.length, items: [...opened, ...others] };
}

function presentOffer(row: PayModeTemplateRow | PayModeRow) {
  return {
    payTemplateId: row.payTemplateId,
    name: row.name,
    description: row.description,
    checkEnvUrl: row.checkEnvUrl,
    payUrl: row.payUrl,
    refundUrl: row.refundUrl,
    iconHref: row.iconHref,
    orderValidTime: row.orderValidTime,
    isOnline: row.isOnline,
    isSignAccount: row.isSignAccount,
    isAsyncNotify: row.isAsyncNotify,
    isThridPay: row.isThridPay,
    payChannel: row.payChannel,
    payWay: row.payWay,
  };
}

function presentConnector(row: PayModeTemplateRow | PayModeRow) {
  return {
    name: row.name,
    description: row.description,
    checkEnvUrl: row.checkEnvUrl,
    payUrl: row.payUrl,
    refundUrl: row.refundUrl,
    queryUrl: row.queryUrl,
    cancelUrl: row.cancelUrl,
    connectorId: row.connectorId,
    iconHref: row.iconHref,
    orderValidTime: row.orderValidTime,
    isOnline: row.isOnline,
    isSignAccount: row.isSignAccount,
    isAsyncNotify: row.isAsyncNotify,
    isThridPay: row.isThridPay,
    payChannel: row.payChannel,
    payWay: row.payWay,
    isIdempotent: row.isIdempotent,
    timeoutMs: row.timeoutMs,
    maxConcurrency: row.maxConcurrency,
    secretParams: row.secretParams,
    hasNotifySecret: row.notifySecret === null || row.notifySecret === '' ? 0 : 1,
    lateSuccessPolicy: row.lateSuccessPolicy,
  };
}

function orderLinks(self: string) {
  return {
    payOrders: { href: `${self}/payOrders` },
    refundOrders: { href: `${self}/refundOrders` },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}

/**
 * A payment as the API document shows it (Pay 1 `data`, Pay 2), barcodes masked. Used wherever an
 * order is answered, so that all of them say the same.
 */
export function presentPayOrder(wire: Wire, row: PayOrderRow): PayOrderResource {
  const self = href(wire, `/payOrders/${row.uuid}`);
  return {
    href: self,
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    payer: row.payer,
    payee: row.payee,
    payAmount: row.payAmount,
    tractionNo: row.tractionNo,
    clientPayNo: row.clientPayNo,
    orderStartAt: wire.time(row.orderStartAt),
    orderExpiredAt: wire.time(row.orderExpiredAt),
    payParams: asObject(row.payParams),
    clientExtraParams: asObject(row.clientExtraParams),
    thirdPayNo: row.thirdPayNo,
    resultCode: row.resultCode,
    payModeUUID: row.payModeUUID,
    payModeName: row.payModeName,
    payTemplateId: row.payTemplateId,
    payChannel: row.payChannel,
    payWay: row.payWay,
    payStartAt: wire.time(row.payStartAt),
    payFinishAt: timeOrNull(wire, row.payFinishAt),
    refundAmount: row.refundAmount,
    lastRefundAt: timeOrNull(wire, row.lastRefundAt),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    pending: presentPending(wire, row),
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
    refundOrders: { href: `${self}/refundOrders` },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}

function presentPending(wire: Wire, row: PayOrderRow | RefundOrderRow) {
  if (row.dueAt === null) return null;
  return {
    lastOutcome: row.lastOutcome,
    attempts: row.attempts,
    nextLookAt: wire.time(row.dueAt),
    reviewReason: row.reviewReason,
  };
}

/** A refund as the API document shows it (Refund 1 `data`). */
export function presentRefundOrder(wire: Wire, row: RefundOrderRow): RefundOrderResource {
  const self = href(wire, `/refundOrders/${row.uuid}`);
  return {
    href: self,
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    refundAmount: row.refundAmount,
    isCancel: row.isCancel,
    tractionNo: row.tractionNo,
    payTractionNo: row.payTractionNo,
    clientRefundNo: row.clientRefundNo,
    clientExtraParams: asObject(row.clientExtraParams),
    thirdRefundNo: row.thirdRefundNo,
    resultCode: row.resultCode,
    refundStartAt: wire.time(row.refundStartAt),
    refundFinishAt: timeOrNull(wire, row.refundFinishAt),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    payOrderUUID: row.payOrderUUID,
    payModeUUID: row.payModeUUID,
    payTemplateId: row.payTemplateId,
    isReversal: row.isReversal,
    pending: presentPending(wire, row),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}

/** One line of an order's history. */
export function presentTradeRecord(wire: Wire, row: TradeRecordRow): TradeRecordResource {
  const refund = row.refundOrderUUID;
  return {
    href: href(wire, `/tradeRecords/${row.uuid}`),
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    payOrderUUID: row.payOrderUUID,
    refundOrderUUID: refund,
    payModeUUID: row.payModeUUID,
    payTemplateId: row.payTemplateId,
    tractionNo: row.tractionNo,
    kind: row.kind,
    event: row.event,
    actor: row.actor,
    fromStatus: row.fromStatus,
    toStatus: row.toStatus,
    amount: row.amount,
    attempt: row.attempt,
    httpStatus: row.httpStatus,
    durationMs: row.durationMs,
    detail: asObject(row.detail),
    createdAt: wire.time(row.createdAt),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    refundOrder: { href: refund === null ? null : href(wire, `/refundOrders/${refund}`) },
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
  };
}

function timeOrNull(wire: Wire, moment: Date | null): string | null {
  return moment === null ? null : wire.time(moment);
}

/** Columns of type Json hold objects only: the routes that write them check it. */
function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

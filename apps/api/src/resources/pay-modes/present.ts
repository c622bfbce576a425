import type { PayModeRow } from '@payserver/shared/store/pay-modes';
import type { PayModeTemplateRow } from '@payserver/shared/store/templates';
import { href, merchantHref, type Wire } from '../../http/wire.ts';
import { orderLinks } from '../shared-fields.ts';
import { presentConnector } from './connector-fields.ts';
import type { AllPayModes, PayModeResource } from './schema.ts';

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

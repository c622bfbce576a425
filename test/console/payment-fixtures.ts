import type { NotifyDelivery } from '@payserver/client';
import type {
  AuditRecord,
  PayOrder,
  TradeException,
  TradeRecord,
} from '../../apps/console/src/screens/payment/payment-types.ts';

/** The time that lies so many seconds after the beginning of a day, as the API writes it. */
export function timeAt(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 28) + seconds * 1_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
}

let next = 0;
const LINK = { href: '' };

/** What events lead to; others leave the status as it is. */
const CHANGES: Readonly<Record<string, string>> = {
  succeed: 'payed',
  close: 'payFailed',
  refundPart: 'partRefunded',
};

/** A record that a payment might have, `at` seconds after its beginning. */
export function tradeRecord({ at, event }: { at: number; event: string }): TradeRecord {
  const id = (next += 1);
  return {
    ...{ href: '', id, uuid: `r-${at}`, merchantUUID: 'shop', payOrderUUID: 'p' },
    ...{ refundOrderUUID: null, payModeUUID: 'm', payTemplateId: null, tractionNo: '17' },
    ...{ kind: 'pay', event, actor: 'connector' },
    ...{ fromStatus: 'paying', toStatus: CHANGES[event] ?? 'paying', amount: 100, attempt: at },
    ...{ httpStatus: 200, durationMs: 5, detail: {}, createdAt: timeAt(at) },
    ...{ payOrder: LINK, refundOrder: { href: null }, payMode: LINK },
  };
}

/** Late money, `at` seconds after the payment's beginning. */
export function tradeException({ at }: { at: number }): TradeException {
  return {
    ...{ href: '', id: at, uuid: `e-${at}`, merchantUUID: 'shop', kind: 'pay' },
    ...{ reason: 'lateSuccess', status: 'open', policy: 'review', tractionNo: '17' },
    ...{ amount: 100, orderStatus: 'payFailed', actor: 'notice', detail: {}, resolution: null },
    ...{ resolvedBy: null, resolvedAt: null, createdAt: timeAt(at) },
    ...{ payOrder: LINK, refundOrder: { href: null }, reversal: { href: null } },
  };
}

/** An act of a person, `at` seconds after the payment's beginning. */
export function auditRecord({ at }: { at: number }): AuditRecord {
  return {
    ...{ href: '', id: at, uuid: `a-${at}`, createdAt: timeAt(at), actor: 'chen' },
    ...{ merchantUUID: null, action: 'POST /payOrders/:uuid/ask', target: 'p', result: 'done' },
    ...{ address: '127.0.0.1', requestId: 'req-1', detail: {}, isSealed: 1 },
  };
}

/** A message that was made `at` seconds after the payment's beginning. */
export function notifyDelivery({ at }: { at: number }): NotifyDelivery {
  return {
    ...{ id: at, uuid: `${at}`, createdAt: timeAt(at), type: 'payment.succeeded', status: 'ok' },
    ...{ notifyEndpointUUID: 'e', attempts: 1, isReplay: 0 },
  } as NotifyDelivery;
}

/** The fields of a payment that decide what may be done to it. */
export function payment(fields: Partial<PayOrder>): PayOrder {
  return {
    ...{ status: 'paying', payAmount: 10_000, refundAmount: 0, resultCode: null },
    ...{ thirdPayNo: null, pending: null, orderExpiredAt: timeAt(3_600) },
    ...fields,
  } as PayOrder;
}

import type { NotifyAttemptRow, NotifyDeliveryRow } from '@payserver/shared/store/notify/lists';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_ORDER_FILTER,
  type ResourceView,
  textFilter,
  timeOrNull,
} from '../resource-view.ts';
import { DeliveryStatus, type NotifyAttempts, NotifyDeliveryResource } from './schema.ts';

const NOTIFY_DELIVERY_LIST = {
  filters: {
    notifyEndpointUUID: textFilter('The endpoint.'),
    payOrderUUID: PAY_ORDER_FILTER,
    refundOrderUUID: textFilter('The refund.'),
    status: Type.Optional(DeliveryStatus),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
} satisfies ListRules;

export const NOTIFY_DELIVERY_VIEW: ResourceView<
  NotifyDeliveryRow,
  typeof NOTIFY_DELIVERY_LIST.filters
> = {
  name: 'notifyDeliveries',
  kind: null,
  words: {
    tag: 'Notifications',
    name: 'NotifyDelivery',
    one: 'message',
    many: 'messages',
    about: 'One for each event and endpoint, stored for 30 days.',
  },
  item: NotifyDeliveryResource,
  rules: NOTIFY_DELIVERY_LIST,
  present: presentDelivery,
  keyOf: keyById,
};

/** A message as its merchant and staff see it. */
export function presentDelivery(wire: Wire, row: NotifyDeliveryRow): NotifyDeliveryResource {
  const self = href(wire, `/notifyDeliveries/${row.id}`);
  const linked = (path: string, uuid: string | null) => ({
    href: uuid === null ? null : href(wire, `/${path}/${uuid}`),
  });
  return {
    href: self,
    id: Number(row.id),
    uuid: String(row.id),
    merchantUUID: row.merchantUUID,
    notifyEndpointUUID: row.notifyEndpointUUID,
    eventId: row.eventId,
    type: row.type,
    status: row.status as NotifyDeliveryResource['status'],
    attempts: row.attempts,
    reason: row.reason,
    nextAt: timeOrNull(wire, row.nextAt),
    isReplay: row.isReplay ? 1 : 0,
    payOrderUUID: row.payOrderUUID,
    refundOrderUUID: row.refundOrderUUID,
    createdAt: wire.time(row.createdAt),
    notifyEndpoint: { href: href(wire, `/notifyEndpoints/${row.notifyEndpointUUID}`) },
    payOrder: linked('payOrders', row.payOrderUUID),
    refundOrder: linked('refundOrders', row.refundOrderUUID),
    attemptLog: { href: `${self}/attempts` },
  };
}

/** What each attempt of a message came to. */
export function presentAttempts(wire: Wire, rows: readonly NotifyAttemptRow[]): NotifyAttempts {
  return {
    items: rows.map((row) => ({
      at: wire.time(row.at),
      phase: row.phase,
      httpStatus: row.httpStatus,
      durationMs: row.durationMs,
      address: row.address,
      answer: row.bodyHead,
      error: row.error,
    })),
  };
}

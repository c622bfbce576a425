import type { NotifyEndpointRow } from '@payserver/shared/store/notify/endpoints';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  type ResourceView,
  timeOrNull,
  UUID_FILTER,
} from '../resource-view.ts';
import { NotifyEndpointResource } from './schema.ts';

const NOTIFY_ENDPOINT_LIST = {
  filters: {
    uuid: UUID_FILTER,
    status: Type.Optional(
      Type.Unsafe<'on' | 'paused' | 'off'>({
        type: 'string',
        enum: ['on', 'paused', 'off'],
        description: 'Whether messages are sent.',
      }),
    ),
    kind: Type.Optional(
      Type.Unsafe<'fixed' | 'adhoc'>({
        type: 'string',
        enum: ['fixed', 'adhoc'],
        description: 'fixed, or adhoc: of the `notifyUrl` of orders.',
      }),
    ),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: [],
  isOwned: true,
} satisfies ListRules;

/** An endpoint beside the public key of its signatures. */
export interface ShownEndpoint extends NotifyEndpointRow {
  readonly publicKey: string | null;
}

export const NOTIFY_ENDPOINT_VIEW: ResourceView<
  ShownEndpoint,
  typeof NOTIFY_ENDPOINT_LIST.filters
> = {
  name: 'notifyEndpoints',
  kind: null,
  words: {
    tag: 'Notifications',
    name: 'NotifyEndpoint',
    one: 'endpoint',
    many: 'endpoints',
    about: 'Where the gateway sends messages about payments and refunds.',
  },
  item: NotifyEndpointResource,
  rules: NOTIFY_ENDPOINT_LIST,
  present: presentEndpoint,
  keyOf: keyById,
};

/** An endpoint as its merchant and staff see it: without its secret. */
export function presentEndpoint(wire: Wire, row: ShownEndpoint): NotifyEndpointResource {
  const self = href(wire, `/notifyEndpoints/${row.uuid}`);
  return {
    href: self,
    id: row.id,
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    kind: row.kind as NotifyEndpointResource['kind'],
    name: row.name,
    url: row.url,
    types: [...row.types],
    payModeUUIDs: [...row.payModeUUIDs],
    payTemplateIds: [...row.payTemplateIds],
    format: row.format,
    ack: row.ack,
    signing: row.signing,
    publicKey: row.publicKey,
    schedule: row.schedule,
    customSchedule: [...row.customSchedule],
    timeoutMs: row.timeoutMs,
    maxInFlight: row.maxInFlight,
    ratePerS: row.ratePerS,
    ca: row.ca,
    status: row.status as NotifyEndpointResource['status'],
    offReason: row.offReason,
    offAt: timeOrNull(wire, row.offAt),
    isSlow: row.lane === 'slow' ? 1 : 0,
    failingSince: timeOrNull(wire, row.failingSince),
    lastOkAt: timeOrNull(wire, row.lastOkAt),
    averageMs: row.ewmaMs,
    waiting: row.backlog,
    oldSecretUntil: row.prevSecret === null ? null : timeOrNull(wire, row.prevUntil),
    version: row.version,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    notifyDeliveries: { href: `${self}/notifyDeliveries` },
  };
}

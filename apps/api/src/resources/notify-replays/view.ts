import type { NotifyReplayRow } from '@payserver/shared/store/notify/replays';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  type ResourceView,
  textFilter,
  timeOrNull,
  UUID_FILTER,
} from '../resource-view.ts';
import { NotifyReplayResource } from './schema.ts';

const NOTIFY_REPLAY_LIST = {
  filters: { uuid: UUID_FILTER, notifyEndpointUUID: textFilter('The endpoint.') },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
} satisfies ListRules;

export const NOTIFY_REPLAY_VIEW: ResourceView<NotifyReplayRow, typeof NOTIFY_REPLAY_LIST.filters> =
  {
    name: 'notifyReplays',
    kind: null,
    words: {
      tag: 'Notifications',
      name: 'NotifyReplay',
      one: 'replay',
      many: 'replays',
      about: 'Messages of a time that are sent again, and how far that is.',
    },
    item: NotifyReplayResource,
    rules: NOTIFY_REPLAY_LIST,
    present: presentReplay,
    keyOf: keyById,
  };

/** A replay as its merchant and staff see it. */
export function presentReplay(wire: Wire, row: NotifyReplayRow): NotifyReplayResource {
  return {
    href: href(wire, `/notifyReplays/${row.uuid}`),
    id: row.id,
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    notifyEndpointUUID: row.notifyEndpointUUID,
    status: row.status as NotifyReplayResource['status'],
    only: row.only as NotifyReplayResource['only'],
    state: row.state as NotifyReplayResource['state'],
    types: [...row.types],
    from: wire.time(row.fromAt),
    to: wire.time(lastMoment(row.toBefore)),
    total: row.total,
    sent: row.sent,
    createdBy: row.createdBy,
    createdAt: wire.time(row.createdAt),
    endedAt: timeOrNull(wire, row.endedAt),
    notifyEndpoint: { href: href(wire, `/notifyEndpoints/${row.notifyEndpointUUID}`) },
  };
}

/** The end is exclusive in the table. */
function lastMoment(before: Date): Date {
  return new Date(before.getTime() - 1);
}

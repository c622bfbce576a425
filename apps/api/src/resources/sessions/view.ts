import type { ConsoleSessionRow } from '@payserver/shared/store/console-sessions';
import type { FastifyRequest } from 'fastify';
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
import { ConsoleSessionResource } from './schema.ts';

/** What the list may be filtered and ordered by. */
const SESSION_LIST = {
  filters: { uuid: UUID_FILTER },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: false,
} satisfies ListRules;

/** A session, and whether it is the one that asks. */
export interface ShownSession extends ConsoleSessionRow {
  readonly isCurrent: boolean;
}

/** The session, as the request that asks sees it. */
export function seenBy(session: FastifyRequest['session'], row: ConsoleSessionRow): ShownSession {
  return { ...row, isCurrent: row.uuid === session?.uuid };
}

export const SESSION_VIEW: ResourceView<ShownSession, typeof SESSION_LIST.filters> = {
  name: 'sessions',
  kind: null,
  words: {
    tag: 'Console',
    name: 'Session',
    one: 'session',
    many: 'sessions',
    about: 'Of the console: your own; an administrator sees those of everybody.',
  },
  item: ConsoleSessionResource,
  rules: SESSION_LIST,
  present: presentConsoleSession,
  keyOf: keyById,
};

/** A session as its owner or an administrator sees it. */
export function presentConsoleSession(wire: Wire, row: ShownSession): ConsoleSessionResource {
  return {
    href: href(wire, `/sessions/${row.uuid}`),
    id: Number(row.id),
    uuid: row.uuid,
    subject: row.subject,
    role: row.role as ConsoleSessionResource['role'],
    merchantUUID: row.merchantUUID === '' ? null : row.merchantUUID,
    via: row.via as ConsoleSessionResource['via'],
    address: row.address,
    userAgent: row.userAgent,
    createdAt: wire.time(row.createdAt),
    lastSeenAt: wire.time(row.lastSeenAt),
    expiresAt: wire.time(row.expiresAt),
    revokedAt: timeOrNull(wire, row.revokedAt),
    isCurrent: row.isCurrent ? 1 : 0,
  };
}

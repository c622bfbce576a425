import type { AuditRecordRow } from '@payserver/shared/store/audit-records';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  type ResourceView,
  textFilter,
  UUID_FILTER,
} from '../resource-view.ts';
import { ACTION, ACTOR, AuditRecordResource, RESULT, TARGET } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const AUDIT_RECORD_LIST = {
  filters: {
    uuid: UUID_FILTER,
    actor: textFilter(ACTOR),
    action: textFilter(ACTION),
    target: textFilter(TARGET),
    result: textFilter(RESULT),
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
} satisfies ListRules;

export const AUDIT_RECORD_VIEW: ResourceView<AuditRecordRow, typeof AUDIT_RECORD_LIST.filters> = {
  name: 'auditRecords',
  kind: null,
  words: {
    tag: 'Operator',
    name: 'AuditRecord',
    one: 'audit record',
    many: 'audit records',
    about: 'Who changed what, from where, and what came of it. For staff.',
    isForStaff: true,
  },
  item: AuditRecordResource,
  rules: AUDIT_RECORD_LIST,
  present: presentAuditRecord,
  keyOf: keyById,
};

/** An audit record as staff sees it. */
export function presentAuditRecord(wire: Wire, row: AuditRecordRow): AuditRecordResource {
  return {
    href: href(wire, `/auditRecords/${row.uuid}`),
    id: Number(row.id),
    uuid: row.uuid,
    createdAt: wire.time(row.createdAt),
    actor: row.actor,
    merchantUUID: row.merchantUUID,
    action: row.action,
    target: row.target,
    result: row.result,
    address: row.address,
    requestId: row.requestId,
    detail: row.detail as AuditRecordResource['detail'],
    isSealed: row.seal === null ? 0 : 1,
  };
}

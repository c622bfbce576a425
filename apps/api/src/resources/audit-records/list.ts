import type { AuditRecordRow } from '@payserver/shared/store/audit-records';
import type { ListRules } from '../../http/list-query.ts';
import { NEWEST_FIRST, OLDEST_FIRST, textFilter, UUID_FILTER } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentAuditRecord } from './present.ts';
import { ACTION, ACTOR, AuditRecordResource, RESULT, TARGET } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const AUDIT_RECORD_LIST: ListRules = {
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
};

export const AUDIT_RECORD_VIEW: ResourceView<AuditRecordRow> = {
  name: 'auditRecords',
  kind: null,
  words: {
    tag: 'Operator',
    name: 'AuditRecord',
    one: 'audit record',
    many: 'audit records',
    about: 'Who changed what, from where, and what came of it. Operators only.',
    isForOperators: true,
  },
  item: AuditRecordResource,
  rules: AUDIT_RECORD_LIST,
  present: presentAuditRecord,
  keyOf: keyById,
};

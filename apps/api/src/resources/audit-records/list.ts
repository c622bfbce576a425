import type { AuditRecordRow } from '@payserver/shared/store/audit-records';
import type { ListRules } from '../../http/list-query.ts';
import { NEWEST_FIRST, OLDEST_FIRST, TEXT_ID } from '../list-rules.ts';
import { keyById, type ResourceView } from '../resource-view.ts';
import { presentAuditRecord } from './present.ts';
import { AuditRecordResource } from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const AUDIT_RECORD_LIST: ListRules = {
  filters: {
    uuid: TEXT_ID,
    actor: TEXT_ID,
    action: TEXT_ID,
    target: TEXT_ID,
    result: TEXT_ID,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: [],
  isOwned: true,
};

export const AUDIT_RECORD_VIEW: ResourceView<AuditRecordRow> = {
  name: 'auditRecords',
  kind: null,
  item: AuditRecordResource,
  rules: AUDIT_RECORD_LIST,
  present: presentAuditRecord,
  keyOf: keyById,
};

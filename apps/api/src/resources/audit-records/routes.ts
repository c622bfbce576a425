import type { App } from '../../http/app.ts';
import { readAuditRecord, readAuditRecords } from '../../use-cases/read-audit.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { AUDIT_RECORD_VIEW } from './view.ts';

/** Who changed what, for staff. */
export function auditRecordRoutes(app: App, deps: ResourceDeps): void {
  addList(app, deps, {
    view: AUDIT_RECORD_VIEW,
    read: (caller, query) => readAuditRecords(deps, caller, query),
  });
  addOne(app, deps, {
    view: AUDIT_RECORD_VIEW,
    read: (caller, uuid) => readAuditRecord(deps, caller, uuid),
  });
}

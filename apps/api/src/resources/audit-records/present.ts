import type { AuditRecordRow } from '@payserver/shared/store/audit-records';
import { href, type Wire } from '../../http/wire.ts';
import type { AuditRecordResource } from './schema.ts';

/** An audit record as an operator sees it. */
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

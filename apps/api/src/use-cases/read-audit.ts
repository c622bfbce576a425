import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import {
  type AuditFilter,
  type AuditRecordRow,
  findAuditRecord,
  listAuditRecords,
} from '@payserver/shared/store/audit-records';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { isVisibleTo, ownerOf } from './merchant-scope.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type AuditQuery = Omit<AuditFilter, 'merchantUUID' | keyof CreatedRange>;

/** Audit records of all callers that this one may see, or of one merchant's. Refusals: 9004, 9403. */
export async function readAuditRecords(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<AuditQuery>,
): Promise<Result<Page<AuditRecordRow>>> {
  const merchant = ownerOf(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  return done(await listAuditRecords(deps.db, filter, query.page));
}

/** One audit record. Refusals: 9003, also for another merchant's. */
export async function readAuditRecord(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<AuditRecordRow>> {
  const row = await findAuditRecord(deps.db, uuid);
  return row === null || !isVisibleTo(caller, row.merchantUUID ?? '')
    ? refused(9003, 'no such audit record')
    : done(row);
}

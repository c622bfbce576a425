import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import {
  type AuditFilter,
  type AuditRecordRow,
  findAuditRecord,
  listAuditRecords,
} from '@payserver/shared/store/audit-records';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { namedMerchant, OPERATORS_ONLY } from './merchant-scope.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type AuditQuery = Omit<AuditFilter, 'merchantUUID' | keyof CreatedRange>;

/** Audit records of everybody or of one merchant's callers. Refusals: 9004, 9403. */
export async function readAuditRecords(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<AuditQuery>,
): Promise<Result<Page<AuditRecordRow>>> {
  if (!caller.isAdmin) return OPERATORS_ONLY;
  const merchant = namedMerchant(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  return done(await listAuditRecords(deps.db, filter, query.page));
}

/** One audit record. Refusals: 9003, 9403. */
export async function readAuditRecord(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<AuditRecordRow>> {
  if (!caller.isAdmin) return OPERATORS_ONLY;
  const row = await findAuditRecord(deps.db, uuid);
  return row === null ? refused(9003, 'no such audit record') : done(row);
}

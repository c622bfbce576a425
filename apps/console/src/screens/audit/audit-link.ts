import type { AuditRecord } from '@payserver/client';
import type { RowLink } from '../../lists/data-row.tsx';

/** The page of what an audit record is about, null where it has none: only orders have pages. */
export function auditLink({
  action,
  target,
}: Pick<AuditRecord, 'action' | 'target'>): RowLink | null {
  if (target === null) return null;
  if (action.includes('/payOrders/')) return { to: '/payments/$uuid', uuid: target };
  return action.includes('/refundOrders/') ? { to: '/refunds/$uuid', uuid: target } : null;
}

/** Whether what was asked for was refused: its code stands in the place of `done`. */
export function isRefusal(result: string): boolean {
  return /^\d{4}$/.test(result);
}

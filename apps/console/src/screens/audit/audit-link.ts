import type { AuditRecord } from '@payserver/client';
import type { RowLink } from '../../lists/data-row.tsx';

/** The pages of what requests are about, by a part of their path. What is deleted has none. */
const PAGES = [
  ['/payOrders/', '/payments/$uuid'],
  ['/refundOrders/', '/refunds/$uuid'],
  ['/notifyEndpoints/:uuid/rotateSecret', '/endpoints/$uuid'],
  ['/notifyEndpoints/:uuid/test', '/endpoints/$uuid'],
  ['/notifyEndpoints/:uuid/replays', '/endpoints/$uuid'],
  ['/notifyDeliveries/', '/deliveries/$uuid'],
] as const satisfies readonly (readonly [path: string, to: RowLink['to']])[];

/** The page of what an audit record is about, null where it has none. */
export function auditLink({
  action,
  target,
}: Pick<AuditRecord, 'action' | 'target'>): RowLink | null {
  if (target === null) return null;
  const page = PAGES.find(([path]) => action.includes(path));
  return page === undefined ? null : { to: page[1], uuid: target };
}

/** Whether what was asked for was refused: its code stands in the place of `done`. */
export function isRefusal(result: string): boolean {
  return /^\d{4}$/.test(result);
}

import type { Caller } from '@payserver/shared/domain/caller';
import { appendAudit } from '@payserver/shared/store/audit-records';
import type { FastifyRequest } from 'fastify';
import { type AuditDeps, addressOf } from './audit-requests.ts';

/** A session that was opened or ended, and by whom. */
export interface SessionAct {
  readonly action: string;
  readonly caller: Caller;
  readonly session: { readonly uuid: string; readonly via: string };
}

/** Records a log-in or log-out; what it throws must keep the answer back: nobody is let in unrecorded. */
export async function auditSession(
  { db }: AuditDeps,
  request: FastifyRequest,
  { action, caller, session }: SessionAct,
): Promise<void> {
  await appendAudit(db, [
    {
      actor: caller.subject,
      merchantUUID: caller.merchantUUID === '' ? null : caller.merchantUUID,
      action,
      target: session.uuid,
      result: 'done',
      address: addressOf(request),
      requestId: request.id,
      detail: { via: 'console', by: session.via, role: caller.role, scope: caller.scope },
    },
  ]);
}

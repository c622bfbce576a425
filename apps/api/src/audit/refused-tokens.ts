import { repeat } from '@payserver/shared/runtime/repeat';
import { appendAudit } from '@payserver/shared/store/audit-records';
import type { FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';
import { type AuditDeps, addressOf } from './audit-requests.ts';

const FLUSH_MS = 5_000;
/** Addresses that are counted one by one between two flushes; the rest is counted together. */
const MAX_KEYS = 1_000;
const OTHERS = 'others';

interface Refused {
  readonly address: string;
  readonly reason: string;
  readonly requestId: string;
  count: number;
}

/** Counts tokens that were refused. */
export type NoteRefusedToken = (request: FastifyRequest, reason: string) => void;

/**
 * Writes refused tokens to the audit log: one record for each address and reason every five seconds, so
 * that a flood of forged tokens costs a counter and not a row each. The last ones are written when the
 * server closes; a killed process loses at most five seconds of them.
 */
export function auditRefusedTokens(app: App, { db, log }: AuditDeps): NoteRefusedToken {
  let refused = new Map<string, Refused>();
  const flush = async () => {
    const counted = [...refused.values()];
    refused = new Map();
    await appendAudit(
      db,
      counted.map(({ address, reason, requestId, count }) => ({
        actor: 'anonymous',
        merchantUUID: null,
        action: 'token',
        target: null,
        result: '9401',
        address,
        requestId,
        detail: { reason, count },
      })),
    );
  };
  const flushing = repeat({ name: 'audit of refused tokens', everyMs: FLUSH_MS, log, work: flush });
  app.addHook('onClose', async () => {
    await flushing.stop();
    await flush().catch((error: unknown) =>
      log.warn({ err: error }, 'refused tokens not recorded'),
    );
  });
  return (request, reason) => {
    const address = refused.size < MAX_KEYS ? addressOf(request) : OTHERS;
    const key = `${address} ${reason}`;
    const known = refused.get(key);
    if (known === undefined) refused.set(key, { address, reason, requestId: request.id, count: 1 });
    else known.count += 1;
  };
}

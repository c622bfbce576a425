import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@payserver/shared/runtime/logger';
import { endLeasesOf, findMissingWorkers } from '@payserver/shared/store/orders/dead-workers';
import type { WorkerProcess } from '@payserver/shared/store/worker-process';
import { AGAIN_MS, type SweepDeps, wakeDueOrders } from './sweep.ts';

export interface DeadWorkersDeps extends SweepDeps {
  readonly log: Logger;
  readonly self: WorkerProcess;
  /** aborted when this worker stops */
  readonly stopping: AbortSignal;
}

/** In between a worker that only lost its connection has made another. */
const SURE_MS = 500;

/**
 * A check for workers that died, whose orders are woken at once instead of after their leases. Who is missing twice
 * is taken for dead. Where this worker's own lock is not held it takes nobody for dead: the server may have lost them all.
 */
export function createDeadWorkersCheck(deps: DeadWorkersDeps): () => Promise<void> {
  const { db, self } = deps;
  const missing = async () => {
    const own = self.no();
    return own === null ? [] : await findMissingWorkers(db, own);
  };
  return async () => {
    const before = await missing();
    if (before.length === 0) return;
    await sleep(SURE_MS, undefined, { signal: deps.stopping }).catch(() => undefined);
    if (deps.stopping.aborted) return;
    for (const no of await missing()) if (before.includes(no)) await takeOverFrom(deps, no);
  };
}

async function takeOverFrom(deps: DeadWorkersDeps, no: number): Promise<void> {
  const own = deps.self.no();
  if (own === null) return;
  const { pay, refund } = await endLeasesOf(deps.db, no, { own, againMs: AGAIN_MS });
  // One that was stopped has given back what it held.
  if (pay.length + refund.length === 0) return;
  const held = { payments: pay.length, refunds: refund.length };
  deps.log.info({ workerNo: no, ...held }, 'a worker is gone: what it held goes on');
  await wakeDueOrders(deps, { kind: 'pay', orders: pay });
  await wakeDueOrders(deps, { kind: 'refund', orders: refund });
}

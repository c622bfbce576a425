import { onDemand, type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import { sealAudit } from '@payserver/shared/store/audit-records';
import type { SealKey } from '@payserver/shared/store/audit-seal';
import { writeReplayPage } from '@payserver/shared/store/notify/replay-run';
import { findWaitingWork, type WaitingWork } from '@payserver/shared/store/waiting-work';
import type { Notifying } from '../notify/start.ts';
import { createDeadWorkersCheck, type DeadWorkersDeps } from './dead-workers.ts';
import { createSweep } from './sweep.ts';

export interface WaitingWorkDeps extends DeadWorkersDeps {
  readonly sealKey: SealKey;
  readonly everyMs: number;
  readonly notifying: Pick<Notifying, 'sweep'>;
}

const SEAL_AT_ONCE = 1_000;

/**
 * Does what waits for any worker: due orders, the orders of workers that died, audit records without a seal. A worker
 * at rest asks for all of it in one statement, because each that wakes both processes costs more than what it reads.
 * What there is runs beside the question: a sweep that takes long hides no dead worker.
 */
export function doWaitingWork(deps: WaitingWorkDeps): Repetition[] {
  const { db, log, self, sealKey, everyMs, notifying } = deps;
  const sweep = createSweep(deps);
  const workOf = (name: string, work: () => Promise<unknown>) => onDemand({ name, log, work });
  const works: Readonly<Record<WaitingWork, Repetition>> = {
    'due pay': workOf('sweep of payments', async () => await sweep('pay')),
    'due refund': workOf('sweep of refunds', async () => await sweep('refund')),
    'missing worker': workOf('checking for dead workers', createDeadWorkersCheck(deps)),
    replay: workOf('sending messages again', async () => await writeReplayPage(db)),
    'unsealed audit': workOf(
      'sealing the audit log',
      async () => await sealAudit(db, sealKey, SEAL_AT_ONCE),
    ),
    'new record': workOf('fan-out', async () => notifying.sweep('records')),
    'due endpoint': workOf('deliveries', async () => notifying.sweep('endpoints')),
  };
  const question = repeat({
    name: 'finding what waits',
    everyMs,
    log,
    work: async () => {
      for (const work of await findWaitingWork(db, self.no())) works[work].soon();
    },
  });
  return [question, ...Object.values(works)];
}

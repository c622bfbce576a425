import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { Clock } from '@payserver/shared/runtime/time';
import type { Step } from '../behaviours/behaviour.ts';
import { parseBehaviour } from '../behaviours/catalogue.ts';
import { type EffectDeps, settle } from '../calls/effects.ts';
import { entryOf, type Plan, type Transaction } from '../ledger/transaction.ts';
import { type NoticeDeps, sendNotice } from './send-notice.ts';

export interface TimelineDeps extends EffectDeps, NoticeDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Does what connectors do on their own after a call was answered. */
export interface Timelines {
  /** Follows the transaction's plan from where it stands; settles when all of it is done or stopped. */
  follow(tx: Transaction): Promise<void>;
  /** Ends every wait; the plans stay in the ledger and go on after a restart. */
  stop(): Promise<void>;
  /** Aborts with `stop`; for waits elsewhere that must not outlive the books. */
  signal(): AbortSignal;
  /** After `stop`: plans may be followed again. */
  restart(): void;
}

/** Timelines over these books; one per process. */
export function createTimelines(deps: TimelineDeps): Timelines {
  const running = new Set<Promise<void>>();
  let stopping = new AbortController();
  return {
    follow: (tx) => {
      const { signal } = stopping;
      const run = runPlan(deps, tx, signal).catch((error: unknown) => {
        if (!signal.aborted) deps.log.error({ err: error }, 'a plan of the sandbox failed');
      });
      running.add(run);
      return run.finally(() => running.delete(run));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
    },
    signal: () => stopping.signal,
    restart: () => {
      stopping = new AbortController();
    },
  };
}

async function runPlan(deps: TimelineDeps, tx: Transaction, signal: AbortSignal): Promise<void> {
  const { plan } = tx;
  if (plan === null) return;
  const { behaviour, argument } = parseBehaviour(plan.behaviour);
  const steps = behaviour.steps?.(argument) ?? [];
  for (const [index, step] of steps.entries()) {
    if (index < plan.nextStep) continue;
    const waitMs = plan.startedAt + step.afterMs - deps.clock.now();
    if (waitMs > 0) await sleep(waitMs, undefined, { signal });
    signal.throwIfAborted();
    await doStep(deps, { tx, plan, index, signal }, step);
  }
}

interface StepContext {
  readonly tx: Transaction;
  readonly plan: Plan;
  readonly index: number;
  readonly signal: AbortSignal;
}

async function doStep(deps: TimelineDeps, context: StepContext, step: Step): Promise<void> {
  const { tx, plan, index, signal } = context;
  if ('settle' in step) {
    // Cancelled or decided by another call meanwhile: money never moves twice.
    if (!tx.closed && tx.ret !== 'success') settle(deps, tx, { ret: step.settle, step: index });
    plan.nextStep = index + 1;
    await deps.book.durable();
    return;
  }
  // Nobody may hear of money whose line could still be lost.
  await deps.book.durable();
  const { notify, copies = 1 } = step;
  const order = { tx, plan, step: index, notify, signal };
  const sends = Array.from({ length: copies }, () => sendNotice(deps, order));
  const tamper = notify === 'truth' ? {} : { tamper: notify };
  for (const result of await Promise.all(sends)) {
    deps.book.record(entryOf(tx, 'notified', { ...result, ...tamper, step: index }));
  }
  await deps.book.durable();
}

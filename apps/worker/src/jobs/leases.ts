import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Logger } from '@payserver/shared/runtime/logger';
import { repeat } from '@payserver/shared/runtime/repeat';
import type { Database } from '@payserver/shared/store/database';
import { renewLeases } from '@payserver/shared/store/orders/renew';
import type { OrderRef } from '@payserver/shared/store/orders/table';

/** Keeps the orders of this worker its own for as long as their calls take. */
export interface Leases {
  /** Answers what must be called when this claim is over. */
  hold(kind: TradeKind, claim: OrderRef): () => void;
  stop(): Promise<void>;
}

interface Held extends OrderRef {
  readonly kind: TradeKind;
  renewedAt: number;
}

/** Two renewals may go wrong before a lease passes on. */
const RENEWALS_IN_A_LEASE = 4;
const BATCH = 500;

/**
 * Renews leases while their calls last, so that a lease can be short, and the orders of a worker that
 * died are soon attempted again, however long a connector may take. Calls that end soon cost nothing.
 */
export function keepLeases(deps: { db: Database; log: Logger; leaseMs: number }): Leases {
  const everyMs = deps.leaseMs / RENEWALS_IN_A_LEASE;
  const held = new Set<Held>();
  const renew = async (kind: TradeKind) => {
    const before = performance.now() - everyMs;
    const due = [...held].filter((one) => one.kind === kind && one.renewedAt <= before);
    for (let at = 0; at < due.length; at += BATCH) {
      const refs = due.slice(at, at + BATCH);
      const renewedAt = performance.now();
      await renewLeases(deps.db, kind, { refs, leaseMs: deps.leaseMs });
      for (const one of refs) one.renewedAt = renewedAt;
    }
  };
  const work = async () => {
    await renew('pay');
    await renew('refund');
  };
  const repetition = repeat({ name: 'lease renewal', everyMs, log: deps.log, work });
  return {
    hold(kind, { uuid, epoch }) {
      const one: Held = { kind, uuid, epoch, renewedAt: performance.now() };
      held.add(one);
      return () => held.delete(one);
    },
    stop: () => repetition.stop(),
  };
}

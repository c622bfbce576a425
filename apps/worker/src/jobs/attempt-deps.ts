import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { Producer } from '@payserver/shared/queue/producer';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { SettlementDeps } from '@payserver/shared/settlement/evidence';
import type { WorkerProcess } from '@payserver/shared/store/worker-process';
import type { ConnectorDeps } from '../connectors/call-connector.ts';
import type { Circuits } from '../connectors/circuits.ts';
import type { Leases } from './leases.ts';
import type { RescheduleWaiting } from './reschedule-waiting.ts';

/** Everything that an attempt needs. */
export interface AttemptDeps extends SettlementDeps, ConnectorDeps {
  readonly log: Logger;
  readonly producer: Producer;
  readonly circuits: Circuits;
  readonly leases: Leases;
  readonly self: WorkerProcess;
  /** Retries a step while the database is unavailable; see createRetryWhileUnavailable. */
  readonly retryWhileUnavailable: <T>(step: () => Promise<T>) => Promise<T>;
  readonly rescheduleWaiting: RescheduleWaiting;
  /** how long a claim owns an order unless it is renewed, ms */
  readonly leaseMs: number;
  /** 0 to 1 */
  readonly random: () => number;
  readonly now: () => number;
  /** Connectors by the numbers that claims name. */
  readonly connectorsOf: (
    versions: readonly number[],
  ) => Promise<ReadonlyMap<number, ConnectorConfig>>;
}

/** The same for the orders of one queue, whose calls are counted by its connector's circuit. */
export interface QueueAttemptDeps extends AttemptDeps {
  /**
   * For orders of the queue that another connector has, of this identity, which their template has left. Its calls are
   * counted apart: whether it answers says nothing about the present one.
   */
  readonly apart: (identity: string) => AttemptDeps;
}

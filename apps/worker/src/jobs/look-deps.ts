import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { Logger } from '@payserver/shared/platform/logger';
import type { Producer } from '@payserver/shared/queue/producer';
import type { SettlementDeps } from '@payserver/shared/settlement/evidence';
import type { ConnectorDeps } from '../connectors/call-connector.ts';
import type { Circuits } from '../connectors/circuits.ts';
import type { Insist } from './insist.ts';
import type { Leases } from './leases.ts';

/** Everything a look at orders needs. */
export interface LookDeps extends SettlementDeps, ConnectorDeps {
  readonly log: Logger;
  readonly producer: Producer;
  readonly circuits: Circuits;
  readonly leases: Leases;
  readonly insist: Insist;
  /** how long a claim owns an order unless it is renewed, ms */
  readonly leaseMs: number;
  /** 0 to 1 */
  readonly random: () => number;
  readonly now: () => number;
  /** The connectors of these pay modes, keyed by payModeUUID. */
  readonly connectorsOf: (payModeUUIDs: readonly string[]) => Promise<Map<string, ConnectorConfig>>;
}

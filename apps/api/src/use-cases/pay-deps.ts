import type { TractionNoSource } from '@payserver/shared/domain/ids';
import type { BarcodeCode } from '@payserver/shared/domain/order-tags';
import type { Producer } from '@payserver/shared/queue/producer';
import type { Clock } from '@payserver/shared/runtime/time';
import type { OutcomeWaiter } from './await-final.ts';
import type { EndpointDeps } from './notify-endpoints.ts';

/** What paying and refunding work with. */
export interface PayDeps extends EndpointDeps {
  readonly clock: Clock;
  readonly producer: Producer;
  readonly tractionNo: TractionNoSource;
  readonly barcodeCode: BarcodeCode;
  readonly waiter: OutcomeWaiter;
}

import type { TractionNoSource } from '@payserver/shared/domain/ids';
import type { BarcodeCode } from '@payserver/shared/domain/order-tags';
import type { Producer } from '@payserver/shared/queue/producer';
import type { Clock } from '@payserver/shared/runtime/time';
import type { Database } from '@payserver/shared/store/database';
import type { OutcomeWaiter } from './await-final.ts';

/** What paying and refunding work with. */
export interface PayDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly producer: Producer;
  readonly tractionNo: TractionNoSource;
  readonly barcodeCode: BarcodeCode;
  readonly waiter: OutcomeWaiter;
}

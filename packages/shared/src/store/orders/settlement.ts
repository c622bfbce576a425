import { newUuid } from '../../domain/ids.ts';
import type { ColumnTable } from '../array-columns.ts';
import type { Actor } from './table.ts';

/** A final status with its evidence. `epoch` null: true whoever holds the lease. */
export interface Settlement {
  readonly uuid: string;
  readonly epoch: number | null;
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly actor: Actor;
  readonly thirdNo: string | null;
  readonly resultCode: string;
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly detail: object;
}

/** The input of a settling statement, as {@link arrayColumns} takes it: one may add columns of its own. */
export const SETTLEMENT_COLUMNS = {
  uuid: ['text', (c) => c.uuid],
  epoch: ['int', (c) => c.epoch],
  from_status: ['text', (c) => c.from],
  to_status: ['text', (c) => c.to],
  event: ['text', (c) => c.event],
  actor: ['text', (c) => c.actor],
  third_no: ['text', (c) => c.thirdNo],
  result_code: ['text', (c) => c.resultCode],
  http_status: ['int', (c) => c.httpStatus],
  duration_ms: ['int', (c) => c.durationMs],
  detail: ['text', (c) => JSON.stringify(c.detail)],
  record: ['text', newUuid],
} as const satisfies ColumnTable<Settlement>;

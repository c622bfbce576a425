import { newUuid } from '../../domain/ids.ts';
import { ofUnseenLength } from '../sql.ts';
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

/** What a settling statement begins with: its input as a table. */
export const SETTLEMENT_INPUT = `
  SELECT * FROM unnest(${ofUnseenLength('$1::text[]')}, $2::int[], $3::text[], $4::text[], $5::text[], $6::text[],
                       $7::text[], $8::text[], $9::int[], $10::int[], $11::text[], $12::text[])
  AS t(uuid, epoch, from_status, to_status, event, actor, third_no, result_code, http_status,
       duration_ms, detail, record)`;

/** The columns of {@link SETTLEMENT_INPUT}. */
export function settlementValues(changes: readonly Settlement[]): unknown[] {
  const column = <T>(pick: (change: Settlement) => T): T[] => changes.map(pick);
  return [
    column((c) => c.uuid),
    column((c) => c.epoch),
    column((c) => c.from),
    column((c) => c.to),
    column((c) => c.event),
    column((c) => c.actor),
    column((c) => c.thirdNo),
    column((c) => c.resultCode),
    column((c) => c.httpStatus),
    column((c) => c.durationMs),
    column((c) => JSON.stringify(c.detail)),
    column(newUuid),
  ];
}

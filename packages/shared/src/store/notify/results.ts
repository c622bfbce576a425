import type { DeliveryStatus } from '../../domain/notify/endpoint-state.ts';
import type { AttemptPhase } from '../../domain/notify/judge.ts';
import { createBatcher } from '../../runtime/batcher.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { isDatabaseUnavailable } from '../database-unavailable.ts';
import { queryRows } from '../sql.ts';

/** One attempt of a delivery, and what becomes of the delivery with it. */
export interface AttemptResult {
  readonly deliveryId: bigint;
  readonly createdAt: Date;
  readonly endpointId: number;
  /** of this delivery, from 1 */
  readonly no: number;
  readonly phase: AttemptPhase;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** that was connected to */
  readonly address: string | null;
  /** of the answer, 512 characters at most */
  readonly bodyHead: string | null;
  readonly error: string | null;
  readonly status: Extract<DeliveryStatus, 'open' | 'ok' | 'failed'>;
  /** until the next attempt, ms; of an open one */
  readonly delayMs: number;
}

const RESULTS = arrayColumns<AttemptResult>({
  id: ['bigint', (r) => r.deliveryId.toString()],
  created_at: ['timestamptz', (r) => r.createdAt],
  endpoint: ['int', (r) => r.endpointId],
  no: ['int', (r) => r.no],
  phase: ['text', (r) => r.phase],
  http_status: ['int', (r) => r.httpStatus],
  duration_ms: ['int', (r) => r.durationMs],
  address: ['text', (r) => r.address],
  body_head: ['text', (r) => r.bodyHead],
  error: ['text', (r) => r.error],
  status: ['text', (r) => r.status],
  delay_ms: ['float8', (r) => r.delayMs],
});

// An attempt is logged whoever else has tried meanwhile: it was made. The delivery changes once for each number.
const WRITE_SQL = `
WITH input AS MATERIALIZED (
  SELECT * FROM ${RESULTS.table('t')}
), logged AS (
  INSERT INTO "NotifyAttempt" ("deliveryId", no, "endpointId", phase, "httpStatus", "durationMs", address, "bodyHead", error)
  SELECT id, no, endpoint, phase, http_status, duration_ms, address, body_head, error FROM input
)
UPDATE "NotifyDelivery" d SET attempts = i.no, status = i.status,
  "nextAt" = CASE WHEN i.status = 'open' THEN now() + make_interval(secs => i.delay_ms / 1000) END
FROM input i
WHERE d.id = i.id AND d."createdAt" = i.created_at AND d.status = 'open' AND d.attempts = i.no - 1
RETURNING d.id::text AS id`;

/** Writes what came of attempts; see {@link createResultWriter}. */
export type ResultWriter = (result: AttemptResult) => Promise<boolean>;

/**
 * A writer of attempts: the log line and what becomes of the delivery in one statement, together with those of the same
 * moment. Answers whether the delivery was still open and at that attempt; otherwise another worker has tried
 * it too, and only the log line is written.
 */
export function createResultWriter(db: Database): ResultWriter {
  const write = createBatcher<AttemptResult, true>({
    keyOf: ({ deliveryId }) => deliveryId.toString(),
    mayShare: false,
    run: async (results) => {
      crashPoint('notify.beforeResult');
      const rows = await queryRows<{ id: string }>(db, {
        name: 'notify-results',
        text: WRITE_SQL,
        values: RESULTS.values(results),
      });
      crashPoint('notify.afterResult');
      return new Map(rows.map(({ id }) => [id, true]));
    },
    failsWholeBatch: isDatabaseUnavailable,
  });
  return async (result) => (await write(result)) ?? false;
}

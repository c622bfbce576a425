import type { EndpointHealth } from '../../domain/notify/endpoint-state.ts';
import { createBatcher } from '../../runtime/batcher.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { isDatabaseUnavailable } from '../database-unavailable.ts';
import { queryRows } from '../sql.ts';

/** An endpoint whose turn is over. */
export interface EndedTurn {
  readonly id: number;
  /** that it was claimed with; another one owns it by now where it has passed */
  readonly epoch: number;
  readonly leaseUntil: Date;
  readonly health: EndpointHealth;
  /** deliveries that have ended in it */
  readonly ended: number;
  /** why it is switched off; null: it is not */
  readonly off: string | null;
}

const TURNS = arrayColumns<EndedTurn>({
  id: ['int', (t) => t.id],
  epoch: ['int', (t) => t.epoch],
  lease: ['timestamptz', (t) => t.leaseUntil],
  ended: ['int', (t) => t.ended],
  off: ['text', (t) => t.off],
  lane: ['text', ({ health }) => health.lane],
  failing_since: ['timestamptz', ({ health }) => health.failingSince],
  last_ok_at: ['timestamptz', ({ health }) => health.lastOkAt],
  not_before: ['timestamptz', ({ health }) => health.notBefore],
  ewma: ['int', ({ health }) => health.ewmaMs],
  failures: ['int', ({ health }) => health.failures],
  oks: ['int', ({ health }) => health.oks],
  exhausted: ['int', ({ health }) => health.exhausted],
  window_at: ['timestamptz', ({ health }) => health.windowAt],
  window_ok: ['int', ({ health }) => health.windowOk],
  window_failed: ['int', ({ health }) => health.windowFailed],
});

// While it was claimed its dueAt was the end of the lease; a sooner one says that more has come since, which this
// statement's snapshot may not show.
const NEXT = `least(CASE WHEN e."dueAt" < i.lease THEN e."dueAt" END, (
    SELECT d."nextAt" FROM "NotifyDelivery" d
    WHERE d."endpointId" = e.id AND d."nextAt" IS NOT NULL ORDER BY d."nextAt" LIMIT 1))`;

const RELEASE_SQL = `
UPDATE "NotifyEndpoint" e SET "leaseUntil" = NULL, lane = i.lane, "failingSince" = i.failing_since,
  "lastOkAt" = i.last_ok_at, "notBefore" = i.not_before, "ewmaMs" = i.ewma, failures = i.failures, oks = i.oks,
  exhausted = i.exhausted, "windowAt" = i.window_at, "windowOk" = i.window_ok, "windowFailed" = i.window_failed,
  backlog = greatest(e.backlog - i.ended, 0),
  "dueAt" = CASE WHEN ${NEXT} IS NOT NULL THEN greatest(${NEXT}, i.not_before) END,
  status = CASE WHEN i.off IS NOT NULL AND e.status = 'on' THEN 'off' ELSE e.status END,
  "offReason" = CASE WHEN i.off IS NOT NULL AND e.status = 'on' THEN i.off ELSE e."offReason" END,
  "offAt" = CASE WHEN i.off IS NOT NULL AND e.status = 'on' THEN now() ELSE e."offAt" END
FROM (SELECT * FROM ${TURNS.table('t')} ORDER BY id) i
WHERE e.id = i.id AND e.epoch = i.epoch AND e."leaseUntil" IS NOT NULL
RETURNING e.id::text AS id`;

/** Gives endpoints back; see {@link createRelease}. */
export type Release = (turn: EndedTurn) => Promise<boolean>;

/**
 * A function that gives claimed endpoints back with what their turn has shown, and with the time at which the next of
 * their deliveries is due. Those of the same moment share a statement. Answers false where the lease has passed on.
 */
export function createRelease(db: Database): Release {
  const release = createBatcher<EndedTurn, true>({
    keyOf: ({ id }) => String(id),
    mayShare: false,
    run: async (turns) => {
      const rows = await queryRows<{ id: string }>(db, {
        name: 'notify-release',
        text: RELEASE_SQL,
        values: TURNS.values(turns),
      });
      return new Map(rows.map(({ id }) => [id, true]));
    },
    failsWholeBatch: isDatabaseUnavailable,
  });
  return async (turn) => (await release(turn)) ?? false;
}

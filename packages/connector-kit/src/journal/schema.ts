import { StartError } from '@payserver/shared/runtime/start-error';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './sql.ts';
import { STATES } from './states.ts';

/** Each is applied once, in this order; one that was released is never changed. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE operation (
    traction_no text PRIMARY KEY CHECK (traction_no ~ '^[0-9]{1,20}$'),
    kind text NOT NULL CHECK (kind IN ('pay', 'refund')),
    state text NOT NULL CHECK (state IN (${STATES.map((state) => `'${state}'`).join(', ')})),
    merchant_uuid text,
    amount bigint CHECK (amount > 0),
    pay_traction_no text,
    memo jsonb NOT NULL DEFAULT '{}',
    third_order_no text,
    reason text,
    pay_data jsonb,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    asked_at timestamptz,
    finished_at timestamptz,
    is_cancel_wanted boolean NOT NULL DEFAULT false,
    is_unknown_to_provider boolean NOT NULL DEFAULT false,
    tries int NOT NULL DEFAULT 0,
    late_queries int NOT NULL DEFAULT 0,
    reviewed_at timestamptz,
    next_at timestamptz,
    lease_id uuid,
    lease_until timestamptz,
    notify_url text,
    notice_id text,
    notice_at timestamptz,
    notice_tries int NOT NULL DEFAULT 0,
    -- A tombstone knows nothing but its number.
    CHECK (state = 'cancelled' OR (merchant_uuid IS NOT NULL AND amount IS NOT NULL)),
    CHECK ((kind = 'refund') = (pay_traction_no IS NOT NULL)),
    CHECK (kind = 'pay' OR state NOT IN ('closing', 'closed', 'cancelled'))
  );
  CREATE INDEX operation_due ON operation (next_at) WHERE next_at IS NOT NULL;
  CREATE INDEX operation_notice ON operation (notice_at) WHERE notice_at IS NOT NULL;
  CREATE INDEX operation_refunds ON operation (pay_traction_no) WHERE pay_traction_no IS NOT NULL;
  CREATE TABLE operation_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    traction_no text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    from_state text,
    to_state text NOT NULL,
    cause text NOT NULL
  );
  CREATE INDEX operation_event_of ON operation_event (traction_no, id);`,
];

const LOCK = 7_295_118;

/**
 * Makes the schema and brings its tables to this version. Safe to run from several processes at once and again.
 *
 * @throws {StartError} when the tables are newer than this program
 */
export async function migrateJournal(pool: Pool, schema: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK, schema]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await client.query('CREATE TABLE IF NOT EXISTS journal_version (version int PRIMARY KEY)');
    await applyMissing(client, schema);
  });
}

async function applyMissing(client: PoolClient, schema: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    'SELECT coalesce(max(version), 0) AS version FROM journal_version',
  );
  const version = rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new StartError(
      `the journal in schema ${schema} is of a newer version of this connector: start that one, or restore a backup`,
    );
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await client.query(sql);
    await client.query('INSERT INTO journal_version VALUES ($1)', [index + 1]);
  }
}

import type { PoolClient } from 'pg';
import { newUuid } from '../domain/ids.ts';
import { arrayColumns } from './array-columns.ts';
import { FIRST_SEAL, type SealKey, sealOf } from './audit-seal.ts';
import type { Database } from './database.ts';
import type { AuditRecord } from './generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toPage,
  whereRows,
} from './page.ts';
import { inTransaction, queryRows } from './sql.ts';

/** An audit record as the database holds it. */
export type AuditRecordRow = AuditRecord;

/** An action of a caller, done or refused. */
export interface NewAuditRecord {
  /** the token's subject */
  readonly actor: string;
  readonly merchantUUID: string | null;
  readonly action: string;
  readonly target: string | null;
  /** `begun`, `done`, or the code of the refusal */
  readonly result: string;
  readonly address: string;
  readonly requestId: string;
  /** never a secret */
  readonly detail: object;
}

const RECORDS = arrayColumns<NewAuditRecord>({
  uuid: ['text', newUuid],
  actor: ['text', (r) => r.actor],
  merchant: ['text', (r) => r.merchantUUID],
  action: ['text', (r) => r.action],
  target: ['text', (r) => r.target],
  result: ['text', (r) => r.result],
  address: ['text', (r) => r.address],
  request: ['text', (r) => r.requestId],
  detail: ['text', (r) => JSON.stringify(r.detail)],
});

const APPEND_SQL = `
INSERT INTO "AuditRecord" (uuid, actor, "merchantUUID", action, target, result, address, "requestId", detail)
SELECT uuid, actor, merchant, action, target, result, address, request, detail::jsonb
FROM ${RECORDS.table('t')}`;

/** Adds records; they are sealed within seconds by whichever worker comes first. */
export async function appendAudit(db: Database, records: readonly NewAuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await queryRows(db, {
    name: 'append-audit',
    text: APPEND_SQL,
    values: RECORDS.values(records),
  });
}

export interface AuditFilter extends CreatedRange {
  /** null: of everybody */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly result?: string;
}

/** One page of audit records, in the order they were written. */
export async function listAuditRecords(
  db: Database,
  filter: AuditFilter,
  page: PageQuery,
): Promise<Page<AuditRecordRow>> {
  const { within, ...args } = boundsById(page, BigInt);
  const rows = await (await db.prisma()).auditRecord.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** The audit record with this uuid, or null. */
export async function findAuditRecord(db: Database, uuid: string): Promise<AuditRecordRow | null> {
  return await (await db.prisma()).auditRecord.findUnique({ where: { uuid } });
}

/** Any number that nothing else locks: one sealer at a time, over all machines. */
const SEALER_LOCK = 7_226_001;

/**
 * Seals up to `limit` records that are not, in the order of their ids, behind the last sealed one, and
 * answers how many. Nothing when another process is sealing. A record becomes part of the chain when it
 * is sealed, not when it is written: transactions that commit late find their place behind the others.
 */
export async function sealAudit(db: Database, key: SealKey, limit: number): Promise<number> {
  return await inTransaction(db, async (client) => {
    const { rows: lock } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${SEALER_LOCK}) AS taken`,
    );
    if (lock[0]?.taken !== true) return 0;
    const { rows } = await client.query<AuditRecord>(
      'SELECT * FROM "AuditRecord" WHERE seal IS NULL ORDER BY id LIMIT $1',
      [limit],
    );
    if (rows.length > 0) await sealBehindLast(client, key, rows);
    return rows.length;
  });
}

async function sealBehindLast(
  client: PoolClient,
  key: SealKey,
  rows: readonly AuditRecord[],
): Promise<void> {
  const { rows: tail } = await client.query<{ seq: string; seal: string }>(
    'SELECT seq, seal FROM "AuditRecord" WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1',
  );
  const sealed = chain(key, rows, tail[0]);
  await client.query(SEAL_SQL, SEALED.values(sealed));
}

/** A record's place in the chain. */
interface Sealed {
  readonly uuid: string;
  readonly seq: bigint;
  readonly seal: string;
  readonly sealKey: string;
}

const SEALED = arrayColumns<Sealed>({
  uuid: ['text', (r) => r.uuid],
  seq: ['bigint', (r) => r.seq.toString()],
  seal: ['text', (r) => r.seal],
  seal_key: ['text', (r) => r.sealKey],
});

const SEAL_SQL = `
UPDATE "AuditRecord" r SET seq = s.seq, seal = s.seal, "sealKey" = s.seal_key
FROM ${SEALED.table('s')} WHERE r.uuid = s.uuid`;

function chain(
  key: SealKey,
  rows: readonly AuditRecord[],
  tail: { readonly seq: string; readonly seal: string } | undefined,
): Sealed[] {
  let seq = BigInt(tail?.seq ?? 0);
  let seal = tail?.seal ?? FIRST_SEAL;
  return rows.map((row) => {
    seq += 1n;
    seal = sealOf(key, seal, { ...row, seq });
    return { uuid: row.uuid, seq, seal, sealKey: key.id };
  });
}

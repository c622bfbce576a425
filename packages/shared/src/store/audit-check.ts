import type { AuditRecordRow } from './audit-records.ts';
import { FIRST_SEAL, type SealKey, sealOf } from './audit-seal.ts';
import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/** The end of a chain: who keeps it elsewhere can tell later that nothing was cut off behind it. */
export interface ChainHead {
  /** 0: there is no record yet */
  readonly seq: bigint;
  readonly seal: string;
}

/** What a walk over the audit log found. */
export interface AuditVerdict {
  readonly records: number;
  readonly head: ChainHead;
  /** one line for a person each */
  readonly breaches: readonly string[];
}

const PAGE = 1_000;
/** Workers seal every few seconds; a record that waits longer could be changed unseen. */
const UNSEALED_AFTER = '5 minutes';

/**
 * Walks the whole chain of seals, a page at a time, and tells every record that was changed, removed,
 * added or sealed without the key, and records without a seal. The end of the chain cannot
 * prove itself: give a head that was noted before as `expected` to find a cut.
 *
 * @param keys the present key, and older ones whose seals are still in the chain
 */
export async function checkAudit(
  db: Database,
  keys: readonly SealKey[],
  expected: ChainHead | null = null,
): Promise<AuditVerdict> {
  const byId = new Map(keys.map((key) => [key.id, key]));
  const breaches: string[] = [];
  let head: ChainHead = { seq: 0n, seal: FIRST_SEAL };
  let records = 0;
  for await (const row of readChain(db)) {
    breaches.push(...faultsOf(row, head, byId));
    head = { seq: BigInt(row.seq ?? 0), seal: row.seal ?? '' };
    if (expected?.seq === head.seq && expected.seal !== head.seal) {
      breaches.push(`record ${head.seq} is not the one that was noted`);
    }
    records += 1;
  }
  if (expected !== null && expected.seq > head.seq)
    breaches.push(gone(head.seq, expected.seq + 1n));
  return { records, head, breaches: [...breaches, ...(await findUnsealed(db))] };
}

async function* readChain(db: Database): AsyncGenerator<AuditRecordRow> {
  let after = 0n;
  for (;;) {
    const page = await readPage(db, after);
    yield* page;
    after = BigInt(page.at(-1)?.seq ?? 0);
    if (page.length < PAGE) return;
  }
}

function faultsOf(row: AuditRecordRow, head: ChainHead, keys: ReadonlyMap<string, SealKey>) {
  const place = BigInt(row.seq ?? 0);
  const fault = faultOf(row, keys.get(row.sealKey ?? ''), head.seal);
  return [
    ...(place === head.seq + 1n ? [] : [gone(head.seq, place)]),
    ...(fault === null ? [] : [`record ${place} (${row.uuid}): ${fault}`]),
  ];
}

/** Between these two places, both still there. */
function gone(after: bigint, before: bigint): string {
  return `records ${after + 1n} to ${before - 1n} are gone`;
}

async function readPage(db: Database, after: bigint): Promise<AuditRecordRow[]> {
  return await queryRows<AuditRecordRow>(db, {
    name: 'audit-chain',
    text: 'SELECT * FROM "AuditRecord" WHERE seq > $1 ORDER BY seq LIMIT $2',
    values: [after.toString(), PAGE],
  });
}

function faultOf(row: AuditRecordRow, key: SealKey | undefined, before: string): string | null {
  if (key === undefined) return `sealed with the key ${row.sealKey}, which was not given`;
  const seal = sealOf(key, before, { ...row, seq: BigInt(row.seq ?? 0) });
  return seal === row.seal ? null : 'it, or the one before it, was changed';
}

async function findUnsealed(db: Database): Promise<string[]> {
  const rows = await queryRows<{ count: string }>(db, {
    name: 'audit-unsealed',
    text: `SELECT count(*) FROM "AuditRecord"
           WHERE seal IS NULL AND "createdAt" < now() - interval '${UNSEALED_AFTER}'`,
    values: [],
  });
  const count = Number(rows[0]?.count ?? 0);
  return count === 0
    ? []
    : [`${count} records are not sealed after ${UNSEALED_AFTER}: no worker runs?`];
}

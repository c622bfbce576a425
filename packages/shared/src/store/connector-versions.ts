import type { ConnectorConfig } from '../domain/connector-config.ts';
import type { Database } from './database.ts';
import { ofUnseenLength, queryRows } from './sql.ts';

/** One description of a connector, which never changes. */
export interface ConnectorVersion extends ConnectorConfig {
  readonly id: number;
}

/** Of all shops with connectors of their own, those that have orders now. A version is about 1 KiB. */
const MAX_CACHED = 10_000;

type Cache = Map<number, ConnectorVersion>;

const caches = new WeakMap<Database, Cache>();

/**
 * These versions by their ids. They never change, so each is read once: the claim of a payment names its connector,
 * and nothing else has to be asked.
 */
export async function findConnectorVersions(
  db: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ConnectorVersion>> {
  const known: Cache = caches.get(db) ?? new Map();
  caches.set(db, known);
  const missing = new Set(ids.filter((id) => !known.has(id)));
  const read = missing.size === 0 ? [] : await readVersions(db, [...missing]);
  const found = new Map(read.map((version) => [version.id, version]));
  for (const id of ids) {
    const version = known.get(id);
    if (version !== undefined) found.set(id, version);
  }
  for (const version of read) keep(known, version);
  return found;
}

function keep(known: Cache, version: ConnectorVersion): void {
  const [oldest] = known.keys();
  if (known.size >= MAX_CACHED && oldest !== undefined) known.delete(oldest);
  known.set(version.id, version);
}

async function readVersions(db: Database, ids: readonly number[]): Promise<ConnectorVersion[]> {
  return await queryRows<ConnectorVersion>(db, {
    name: 'find-connector-versions',
    text: `
SELECT id, identity, "payUrl", "refundUrl", "queryUrl", "cancelUrl", "isAsyncNotify" = 1 AS "isAsyncNotify",
  "isIdempotent" = 1 AS "isIdempotent", "timeoutMs", "notifySecret", "lateSuccessPolicy"::text
FROM "ConnectorVersion" WHERE id = ANY(${ofUnseenLength('$1::int[]')}::int[])`,
    values: [ids],
  });
}

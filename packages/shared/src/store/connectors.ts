import type { ConnectorConfig } from '../domain/connector-config.ts';
import type { Database } from './database.ts';
import { runGrouped } from './grouped.ts';

const CONNECTOR_FIELDS = {
  payUrl: true,
  refundUrl: true,
  queryUrl: true,
  cancelUrl: true,
  isAsyncNotify: true,
  isIdempotent: true,
  timeoutMs: true,
  notifySecret: true,
  lateSuccessPolicy: true,
} as const;

type ModeConnector = ConnectorConfig & { readonly payModeUUID: string };

/**
 * The connector of each pay mode: its template's where it was opened from one, so that a connector
 * which moves is registered once; its own otherwise. Keyed by payModeUUID. Single questions of the same
 * moment become one.
 */
export async function findConnectors(
  db: Database,
  payModeUUIDs: readonly string[],
): Promise<Map<string, ConnectorConfig>> {
  const statement = {
    name: 'find-connectors',
    keyOf: (uuid: string) => uuid,
    rowKeyOf: (row: ModeConnector) => row.payModeUUID,
    areReads: true,
    run: async (group: readonly string[]) => await readConnectors(db, group),
  };
  const rows = await runGrouped(db, statement, payModeUUIDs);
  return new Map(rows.map((row) => [row.payModeUUID, row]));
}

async function readConnectors(db: Database, uuids: readonly string[]): Promise<ModeConnector[]> {
  const modes = await db.prisma.payMode.findMany({
    where: { uuid: { in: [...uuids] } },
    select: { uuid: true, ...CONNECTOR_FIELDS, payModeTemplate: { select: CONNECTOR_FIELDS } },
  });
  return modes.map(({ uuid, payModeTemplate, ...own }) => {
    const source = payModeTemplate ?? own;
    return {
      payModeUUID: uuid,
      ...source,
      isAsyncNotify: source.isAsyncNotify === 1,
      isIdempotent: source.isIdempotent === 1,
    };
  });
}

/**
 * Every template and connector URL that online orders can have: what the worker derives its queues
 * from, read again every few seconds so that a new template needs no restart.
 */
export async function findConnectorSources(db: Database) {
  const [templates, ownModes] = await Promise.all([
    db.prisma.payModeTemplate.findMany({
      where: { isOnline: 1 },
      select: { payTemplateId: true, payUrl: true, maxConcurrency: true },
    }),
    db.prisma.payMode.findMany({
      where: { payTemplateId: null, isOnline: 1, payUrl: { not: null } },
      distinct: ['payUrl'],
      select: { payTemplateId: true, payUrl: true, maxConcurrency: true },
    }),
  ]);
  return [...templates, ...ownModes];
}

import type { ConnectorConfig } from '../domain/connector-config.ts';
import type { Database } from './database.ts';
import { runGrouped } from './grouped.ts';
import { MODES_AND_TEMPLATES, ownOrTemplates } from './mode-source.ts';
import { ofUnseenLength, queryRows } from './sql.ts';

/** The connector's side of a mode `m` with the template `t`, if it has one. */
const FIELDS = [
  'payUrl',
  'refundUrl',
  'queryUrl',
  'cancelUrl',
  'isAsyncNotify',
  'isIdempotent',
  'timeoutMs',
  'notifySecret',
  'lateSuccessPolicy',
];

// Not through Prisma, for the same reason as in pay-routes.ts.
const CONNECTORS_SQL = `
SELECT m.uuid AS "payModeUUID", ${FIELDS.map((field) => `${ownOrTemplates(field)} AS "${field}"`).join(', ')}
FROM ${MODES_AND_TEMPLATES}
WHERE m.uuid = ANY(${ofUnseenLength('$1::text[]')}::text[])`;

/** The connector of the order `o` as JSON, in any statement; {@link connectorOf} reads it. */
export const CONNECTOR_OF_ORDER = `(
  SELECT json_build_object(${FIELDS.map((field) => `'${field}', ${ownOrTemplates(field)}`).join(', ')})
  FROM ${MODES_AND_TEMPLATES} WHERE m.uuid = o."payModeUUID")`;

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

/** A connector as the tables have it. */
export interface ConnectorColumns extends Omit<ConnectorConfig, 'isAsyncNotify' | 'isIdempotent'> {
  readonly isAsyncNotify: number;
  readonly isIdempotent: number;
}

/** The connector that these columns describe, with whatever else they bring. */
export function connectorOf<Columns extends ConnectorColumns>(columns: Columns) {
  return {
    ...columns,
    isAsyncNotify: columns.isAsyncNotify === 1,
    isIdempotent: columns.isIdempotent === 1,
  };
}

async function readConnectors(db: Database, uuids: readonly string[]): Promise<ModeConnector[]> {
  const rows = await queryRows<ConnectorColumns & { payModeUUID: string }>(db, {
    name: 'find-connectors',
    text: CONNECTORS_SQL,
    values: [[...uuids]],
  });
  return rows.map(connectorOf);
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

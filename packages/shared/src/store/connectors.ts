import type { ConnectorConfig } from '../domain/connector-config.ts';
import type { Database } from './database.ts';

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

/**
 * The connector of each pay mode: its template's where it was opened from one, so that a connector
 * which moves is registered once; its own otherwise. Keyed by payModeUUID.
 */
export async function findConnectors(db: Database, payModeUUIDs: readonly string[]) {
  const modes = await db.prisma.payMode.findMany({
    where: { uuid: { in: [...payModeUUIDs] } },
    select: { uuid: true, ...CONNECTOR_FIELDS, payModeTemplate: { select: CONNECTOR_FIELDS } },
  });
  return new Map<string, ConnectorConfig>(
    modes.map(({ uuid, payModeTemplate, ...own }) => {
      const source = payModeTemplate ?? own;
      return [
        uuid,
        {
          ...source,
          isAsyncNotify: source.isAsyncNotify === 1,
          isIdempotent: source.isIdempotent === 1,
        },
      ];
    }),
  );
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

import { connectorKeyOf } from '../domain/connector-key.ts';
import type { PayRoute } from '../domain/pay-order.ts';
import type { Database } from './database.ts';
import { runGrouped } from './grouped.ts';
import { MODES_AND_TEMPLATES, ownOrTemplates } from './mode-source.ts';
import { ofUnseenLength, queryRows } from './sql.ts';

/** How a merchant's pay mode takes a payment, and whether it may at the moment. */
export interface PayRouteRow extends PayRoute {
  readonly isOpened: boolean;
  readonly payUrl: string | null;
}

type OwnedRoute = PayRouteRow & { readonly merchantUUID: string };

/**
 * The merchant's own pay modes among these ids, keyed by payModeUUID; another merchant's are as absent
 * as ones that do not exist. The connector's side comes from the template where there is one. Single
 * questions of the same moment, of whatever merchants, become one.
 */
export async function findPayRoutes(
  db: Database,
  merchantUUID: string,
  payModeUUIDs: readonly string[],
): Promise<Map<string, PayRouteRow>> {
  const statement = {
    name: 'find-pay-routes',
    keyOf: (uuid: string) => uuid,
    rowKeyOf: (row: OwnedRoute) => row.payModeUUID,
    areReads: true,
    run: async (group: readonly string[]) => await readRoutes(db, group),
  };
  const routes = await runGrouped(db, statement, payModeUUIDs);
  const own = routes.filter((route) => route.merchantUUID === merchantUUID);
  return new Map(own.map((route) => [route.payModeUUID, route]));
}

// Not through Prisma: every payment asks, and Prisma's answer cost as much CPU as all else that the API does.
const ROUTES_SQL = `
SELECT m."merchantUUID", m.uuid AS "payModeUUID", m.name AS "payModeName", m."payTemplateId",
  m."payChannel", m."payWay",
  ${ownOrTemplates('isOnline')} = 1 AS "isOnline",
  ${ownOrTemplates('isAsyncNotify')} = 1 AS "isAsyncNotify",
  ${ownOrTemplates('orderValidTime')} AS "orderValidTime",
  ${ownOrTemplates('secretParams')} AS "secretParams",
  ${ownOrTemplates('payUrl')} AS "payUrl",
  m."isOpened" = 1 AND (t.id IS NULL OR t.status = 'enabled') AS "isOpened"
FROM ${MODES_AND_TEMPLATES}
WHERE m.uuid = ANY(${ofUnseenLength('$1::text[]')}::text[])`;

async function readRoutes(db: Database, uuids: readonly string[]): Promise<OwnedRoute[]> {
  const rows = await queryRows<Omit<OwnedRoute, 'connectorKey'>>(db, {
    name: 'find-pay-routes',
    text: ROUTES_SQL,
    values: [[...uuids]],
  });
  return rows.map((row) => ({ ...row, connectorKey: connectorKeyOf(row) }));
}

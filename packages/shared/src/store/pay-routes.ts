import { LRUCache } from 'lru-cache';
import { connectorKeyOf } from '../domain/connector-config.ts';
import type { PayRoute } from '../domain/pay-order.ts';
import { arrayColumns } from './array-columns.ts';
import { batched } from './batched.ts';
import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/** Modes `m`, each with its template `t` where it was opened from one. */
export const MODES_AND_TEMPLATES =
  '"PayMode" m LEFT JOIN "PayModeTemplate" t ON t."payTemplateId" = m."payTemplateId"';

/**
 * A column of the connector's side, in a statement over {@link MODES_AND_TEMPLATES}: the template's where there is
 * one, so that a connector which moves is registered once, the mode's own otherwise.
 */
export function ownOrTemplates(column: string): string {
  return `CASE WHEN t.id IS NULL THEN m."${column}" ELSE t."${column}" END`;
}

/**
 * Which version of the two rows a statement over {@link MODES_AND_TEMPLATES} sees: every change of either writes it
 * elsewhere, by another transaction.
 */
export const ROUTE_VERSION = `concat_ws(' ', m.xmin, m.ctid, t.xmin, t.ctid)`;

/** How a merchant's pay mode takes a payment, and whether it may at the moment. */
export interface PayRouteRow extends PayRoute {
  readonly isOpened: boolean;
  readonly payUrl: string | null;
  /** changes with everything that this row says */
  readonly version: string;
}

/** A pay mode that a merchant names. */
interface NamedMode {
  readonly merchantUUID: string;
  readonly payModeUUID: string;
}

type OwnedRoute = PayRouteRow & NamedMode;

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
  const named = payModeUUIDs.map((payModeUUID) => ({ merchantUUID, payModeUUID }));
  const routes = await readBatched(db, named);
  const known = rememberedIn(db);
  for (const route of routes) known.set(keyOfMode(route), route);
  return new Map(routes.map((route) => [route.payModeUUID, route]));
}

/** As many modes as pay often in one process; a bound for its memory, and nothing else. */
const REMEMBERED = { max: 10_000 };
const remembered = new WeakMap<Database, LRUCache<string, OwnedRoute>>();

function rememberedIn(db: Database): LRUCache<string, OwnedRoute> {
  const routes = remembered.get(db) ?? new LRUCache<string, OwnedRoute>(REMEMBERED);
  remembered.set(db, routes);
  return routes;
}

/**
 * The mode as this process read it last, without asking: it may have changed since. Whoever writes by it has the
 * statement compare its version.
 */
export function recallPayRoute(
  db: Database,
  merchantUUID: string,
  payModeUUID: string,
): PayRouteRow | undefined {
  return rememberedIn(db).get(keyOfMode({ merchantUUID, payModeUUID }));
}

const NAMED = arrayColumns<NamedMode>({
  payModeUUID: ['text', (mode) => mode.payModeUUID],
  merchantUUID: ['text', (mode) => mode.merchantUUID],
});

// Not through Prisma: every payment asks, and Prisma's answer cost as much CPU as all else that the API does.
// IS NOT DISTINCT FROM is `=` that no index serves: a mode is found by its uuid, never among all modes of a merchant,
// which a plan made while the table was empty would do.
const ROUTES_SQL = `
SELECT m."merchantUUID", m.uuid AS "payModeUUID", m.name AS "payModeName", m."payTemplateId",
  m."payChannel", m."payWay", m."connectorParams",
  ${ownOrTemplates('isOnline')} = 1 AS "isOnline",
  ${ownOrTemplates('isAsyncNotify')} = 1 AS "isAsyncNotify",
  ${ownOrTemplates('orderValidTime')} AS "orderValidTime",
  ${ownOrTemplates('orderValidSeconds')} AS "orderValidSeconds",
  ${ownOrTemplates('secretParams')} AS "secretParams",
  ${ownOrTemplates('searchKeys')} AS "searchKeys",
  ${ownOrTemplates('payUrl')} AS "payUrl",
  m."isOpened" = 1 AND (t.id IS NULL OR t.status = 'enabled') AS "isOpened",
  ${ROUTE_VERSION} AS version
FROM ${MODES_AND_TEMPLATES}
JOIN ${NAMED.table('i')} ON i."payModeUUID" = m.uuid AND i."merchantUUID" IS NOT DISTINCT FROM m."merchantUUID"`;

async function readRoutes(db: Database, named: readonly NamedMode[]): Promise<OwnedRoute[]> {
  const rows = await queryRows<Omit<OwnedRoute, 'connectorKey'>>(db, {
    name: 'find-pay-routes',
    text: ROUTES_SQL,
    values: NAMED.values(named),
  });
  return rows.map((row) => ({ ...row, connectorKey: connectorKeyOf(row) }));
}

const readBatched = batched<NamedMode, OwnedRoute>({
  name: 'find-pay-routes',
  keyOf: keyOfMode,
  rowKeyOf: keyOfMode,
  areReads: true,
  run: readRoutes,
});

/** JSON keeps the two ids apart, whatever letters they have: no two merchants' modes share a key. */
function keyOfMode({ merchantUUID, payModeUUID }: NamedMode): string {
  return JSON.stringify([merchantUUID, payModeUUID]);
}

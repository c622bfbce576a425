import { connectorKeyOf } from '../domain/connector-key.ts';
import type { PayRoute } from '../domain/pay-order.ts';
import type { Database } from './database.ts';
import { runGrouped } from './grouped.ts';

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

async function readRoutes(db: Database, uuids: readonly string[]): Promise<OwnedRoute[]> {
  const modes = await db.prisma.payMode.findMany({
    where: { uuid: { in: [...uuids] } },
    include: { payModeTemplate: true },
  });
  return modes.map((mode) => {
    const source = mode.payModeTemplate ?? mode;
    const enabled = mode.payModeTemplate === null || mode.payModeTemplate.status === 'enabled';
    return {
      merchantUUID: mode.merchantUUID,
      payModeUUID: mode.uuid,
      payModeName: mode.name,
      payTemplateId: mode.payTemplateId,
      payChannel: mode.payChannel,
      payWay: mode.payWay,
      isOnline: source.isOnline === 1,
      isAsyncNotify: source.isAsyncNotify === 1,
      orderValidTime: source.orderValidTime,
      connectorKey: connectorKeyOf({ payTemplateId: mode.payTemplateId, payUrl: source.payUrl }),
      secretParams: source.secretParams,
      isOpened: mode.isOpened === 1 && enabled,
      payUrl: source.payUrl,
    };
  });
}

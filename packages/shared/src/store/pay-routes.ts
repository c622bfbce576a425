import { connectorKeyOf } from '../domain/connector-key.ts';
import type { PayRoute } from '../domain/pay-order.ts';
import type { Database } from './database.ts';

/** How a merchant's pay mode takes a payment, and whether it may at the moment. */
export interface PayRouteRow extends PayRoute {
  readonly isOpened: boolean;
  readonly payUrl: string | null;
}

/**
 * The merchant's own pay modes among these ids, keyed by payModeUUID; another merchant's are as absent
 * as ones that do not exist. The connector's side comes from the template where there is one.
 */
export async function findPayRoutes(
  db: Database,
  merchantUUID: string,
  payModeUUIDs: readonly string[],
): Promise<Map<string, PayRouteRow>> {
  const modes = await db.prisma.payMode.findMany({
    where: { merchantUUID, uuid: { in: [...payModeUUIDs] } },
    include: { payModeTemplate: true },
  });
  return new Map(
    modes.map((mode) => {
      const source = mode.payModeTemplate ?? mode;
      const enabled = mode.payModeTemplate === null || mode.payModeTemplate.status === 'enabled';
      return [
        mode.uuid,
        {
          payModeUUID: mode.uuid,
          payModeName: mode.name,
          payTemplateId: mode.payTemplateId,
          payChannel: mode.payChannel,
          payWay: mode.payWay,
          isOnline: source.isOnline === 1,
          isAsyncNotify: source.isAsyncNotify === 1,
          orderValidTime: source.orderValidTime,
          connectorKey: connectorKeyOf({
            payTemplateId: mode.payTemplateId,
            payUrl: source.payUrl,
          }),
          secretParams: source.secretParams,
          isOpened: mode.isOpened === 1 && enabled,
          payUrl: source.payUrl,
        },
      ];
    }),
  );
}

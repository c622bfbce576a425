import { onTestFinished } from 'vitest';
import { type AnswerCall, startConnector, type TestConnector } from './connector.ts';
import { eventually } from './eventually.ts';
import { type GatewayAddress, operator } from './gateway.ts';
import { newShop, type Shop } from './shop.ts';
import { runSql } from './sql.ts';

/** What the connector answers at each of its URLs; what is not named is a template without that URL. */
export type Answers = Readonly<Partial<Record<'pay' | 'refund' | 'query' | 'cancel', AnswerCall>>>;

/** A shop with one mode whose connector is the test's own server. */
export interface OwnShop extends Shop {
  readonly mode: string;
  readonly connector: TestConnector;
  /** the payment as it is now */
  order(uuid: string): ReturnType<typeof readOne>;
  refundOrder(uuid: string): ReturnType<typeof readOne>;
  /** event, actor and statuses of the order's history, oldest first */
  history(path: string): Promise<string[]>;
}

/** Has this done at the end. */
export type OnEnd = (stop: () => Promise<void> | void) => void;

/** `failed`, `running` and the like as a connector says them. */
export const answers =
  (ret: string, more: object = {}): AnswerCall =>
  ({ body }) => ({ tractionNo: body.tractionNo, ret, ...more });

/**
 * Opens it.
 *
 * @param onEnd when the connector ends, where several tests run side by side; else with the test
 */
export async function openOwnShop(
  { onEnd = onTestFinished, ...gateway }: GatewayAddress & { readonly onEnd?: OnEnd },
  answer: Answers,
  settings: Record<string, unknown> = {},
): Promise<OwnShop> {
  const connector = await startConnector(async (call) => {
    const name = call.path.slice(1) as keyof Answers;
    return await (answer[name] ?? answers('unheard of'))(call);
  });
  onEnd(async () => await connector.close());
  const urls = Object.keys(answer).map((name) => [`${name}Url`, `${connector.url}/${name}`]);
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({
    refundUrl: undefined,
    ...Object.fromEntries(urls),
    ...settings,
  });
  return {
    ...shop,
    mode,
    connector,
    order: async (uuid) => await readOne(shop, `/payOrders/${uuid}`),
    refundOrder: async (uuid) => await readOne(shop, `/refundOrders/${uuid}`),
    history: async (path) => {
      const { items } = (await shop.client.get(`${path}/tradeRecords?limit=200`)).body;
      return items.map(
        (line: Record<string, string | null>) =>
          `${line['actor']} ${line['event']}: ${line['fromStatus']} > ${line['toStatus']}`,
      );
    },
  };
}

/** The exceptions of the shop's orders, as an operator sees them. */
export async function exceptionsOf(gateway: GatewayAddress, { merchantUUID }: OwnShop) {
  const admin = await operator(gateway);
  return (await admin.get(`/exceptions?merchantUUID=${merchantUUID}`)).body.items;
}

async function readOne(shop: Shop, path: string) {
  return (await shop.client.get(path)).body;
}

/**
 * Lets the time of a payment be over, as if `orderValidTime` hours had passed: it expired a second ago,
 * and an attempt is due now. Waits until no worker holds it, because an attempt in progress would
 * reschedule it again.
 */
export async function expire(gateway: GatewayAddress, uuid: string): Promise<void> {
  await move(gateway, `"orderExpiredAt" = now() - interval '1 second', "dueAt" = now()`, uuid);
}

/** Lets the next attempt of a payment be due now instead of in some seconds. */
export async function attemptNow(gateway: GatewayAddress, uuid: string): Promise<void> {
  await move(gateway, '"dueAt" = now()', uuid);
}

async function move(gateway: GatewayAddress, change: string, uuid: string): Promise<void> {
  await eventually(
    async () =>
      await runSql(
        gateway.databaseUrl,
        `UPDATE "PayOrder" SET ${change} WHERE uuid = $1
         AND ("leaseUntil" IS NULL OR status <> 'paying') RETURNING uuid`,
        [uuid],
      ),
    (rows) => rows.length === 1,
  );
}

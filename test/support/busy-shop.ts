import { eventually } from './eventually.ts';
import type { GatewayAddress } from './gateway.ts';
import { newShop, type Shop } from './shop.ts';
import { type Item, readAll } from './walk-list.ts';

/** A shop with something of everything, and all of its rows as its lists show them. */
export interface BusyShop extends Shop {
  readonly rows: Readonly<
    Record<
      | ('payModes' | 'payOrders' | 'refundOrders' | 'tradeRecords')
      | ('notifyEndpoints' | 'notifyDeliveries' | 'notifyReplays'),
      Item[]
    >
  >;
}

/**
 * Opens a shop with three modes (offline from a template, online from a template, a closed one of its
 * own), orders that are payed, partRefunded, refunded and payFailed, and refunds of both endings.
 */
export async function newBusyShop(gateway: GatewayAddress): Promise<BusyShop> {
  const shop = await newShop(gateway);
  const cash = await shop.open('cash');
  const online = await shop.open('onAccount');
  const own = await shop.openOwn({ uiOrder: 5, isFastPay: 1 });
  const pay = async (mode: string, no: string, sandbox?: string) =>
    (await shop.pay(mode, no, sandbox === undefined ? {} : { sandbox })).body.data as Item;
  const refund = async (order: Item, clientRefundNo: string, rest: object) => {
    const request = { payTractionNo: order['tractionNo'], clientRefundNo, ...rest };
    await shop.client.post('/refund', request);
  };
  await refund(await pay(cash, 'cash-1'), 'r1', { refundAmount: 100 });
  await pay(cash, 'cash-2');
  const twice = await pay(online, 'online-1');
  await refund(twice, 'r2', { refundAmount: 100 });
  await refund(twice, 'r3', {});
  await refund(await pay(online, 'online-2'), 'r4', { clientExtraParams: { sandbox: 'fail' } });
  await pay(online, 'online-3', 'fail');
  await refund(await pay(own, 'own-1'), 'r5', { isCancel: 1 });
  await shop.client.post(`/payModes/${own}`, { isOpened: 0 });
  await eventually(
    () => readAll(shop.client, '/payOrders'),
    (orders) => orders.every(({ pending }) => pending === null),
  );
  await haveMessages(shop);
  const read = async (list: string) => [list, await readAll(shop.client, `/${list}`)] as const;
  const rows = Object.fromEntries(await Promise.all(LISTS.map(read))) as BusyShop['rows'];
  return { ...shop, rows };
}

const LISTS = [
  ...['payModes', 'payOrders', 'refundOrders', 'tradeRecords'],
  ...['notifyEndpoints', 'notifyDeliveries', 'notifyReplays'],
];

/** An endpoint that hears of no order, a message that waits and a replay of nothing: no worker changes any of them. */
async function haveMessages({ client }: Shop): Promise<void> {
  const wish = { url: 'https://shop.example/hook', types: ['endpoint.failing'] };
  const { body: endpoint } = await client.post('/notifyEndpoints', wish);
  const path = `/notifyEndpoints/${endpoint.uuid}`;
  await client.post(path, { status: 'paused' });
  await client.post(`${path}/test`, {});
  const { body: replay } = await client.post(`${path}/replays`, { from: '2018-07-12 11:47:10' });
  await client.post(`/notifyReplays/${replay.uuid}`, { status: 'paused' });
}

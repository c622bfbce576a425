import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { makeFar } from '../support/far-order.ts';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { answers, type OwnShop, openOwnShop } from '../support/own-connector.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});

const AT_ONCE = { headers: { prefer: 'wait=0' } };

async function payed(shop: OwnShop, number: string, amount: number) {
  const { body } = await shop.pay(shop.mode, number, { ...AT_ONCE, amount });
  return String(body.data.uuid);
}

test('what is stuck is counted in groups, by what it waits for, each merchant its own', async () => {
  const shop = await openOwnShop(gateway, { pay: answers('running') });
  const silent = await openOwnShop(gateway, { pay: answers('unheard of') });
  for (const [at, amount] of [100, 200, 300].entries()) {
    await makeFar(gateway, 'PayOrder', await payed(shop, `c${at}`, amount));
  }
  await makeFar(gateway, 'PayOrder', await payed(silent, 'c1', 700));
  // A moment old, and nothing is wrong with it.
  await payed(shop, 'young', 900);
  const reviewed = await payed(shop, 'reviewed', 50);
  await eventually(
    async () => await shop.order(reviewed),
    ({ pending }) => pending.lastOutcome === 'running',
  );
  const flagged = `UPDATE "PayOrder" SET "reviewReason" = 'a person said so' WHERE uuid = $1`;
  await runSql(gateway.databaseUrl, flagged, [reviewed]);

  const { status, body } = await shop.client.get('/stuckOrders');
  expect([status, body.isCapped]).toEqual([200, false]);
  const group = {
    kind: 'pay',
    payModeUUID: shop.mode,
    payModeName: 'own',
    payTemplateId: null,
    lastOutcome: 'running',
    isCapped: false,
  };
  expect(body.items).toMatchObject([
    { ...group, reviewReason: null, count: 3, amount: 600 },
    { ...group, reviewReason: 'a person said so', count: 1, amount: 50 },
  ]);
  const admin = await operator(gateway);
  const named = await admin.get(`/stuckOrders?merchantUUID=${shop.merchantUUID}`);
  expect(named.body).toEqual(body);
  const modes = (await admin.get('/stuckOrders')).body.items.map(
    ({ payModeUUID }: { payModeUUID: string }) => payModeUUID,
  );
  expect(modes).toEqual(expect.arrayContaining([shop.mode, silent.mode]));
  const foreign = await silent.client.get(`/stuckOrders?merchantUUID=${shop.merchantUUID}`);
  expect(foreign).toMatchObject({ status: 403, body: { code: 9403 } });
});

import { beforeAll, expect, test } from 'vitest';
import type { AnswerCall } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const ASYNC = { prefer: 'respond-async' };

/** Says this about every call, with the number that the path names. */
const say =
  (rets: Record<string, string>): AnswerCall =>
  ({ path, body }) => ({
    tractionNo: body.tractionNo,
    ret: rets[path.slice(1)],
    thirdOrderNo: `third-${body.tractionNo}`,
  });

test('each call is a message of its own, a repeated POST is the same one, and only it has an Idempotency-Key', async () => {
  const rets: Record<string, string> = { pay: 'running', query: 'notFound', cancel: 'success' };
  const { connector, shop, pay } = await openConnectorShop(gateway, say(rets), ({ url }) => ({
    queryUrl: `${url}/query`,
    cancelUrl: `${url}/cancel`,
    notifySecret: SECRET,
  }));
  const { body } = await pay('c1', { headers: ASYNC });
  const { tractionNo, uuid } = body.data;
  const callsOf = (name: string) => connector.calls.filter(({ path }) => path === `/${name}`);
  // Posted, asked about, and posted again because nothing had come.
  await eventually(
    async () => callsOf('pay').length,
    (times) => times >= 2,
  );
  const soon = `"orderExpiredAt" = now(), "dueAt" = now()`;
  await runSql(gateway.databaseUrl, `UPDATE "PayOrder" SET ${soon} WHERE uuid = $1`, [uuid]);
  const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  expect((await eventually(read, (order) => order.status !== 'paying')).status).toBe('payFailed');

  const idsOf = (name: string) => callsOf(name).map(({ headers }) => headers['webhook-id']);
  expect(new Set(idsOf('pay'))).toEqual(new Set([tractionNo]));
  const others = [...idsOf('query'), ...idsOf('cancel')];
  expect(others.length).toBeGreaterThanOrEqual(3);
  expect(new Set([...others, tractionNo]).size).toBe(others.length + 1);
  for (const { headers } of callsOf('pay')) expect(headers['idempotency-key']).toBe(tractionNo);
  for (const { headers } of [...callsOf('query'), ...callsOf('cancel')]) {
    expect(headers).not.toHaveProperty('idempotency-key');
  }
});

test("a refund's query names the connector's own number of the refund besides that of the payment", async () => {
  const rets = { pay: 'success', refund: 'running', query: 'success' };
  const { connector, shop, pay } = await openConnectorShop(gateway, say(rets), ({ url }) => ({
    queryUrl: `${url}/query`,
  }));
  const paid = (await pay('c1')).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1' };
  const refund = (await shop.client.post('/refund', request)).body.data;
  expect(refund.status).toBe('refunded');
  expect(connector.calls.find(({ path }) => path === '/query')?.body).toEqual({
    tractionNo: refund.tractionNo,
    clientPayNo: 'c1',
    thirdPayNo: `third-${paid.tractionNo}`,
    thirdRefundNo: `third-${refund.tractionNo}`,
  });
});

test('an attempt that only waits for a notice is the sweep, not the connector, in the history', async () => {
  const { shop, pay } = await openConnectorShop(gateway, say({ pay: 'running' }), () => ({
    isIdempotent: 0,
    isAsyncNotify: 1,
  }));
  const { body } = await pay('c1', { headers: ASYNC });
  const path = `/payOrders/${body.data.uuid}/tradeRecords`;
  const records = async () => (await shop.client.get(path)).body.items;
  const [, posted, waited] = await eventually(records, (items) => items.length >= 3);
  expect(posted).toMatchObject({ event: 'running', actor: 'connector', detail: { step: 'post' } });
  expect(waited).toMatchObject({ actor: 'sweep', detail: { step: 'wait' } });
});
